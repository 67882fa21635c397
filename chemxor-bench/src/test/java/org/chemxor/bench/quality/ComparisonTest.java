package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.models.trained.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir private Path folder;

  private String compared(String... more) throws Exception {
    String[] args = new String[more.length + 4];
    args[0] = "file=" + DrugFile.write(folder);
    args[1] = "smiles=smiles";
    args[2] = "seeds=1";
    args[3] = "threads=1";
    System.arraycopy(more, 0, args, 4, more.length);
    return DrugFile.printed(out -> Comparison.of(NamedOptions.of(args)).run(out));
  }

  private static double test(String text, String name) {
    Matcher line =
        Pattern.compile(Pattern.quote(name + ", 1 seeds") + ": .*test (-?[0-9.]+)").matcher(text);
    assertThat(line.find()).as(text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  @Test
  void treesLearnLogPFromDescriptorsAndAreListedBesideOurModels() throws Exception {
    String text =
        compared(
            "value=logp",
            "of=quadratic:descriptors:ECFP1,zero:descriptors:ECFP1,forest:descriptors:ECFP2,"
                + "boosted:descriptors:ECFP2",
            "means=zero:descriptors:ECFP1+quadratic:descriptors:ECFP1",
            "epochs=2");
    assertThat(test(text, "forest:descriptors:ECFP2")).isBetween(0.6, 1.0);
    assertThat(test(text, "boosted:descriptors:ECFP2")).isBetween(0.6, 1.0);
    assertThat(test(text, "quadratic:descriptors:ECFP1")).isBetween(0.6, 1.0);
    assertThat(text).contains("zero:descriptors:ECFP1+quadratic:descriptors:ECFP1, 1 seeds");
  }

  @Test
  void classesOfSeveralTargetsAreLearnedEachByItself() throws Exception {
    String text =
        compared(
            "value=greasy,also",
            "task=classification",
            "of=forest:descriptors:ECFP2,boosted:learned:ECFP2",
            "means=");
    assertThat(test(text, "forest:descriptors:ECFP2")).isBetween(0.8, 1.0);
    assertThat(test(text, "boosted:learned:ECFP2")).isBetween(0.6, 1.0);
  }

  @Test
  void aMeanOfWhatIsNotMeasuredIsRefused() {
    assertThatThrownBy(
            () ->
                compared(
                    "value=logp",
                    "of=quadratic:learned:ECFP1",
                    "means=quadratic:learned:ECFP1+zero:learned:ECFP1"))
        .hasMessageContaining("means=... has zero:learned:ECFP1, which is not among");
  }

  @Test
  void missingTargetsTakeNoPart() {
    float[][] features = new float[60][1];
    double[][] known = new double[60][2];
    for (int i = 0; i < 60; i++) {
      features[i][0] = i % 10;
      known[i][0] = i % 10 < 5 ? 0 : 1;
      known[i][1] = i % 3 == 0 ? Double.NaN : 1 - known[i][0];
    }
    TreeModels.Part part = new TreeModels.Part(features, known);
    Outputs forest = new TreeModels(Task.CLASSIFICATION, 1).forest(part, part, part);
    assertThat(Outputs.metric(Task.CLASSIFICATION, known, forest.test())).isEqualTo(1.0);
    assertThat(forest.test()[3][1]).isPositive();
    assertThat(forest.test()[8][1]).isNegative();
  }

  @Test
  void theMeanOfOutputsIsTaken() {
    Outputs a = new Outputs(new double[][] {{1, 2}}, new double[][] {{3, 4}});
    Outputs b = new Outputs(new double[][] {{3, 6}}, new double[][] {{-3, 0}});
    Outputs mean = Outputs.mean(List.of(a, b));
    assertThat(mean.validation()).isDeepEqualTo(new double[][] {{2, 4}});
    assertThat(mean.test()).isDeepEqualTo(new double[][] {{0, 2}});
  }
}
