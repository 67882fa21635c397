package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.chemxor.core.Sample;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.RowProblem;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.split.SplitRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Molecules that users reported, each of them one of a kind. */
class ReportedMoleculesTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("molecules.csv"), text);
  }

  private static String alkanes() {
    StringBuilder text = new StringBuilder("value,smiles\n");
    IntStream.rangeClosed(1, 12)
        .forEach(i -> text.append(i).append(',').append("C".repeat(i)).append('\n'));
    return text.toString();
  }

  @Test
  void explicitHydrogensMayHaveBondDirections() throws IOException {
    Path path = file(alkanes() + "3.5,[H]/C(Cl)=C(\\[H])[H]\n");

    assertThat(OlindaRegressionData.from(path).load().report().toString())
        .isEqualTo("13 rows: 13 used, 0 invalid, 0 duplicates");
  }

  @Test
  void aMoleculeBeyondTheStatedSizeIsRefusedByNumberAndTheRestGoesOn() throws IOException {
    String text = alkanes() + "13,CCO\n14," + "C".repeat(9000) + "\n15,CCN\n";

    DatasetReport report = OlindaRegressionData.from(file(text)).load().report();
    MoleculeTable table =
        MoleculeTable.read(
            MoleculeCsv.open(file("smiles\nCCO\n" + "C".repeat(9000) + "\nCCN\n")).withoutValues(),
            GridFingerprintFeaturiser.standard());

    assertThat(report.used()).isEqualTo(14);
    assertThat(report.invalid()).extracting(RowProblem::row).containsExactly(15L);
    assertThat(table.samples()).extracting(Sample::smiles).containsExactly("CCO", "CCN");
    assertThat(table.problems()).extracting(RowProblem::row).containsExactly(3L);
    assertThat(table.problems().get(0).message()).contains("has 9000 atoms, at most 500 are read");
  }

  @Test
  void stereoisomersAreDuplicatesAndHaveOneImage() throws IOException {
    OlindaRegressionData data =
        OlindaRegressionData.from(file(alkanes() + "13,F[C@H](Cl)CO\n14,F[C@@H](Cl)CO\n"))
            .keepDuplicates()
            .load();

    assertThat(data.report().duplicates()).extracting(RowProblem::row).containsExactly(15L);
    assertThat(data.all().image(12)).isEqualTo(data.all().image(13));
  }

  @Test
  void isotopesAreDuplicates() throws IOException {
    Path path = file(alkanes() + "13,OCC(F)F\n14,[2H]OCC(F)F\n15,O[13CH2]C(F)F\n");

    assertThat(OlindaRegressionData.from(path).load().report().duplicates())
        .extracting(RowProblem::row)
        .containsExactly(15L, 16L);
  }

  @Test
  void tetralinsInTwoSpellingsAreOnOneSide() throws IOException {
    StringBuilder text = new StringBuilder("value,smiles\n");
    for (int i = 1; i <= 60; i++) {
      text.append(i).append(',').append("C".repeat(i)).append("C1CCCc2ccccc12\n");
      text.append(i).append(",C1=CC=C2CCCC(O").append("C".repeat(i)).append(")C2=C1\n");
    }

    OlindaRegressionData data =
        OlindaRegressionData.from(file(text.toString())).split(SplitRule.scaffold()).load();

    assertThat(data.train()).hasSize(120);
    assertThat(data.validate()).isEmpty();
    assertThat(data.test()).isEmpty();
  }
}
