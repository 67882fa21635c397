package org.chemxor.data.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openscience.cdk.exception.InvalidSmilesException;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.qsar.DescriptorValue;
import org.openscience.cdk.qsar.descriptors.molecular.JPlogPDescriptor;
import org.openscience.cdk.qsar.result.DoubleResult;
import org.openscience.cdk.silent.SilentChemObjectBuilder;
import org.openscience.cdk.smiles.SmilesParser;

/**
 * Computes the {@code value} column of {@code drugs.csv}: the logarithm (base 10, no unit) of the
 * octanol/water partition coefficient as predicted by CDK's {@code JPlogPDescriptor}.
 *
 * <p>The descriptor is the atom-type model of J. Plante and S. Werner, "JPlogP: an improved logP
 * predictor trained using predicted data", Journal of Cheminformatics 10:61 (2018). It depends on
 * the molecular graph only, so the same SMILES always gives the same number. The values are
 * predictions, not measurements.
 */
final class LogPTool {

  /** First line of the table. */
  static final String HEADER = "name,smiles,formula,value";

  private static final int SMILES_COLUMN = 1;
  private static final int COLUMNS_WITHOUT_VALUE = 3;

  private final SmilesParser parser = new SmilesParser(SilentChemObjectBuilder.getInstance());
  private final JPlogPDescriptor descriptor = new JPlogPDescriptor();

  /**
   * Parses a SMILES string; hydrogens that are not written stay implicit.
   *
   * @param smiles one molecule
   * @return the molecular graph
   * @throws IllegalArgumentException if CDK cannot read the string
   */
  IAtomContainer parse(String smiles) {
    try {
      return parser.parseSmiles(smiles);
    } catch (InvalidSmilesException e) {
      throw new IllegalArgumentException("not a SMILES string: '" + smiles + "'", e);
    }
  }

  /**
   * Predicts logP.
   *
   * @param smiles one molecule
   * @return the predicted logP, finite
   * @throws IllegalArgumentException if CDK cannot read the string
   * @throws IllegalStateException if the descriptor fails or gives a number that is not finite
   */
  double logP(String smiles) {
    DescriptorValue result = descriptor.calculate(parse(smiles));
    if (result.getException() != null) {
      throw new IllegalStateException("no logP for '" + smiles + "'", result.getException());
    }
    double value = ((DoubleResult) result.getValue()).doubleValue();
    if (!Double.isFinite(value)) {
      throw new IllegalStateException("logP of '" + smiles + "' is " + value + ", not finite");
    }
    return value;
  }

  /**
   * Replaces the value in one row, or adds it where the row has none.
   *
   * @param row {@code name,smiles,formula} or {@code name,smiles,formula,value}
   * @return {@code name,smiles,formula,value} with four decimals
   */
  String withValue(String row) {
    String[] fields = row.split(",", -1);
    if (fields.length < COLUMNS_WITHOUT_VALUE || fields.length > COLUMNS_WITHOUT_VALUE + 1) {
      throw new IllegalArgumentException(
          "row '" + row + "' has " + fields.length + " fields: write " + HEADER);
    }
    String value = String.format(Locale.ROOT, "%.4f", logP(fields[SMILES_COLUMN]));
    return String.join(",", fields[0], fields[1], fields[2], value);
  }

  /**
   * Rewrites the value column of a table in place. Run it after a row was added or changed, with
   * the module's test class path: {@code java -cp ... org.chemxor.data.dataset.LogPTool
   * path/to/drugs.csv}.
   *
   * @param args the path of the table
   * @throws IOException if the table cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("got " + args.length + " arguments: give one, the table");
    }
    Path table = Path.of(args[0]);
    List<String> lines = Files.readAllLines(table);
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IllegalArgumentException(table + " must begin with the line " + HEADER);
    }
    LogPTool tool = new LogPTool();
    List<String> rewritten = new ArrayList<>(List.of(HEADER));
    lines.stream().skip(1).map(tool::withValue).forEach(rewritten::add);
    Files.writeString(table, String.join("\n", rewritten) + "\n");
  }
}
