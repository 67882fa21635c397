package org.chemxor.cli.options;

import org.chemxor.fhe.program.Plan;

/** The plans by the names people type. */
public enum PlanName {
  /** Several rounds on N = 8192, the client re-encrypting between them. */
  PARTITIONED,
  /** The whole network in one request. */
  SINGLE_ROUND,
  /** One molecule in every slot, as many as fill a ring of degree 8192. */
  BATCH;

  private static final int BATCH_SIZE = 8192;

  /** The plan with its default settings. */
  public Plan plan() {
    return switch (this) {
      case PARTITIONED -> Plan.partitioned();
      case SINGLE_ROUND -> Plan.singleRound();
      case BATCH -> Plan.batch(BATCH_SIZE);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** Reads what {@link #toString} writes; an underscore will do as well. */
  public static final class Converter implements picocli.CommandLine.ITypeConverter<PlanName> {
    @Override
    public PlanName convert(String value) {
      for (PlanName name : values()) {
        if (name.toString().equalsIgnoreCase(value.replace('_', '-'))) {
          return name;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "there is no plan " + value + ": use partitioned, single-round or batch");
    }
  }
}
