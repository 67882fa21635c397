package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;
import org.openscience.cdk.tools.manipulator.MolecularFormulaManipulator;

/**
 * Holds {@code drugs.csv} against CDK. The formulas in the table were written down independently of
 * the SMILES strings, so that a slip in either shows as a difference.
 */
class DrugSetTest {

  private static final int MINIMUM_ROWS = 250;
  private static final double VALUE_TOLERANCE = 1e-3;

  private final LogPTool tool = new LogPTool();
  private final SmilesGenerator canonical = new SmilesGenerator(SmiFlavor.Unique);

  private record Row(String name, String smiles, String formula, String value) {

    static Row of(String line) {
      String[] fields = line.split(",", -1);
      assertThat(fields).as("fields of '%s'", line).hasSize(4);
      return new Row(fields[0], fields[1], fields[2], fields[3]);
    }
  }

  private static List<String> lines() {
    try (InputStream in = DrugSetTest.class.getResourceAsStream("drugs.csv")) {
      return new String(
              Objects.requireNonNull(in, "drugs.csv").readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Row> rows() {
    return lines().stream().skip(1).map(Row::of).toList();
  }

  private String canonicalSmiles(String smiles) {
    try {
      return canonical.create(tool.parse(smiles));
    } catch (CDKException e) {
      throw new IllegalArgumentException("no canonical SMILES for '" + smiles + "'", e);
    }
  }

  /** The formula in Hill order; CDK writes an ion as {@code [C5H14NO]+}, the table C5H14NO+. */
  private String hillFormula(String smiles) {
    String formula =
        MolecularFormulaManipulator.getString(
            MolecularFormulaManipulator.getMolecularFormula(tool.parse(smiles)));
    return formula.replace("[", "").replace("]", "");
  }

  @Test
  void beginsWithTheHeader() {
    assertThat(lines().get(0)).isEqualTo(LogPTool.HEADER);
  }

  @Test
  void hasAtLeastTwoHundredAndFiftyRows() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(MINIMUM_ROWS);
  }

  @Test
  void namesAreUniqueWhateverTheirCase() {
    assertThat(rows())
        .extracting(row -> row.name().toLowerCase(Locale.ROOT))
        .allSatisfy(name -> assertThat(name).isNotBlank().isEqualTo(name.strip()))
        .doesNotHaveDuplicates();
  }

  @Test
  void structuresAreUniqueEvenWithoutStereochemistry() {
    assertThat(rows()).extracting(row -> canonicalSmiles(row.smiles())).doesNotHaveDuplicates();
  }

  @Test
  void writtenFormulaIsTheFormulaOfTheStructure() {
    SoftAssertions softly = new SoftAssertions();
    for (Row row : rows()) {
      softly.assertThat(hillFormula(row.smiles())).as(row.name()).isEqualTo(row.formula());
    }
    softly.assertAll();
  }

  @Test
  void valueIsTheRecomputedLogP() {
    SoftAssertions softly = new SoftAssertions();
    for (Row row : rows()) {
      softly
          .assertThat(Double.parseDouble(row.value()))
          .as(row.name())
          .isCloseTo(tool.logP(row.smiles()), within(VALUE_TOLERANCE));
    }
    softly.assertAll();
  }
}
