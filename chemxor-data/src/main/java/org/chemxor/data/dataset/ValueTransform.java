package org.chemxor.data.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chemxor.core.InvalidInputException;

/** What a model learns instead of the values of a file. */
public enum ValueTransform {
  /** The values as they are. */
  NONE("none", 1),
  /** Their decimal logarithm. */
  LOG10("log10", 1),
  /** Minus the decimal logarithm of a concentration given in mol/L. */
  P_MOLAR("p-M", 1),
  /** The same of one given in umol/L. */
  P_MICROMOLAR("p-uM", 1e-6),
  /** The same of one given in nmol/L. */
  P_NANOMOLAR("p-nM", 1e-9);

  private final String label;
  private final double molar;

  ValueTransform(String label, double molar) {
    this.label = label;
    this.molar = molar;
  }

  /**
   * The transform of a name.
   *
   * @param name as {@link #toString} gives it, in upper or lower case
   * @throws InvalidInputException when there is none, naming those there are
   */
  public static ValueTransform named(String name) {
    return Arrays.stream(values())
        .filter(transform -> transform.label.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "there is no transform '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(ValueTransform::toString)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * The target of a value.
   *
   * @throws InvalidInputException for a value that has no logarithm
   */
  public double apply(double value) {
    if (this == NONE) {
      return value;
    }
    if (!(value > 0)) {
      throw new InvalidInputException(
          String.format(Locale.ROOT, "the value %s has no logarithm: it is not above 0", value));
    }
    double logarithm = Math.log10(value * molar);
    return this == LOG10 ? logarithm : -logarithm;
  }

  /** Whether it takes concentrations, in a unit that its name says. */
  public boolean isConcentration() {
    return this != NONE && this != LOG10;
  }

  /** For example "p-nM". */
  @Override
  public String toString() {
    return label;
  }
}
