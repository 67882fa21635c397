package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
  void imagesAreLearnedFromAFewMoleculesAndTheDataSayThatTheyAreFew() throws IOException {
    Path path = file(alkanes() + "3.5,[H]/C(Cl)=C(\\[H])[H]\n");

    OlindaRegressionData learned = OlindaRegressionData.from(path).learnImages(1).load();

    assertThat(learned.train()).hasSize(9);
    assertThat(learned.remarks())
        .singleElement()
        .asString()
        .contains("different surroundings: too few to learn a layout");
    assertThat(OlindaRegressionData.from(path).load().remarks()).isEmpty();
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

  /** Rings of their own, one molecule each: the inactive ones first. */
  private static String sortedByClass() {
    StringBuilder text = new StringBuilder("active,smiles\n");
    for (int i = 0; i < 100; i++) {
      String linker = "C".repeat(1 + i);
      text.append(i < 50 ? 0 : 1).append(",c1ccccc1").append(linker).append("C1CC1\n");
    }
    return text.toString();
  }

  @Test
  void aFileSortedByClassGetsATestPartOfBothClasses() throws IOException {
    Path path = file(sortedByClass());
    for (long seed = 1; seed <= 5; seed++) {
      OlindaClassificationData data =
          OlindaClassificationData.from(path).split(SplitRule.scaffold(seed)).load();
      assertThat(data.test()).as("seed %d", seed).hasSize(10);
      assertThat(data.remarks()).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void scaffoldSplitsFollowTheSeedAndNotTheOrderOfTheFile() throws IOException {
    List<String> lines = new ArrayList<>(sortedByClass().lines().skip(1).toList());
    Collections.shuffle(lines, new Random(4));
    Set<String> sorted = testPart(sortedByClass(), 1);

    assertThat(testPart("active,smiles\n" + String.join("\n", lines) + "\n", 1)).isEqualTo(sorted);
    assertThat(testPart(sortedByClass(), 2)).isNotEqualTo(sorted);
  }

  private Set<String> testPart(String text, long seed) throws IOException {
    return Set.copyOf(
        OlindaClassificationData.from(file(text))
            .split(SplitRule.scaffold(seed))
            .load()
            .test()
            .smiles());
  }

  @Test
  void aPartOfOneClassIsSaid() throws IOException {
    StringBuilder text = new StringBuilder("active,smiles,part\n");
    for (int i = 1; i <= 10; i++) {
      text.append(i % 2).append(',').append("C".repeat(i)).append(",train\n");
      text.append("1,N").append("C".repeat(i)).append(",test\n");
    }
    MoleculeCsv csv = MoleculeCsv.open(file(text.toString())).splitColumn("part");

    assertThat(OlindaClassificationData.from(csv).split(SplitRule.given()).load().remarks())
        .containsExactly(
            "the test part has molecules of class 1 only (10): precision, recall and ROC-AUC mean"
                + " nothing there; take another seed or split");
  }

  @Test
  void tetralinsInTwoSpellingsAreOnOneSide() throws IOException {
    StringBuilder text = new StringBuilder("value,smiles\n");
    for (int i = 1; i <= 60; i++) {
      text.append(i).append(',').append("C".repeat(i)).append("C1CCCc2ccccc12\n");
      text.append(i).append(",C1=CC=C2CCCC(O").append("C".repeat(i)).append(")C2=C1\n");
    }

    OlindaRegressionData data =
        OlindaRegressionData.from(file(text.toString())).split(SplitRule.scaffold(1)).load();

    assertThat(data.train()).hasSize(120);
    assertThat(data.validate()).isEmpty();
    assertThat(data.test()).isEmpty();
  }
}
