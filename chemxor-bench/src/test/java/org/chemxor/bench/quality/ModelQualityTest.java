package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.OlindaRegressionData;
import org.chemxor.data.split.SplitRule;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What models trained with the library's own settings are worth on real data. Run with the profile
 * {@code measuring}; it takes the better part of an hour. The files are not part of the project:
 * they are looked for in the folder that the system property {@code chemxor.shared.data} names, and
 * without them a test is skipped. {@code chemxor.measuring.epochs} shortens the longer trainings.
 */
@Tag("measuring")
class ModelQualityTest {
  private static final String EPOCHS = "chemxor.measuring.epochs";

  private static Path shared(String name) {
    Path file = Path.of(System.getProperty("chemxor.shared.data", "../../shared/data"), name);
    assumeTrue(Files.exists(file), () -> "skipped: there is no " + file.toAbsolutePath());
    return file;
  }

  /** 20,000 rows of value and SMILES, divided as ChemXor divides them. */
  private static OlindaRegressionData distillationSet() {
    return OlindaRegressionData.from(shared("eos2r5a.csv"))
        .learnImages(1)
        .split(SplitRule.chemxor())
        .keepDuplicates()
        .load();
  }

  private static OlindaRegressionData solubility(long seed) {
    return OlindaRegressionData.from(
            MoleculeCsv.open(shared("delaney-processed.csv"))
                .valueColumn("measured log solubility in mols per litre"))
        .learnImages(seed)
        .split(SplitRule.random(seed))
        .load();
  }

  private static double testR2(String what, Training training, OlindaRegressionData data) {
    TrainedModel model = training.fit(data.train(), data.validate());
    double r2 = Evaluation.of(model, data.test()).regression().r2();
    double millis = model.history().stream().mapToLong(EpochResult::millis).average().orElseThrow();
    int epochs = model.history().size();
    print("%s: test R2 %.4f (%d epochs of %.0f ms)", what, r2, epochs, millis);
    return r2;
  }

  private static void print(String format, Object... arguments) {
    System.out.println(String.format(Locale.ROOT, format, arguments));
  }

  private static Training shortened(Training training) {
    Integer epochs = Integer.getInteger(EPOCHS);
    return epochs == null ? training : training.epochs(epochs);
  }

  @Test
  void theDistillationSetIsNoEasyOne() {
    OlindaRegressionData data = distillationSet();

    double ridge = Baselines.ridge(data).test().r2();
    double neighbours = Baselines.neighbours(data).test().r2();

    print("distillation set: ridge %.4f, nearest neighbours %.4f", ridge, neighbours);
    assertThat(ridge).isBetween(0.3, 0.8);
    assertThat(neighbours).isBetween(0.3, 0.8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zero", "olinda", "one"})
  void chemXorsActivationExplainsAlmostHalfTheVariance(String name) {
    Training training = shortened(Training.tuned(OlindaNet.named(name)));

    assertThat(testR2(name + ", ChemXor's activation", training, distillationSet()))
        .isGreaterThanOrEqualTo(0.47);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zero", "olinda", "one"})
  void theImprovedActivationExplainsMoreThanHalfTheVariance(String name) {
    Training training = shortened(Training.improved(OlindaNet.named(name)));

    assertThat(testR2(name + ", improved", training, distillationSet()))
        .isGreaterThanOrEqualTo(0.55);
  }

  @Test
  void solubilityIsPredictedOverFiveRandomSplitsBetterThanByRidgeRegression() {
    long[] seeds = LongStream.rangeClosed(1, 5).toArray();
    double[] nets = new double[seeds.length];
    double[] ridges = new double[seeds.length];
    double[] neighbours = new double[seeds.length];
    for (int i = 0; i < seeds.length; i++) {
      OlindaRegressionData data = solubility(seeds[i]);
      ridges[i] = Baselines.ridge(data).test().r2();
      neighbours[i] = Baselines.neighbours(data).test().r2();
      nets[i] =
          testR2(
              "solubility, split " + seeds[i],
              Training.improved(OlindaNet.zero()).seed(seeds[i]),
              data);
      print("  ridge %.4f, nearest neighbours %.4f", ridges[i], neighbours[i]);
    }
    double net = DoubleStream.of(nets).average().orElseThrow();
    double ridge = DoubleStream.of(ridges).average().orElseThrow();
    print(
        "solubility, mean of five splits: zero improved %.4f, ridge %.4f, nearest neighbours %.4f",
        net, ridge, DoubleStream.of(neighbours).average().orElseThrow());
    assertThat(net).isGreaterThanOrEqualTo(0.70).isGreaterThan(ridge);
  }
}
