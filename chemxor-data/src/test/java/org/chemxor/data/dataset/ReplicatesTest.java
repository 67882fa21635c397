package org.chemxor.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.MoleculeCsv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several rows of one molecule, and logarithms of values. */
class ReplicatesTest {
  @TempDir private Path folder;

  /** Alkanes enough to divide. */
  private static final String FILLERS =
      IntStream.rangeClosed(4, 14)
          .mapToObj(i -> "50," + "C".repeat(i) + "\n")
          .collect(Collectors.joining());

  /** Ethanol three times in three spellings, propane once. */
  private OlindaRegressionData.Builder data() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.writeString(file, "value,smiles\n1,CCO\n10,CCC\n2,OCC\n6,C(O)C\n" + FILLERS);
    return OlindaRegressionData.from(file);
  }

  private static double ethanol(OlindaData data) {
    assertThat(data.all().smiles()).startsWith("CCO", "CCC").hasSize(13);
    assertThat(data.all().target(1)).isEqualTo(10);
    assertThat(data.report().duplicates()).hasSize(2);
    return data.all().target(0);
  }

  @Test
  void theRuleMakesOneValueOfSeveral() throws IOException {
    assertThat(ethanol(data().load())).isEqualTo(1);
    assertThat(ethanol(data().replicates(Replicates.MEAN).load())).isEqualTo(3);
    assertThat(ethanol(data().replicates(Replicates.MEDIAN).load())).isEqualTo(2);
    assertThat(Replicates.MEDIAN.of(new double[] {5, 1, 2, 4})).isEqualTo(3);
  }

  @Test
  void rowsThatDisagreeLeaveTheirMoleculeOut() throws IOException {
    OlindaData left = data().replicates(Replicates.MEAN).replicatesWithin(4.9).load();
    assertThat(left.all().smiles()).startsWith("CCC").doesNotContain("CCO");
    assertThat(left.report().invalid().get(0).toString())
        .isEqualTo("row 2: its molecule has 3 rows whose values differ by 5.0, more than 4.9");
    assertThat(left.report().rows()).isEqualTo(15);
    assertThat(ethanol(data().replicates(Replicates.MEAN).replicatesWithin(5).load())).isEqualTo(3);
    assertThatThrownBy(() -> data().replicatesWithin(-1)).isInstanceOf(InvalidInputException.class);
  }

  private OlindaClassificationData.Builder classes(String rows, String of, String columns)
      throws IOException {
    Path file = folder.resolve("classes.csv");
    Files.writeString(file, rows + FILLERS.replace("50,", of));
    return OlindaClassificationData.from(MoleculeCsv.open(file).valueColumn(columns));
  }

  /** The median of the classes 0 and 1 was 0.5, which is no class. */
  @Test
  void ofClassesMostRowsCountOrNone() throws IOException {
    String rows = "class,smiles\n0,CCO\n1,OCC\n1,C(O)C\n0,CCC\n1,C(C)C\n";
    OlindaData data = classes(rows, "1,", "class").replicates(Replicates.MEDIAN).load();
    assertThat(data.all().smiles()).startsWith("CCO").doesNotContain("CCC");
    assertThat(data.all().target(0)).isEqualTo(1);
    assertThat(data.report().invalid().get(0).toString())
        .isEqualTo("row 5: its molecule has 2 rows, and no class has most of them");
    assertThat(data.report().toString())
        .contains("molecules without a class that most of their rows say: 1");
    assertThat(classes(rows, "1,", "class").load().all().target(0)).isEqualTo(0);
    assertThat(Replicates.MEDIAN.ofClasses(new double[] {2, 0, 2, 1, 2})).isEqualTo(2);
    assertThat(Replicates.MEDIAN.ofClasses(new double[] {2, 0, 2, 1})).isNaN();
  }

  @Test
  void aTargetWithoutAMajorityIsMissingAndTheOthersStay() throws IOException {
    String rows = "a,b,smiles\n0,1,CCO\n1,1,OCC\n0,1,CCC\n";
    OlindaData data = classes(rows, "1,0,", "a,b").replicates(Replicates.MEDIAN).load();
    assertThat(data.all().targetRows()[0]).containsExactly(Double.NaN, 1);
    assertThat(data.all().targetRows()[1]).containsExactly(0, 1);
  }

  @Test
  void missingValuesOfSeveralTargetsAreFilledFromOtherRows() throws IOException {
    Path file = folder.resolve("b.csv");
    Files.writeString(
        file, "a,b,smiles\n1,,CCO\n3,7,OCC\n5,,CCC\n" + FILLERS.replace("50,", "50,60,"));
    OlindaData data =
        OlindaRegressionData.from(MoleculeCsv.open(file).valueColumn("a,b"))
            .replicates(Replicates.MEAN)
            .load();
    assertThat(data.all().targetRows()[0]).containsExactly(2, 7);
    assertThat(data.all().targetRows()[1]).containsExactly(5, Double.NaN);
    assertThat(data.targetCount()).isEqualTo(2);
  }

  @Test
  void logarithmsAreLearnedInTheUnitsGiven() throws IOException {
    assertThat(ValueTransform.named("P-nM").apply(100)).isCloseTo(7, within(1e-12));
    assertThat(ValueTransform.named("p-uM").apply(0.1)).isCloseTo(7, within(1e-12));
    assertThat(ValueTransform.named("p-M").apply(1e-7)).isCloseTo(7, within(1e-12));
    assertThat(ValueTransform.named("log10").apply(1000)).isCloseTo(3, within(1e-12));
    assertThat(ValueTransform.named("none").apply(-3)).isEqualTo(-3);
    assertThatThrownBy(() -> ValueTransform.named("ln"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none, log10, p-M, p-uM, p-nM");
    Path file = folder.resolve("c.csv");
    Files.writeString(file, "ic50,smiles\n100,CCO\n0,CCC\n1000,OCC\n" + FILLERS);
    OlindaData data =
        OlindaRegressionData.from(file)
            .transform(ValueTransform.P_NANOMOLAR)
            .replicates(Replicates.MEAN)
            .load();
    assertThat(data.all().target(0)).isCloseTo(6.5, within(1e-12));
    assertThat(data.report().invalid().get(0).toString()).contains("row 3", "has no logarithm");
  }
}
