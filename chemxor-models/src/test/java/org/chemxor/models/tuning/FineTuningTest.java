package org.chemxor.models.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.train.TrainingException;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a network with ReLU and max pooling to one that encryption can run. */
class FineTuningTest {
  private static final int SIDE = 8;
  private static TrainedModel start;

  private static Layer.Conv2d conv(Random random, int in, int out) {
    double bound = Math.sqrt(3.0 / (9 * in));
    double[] weights = random.doubles(9L * in * out, -bound, bound).toArray();
    return new Layer.Conv2d(Tensor.of(weights, out, in, 3, 3), Tensor.zeros(out), 1, 1);
  }

  private static Layer.Linear linear(Random random, int in, int out) {
    double bound = Math.sqrt(3.0 / in);
    double[] weights = random.doubles((long) in * out, -bound, bound).toArray();
    return new Layer.Linear(Tensor.of(weights, out, in), Tensor.zeros(out));
  }

  private static Network untrained() {
    Random random = new Random(2);
    return Network.builder("bars", Shape.image(1, SIDE, SIDE))
        .add("conv1", conv(random, 1, 6))
        .add("relu1", new Layer.Relu())
        .add("pool", new Layer.MaxPool2d(2, 2, 0))
        .add("conv2", conv(random, 6, 6))
        .add("relu2", new Layer.Relu())
        .add("sum", new Layer.Add(), "relu2", "pool")
        .add("flatten", new Layer.Flatten())
        .add("linear1", linear(random, 96, 16))
        .add("relu3", new Layer.Relu())
        .add("linear2", linear(random, 16, 3))
        .build();
  }

  /** Lying, standing and sloping bars in noise. */
  private static TuningSamples bars(int count, long seed) {
    Random random = new Random(seed);
    double[][] inputs = new double[count][SIDE * SIDE];
    double[] targets = new double[count];
    for (int s = 0; s < count; s++) {
      int label = s % 3;
      int at = 1 + random.nextInt(SIDE - 2);
      for (int i = 0; i < inputs[s].length; i++) {
        int row = i / SIDE;
        int column = i % SIDE;
        boolean isBar =
            label == 0 ? row == at : label == 1 ? column == at : (row + column) % SIDE == at;
        inputs[s][i] = (isBar ? 0.5 : 0) + 0.5 * random.nextDouble();
      }
      targets[s] = label;
    }
    return TuningSamples.of(inputs, targets);
  }

  @BeforeAll
  static void trainWithRelu() {
    TrainedModel untrained = TrainedModel.of(untrained(), ModelInfo.of(Task.CLASSIFICATION));
    start =
        FineTuning.builder()
            .keepLayers()
            .epochs(15)
            .batchSize(16)
            .learningRate(3e-3)
            .seed(3)
            .build()
            .tune(untrained, bars(600, 1), bars(300, 2))
            .model();
  }

  private static double accuracy(Network network, TuningData data) {
    int right = 0;
    float[] input = new float[data.inputSize()];
    for (int i = 0; i < data.size(); i++) {
      data.copyInput(i, input, 0);
      double[] values = new double[input.length];
      for (int k = 0; k < input.length; k++) {
        values[k] = input[k];
      }
      double[] scores = new ReferenceEvaluator(network).evaluate(values);
      int best = 0;
      for (int k = 1; k < scores.length; k++) {
        best = scores[k] > scores[best] ? k : best;
      }
      right += best == data.target(i) ? 1 : 0;
    }
    return (double) right / data.size();
  }

  private static FineTuning.Builder quick() {
    return FineTuning.builder().epochs(8).batchSize(16).learningRate(2e-3).seed(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void polynomialsTakeTheirPlaceWithLittleLoss(int degree) {
    assertThat(accuracy(start.network(), bars(300, 2))).isGreaterThan(0.95);
    TuningResult result = quick().degree(degree).build().tune(start, bars(600, 1), bars(300, 2));
    Network tuned = result.model().network();
    assertThat(tuned.nodes())
        .noneMatch(n -> n.layer() instanceof Layer.Relu || n.layer() instanceof Layer.MaxPool2d);
    assertThat(result.steps().stream().map(TuningResult.Step::name))
        .containsExactly(
            "as given",
            "1 max pool became a mean",
            "relu1",
            "relu2",
            "relu3",
            "tuned for 8 epochs");
    assertThat(accuracy(tuned, bars(300, 2)))
        .isCloseTo(result.after().get("accuracy"), org.assertj.core.api.Assertions.within(0.011))
        .isGreaterThan(accuracy(start.network(), bars(300, 2)) - 0.03);
    for (TuningResult.Step step : result.steps()) {
      assertThat(step.fit().isPresent()).isEqualTo(step.name().startsWith("relu"));
      assertThat(step.metrics()).containsKey("accuracy");
    }
    assertThat(result.model().info().ranges()).hasSize(3);
    assertThat(result.model().info().training())
        .containsEntry("tuning.degree", String.valueOf(degree));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e8, 1e12, 1e30})
  void divergenceIsASentenceWhereverItShows(double rate) {
    FineTuning steep = quick().learningRate(rate).epochs(2).build();
    assertThatThrownBy(() -> steep.tune(start, bars(60, 1), bars(30, 2)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("learning rate");
  }

  @Test
  void aReluThatSeesOneValueIsRefusedByName() {
    Random random = new Random(4);
    Tensor zeros = Tensor.of(new double[4 * SIDE * SIDE], 4, SIDE * SIDE);
    Network network =
        Network.builder("dead", Shape.image(1, SIDE, SIDE))
            .add("flatten", new Layer.Flatten())
            .add("constant", new Layer.Linear(zeros, Tensor.of(new double[] {-5, -5, -5, -5}, 4)))
            .add("relu", new Layer.Relu())
            .add("linear", linear(random, 4, 3))
            .build();
    TrainedModel dead = TrainedModel.of(network, ModelInfo.of(Task.CLASSIFICATION));
    assertThatThrownBy(() -> quick().build().tune(dead, bars(60, 1), bars(30, 2)))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("what enters relu is always -5.0");
  }

  @Test
  void withoutTuningPolynomialsAreThoseOfTheFit() {
    FineTuning fits = FineTuning.builder().layerEpochs(0).epochs(0).build();
    TuningResult result = fits.tune(start, bars(300, 1), bars(30, 2));
    Network network = result.model().network();
    for (TuningResult.Step step : result.steps()) {
      step.fit()
          .ifPresent(
              fit ->
                  assertThat(network.nodes())
                      .anySatisfy(
                          n -> {
                            assertThat(n.name()).isEqualTo(step.name());
                            assertThat(n.layer()).isEqualTo(fit.polynomial());
                          }));
    }
    assertThat(network.nodes().get(0).layer()).isEqualTo(start.network().nodes().get(0).layer());
  }

  @Test
  void sameSeedSameWeights() {
    FineTuning tuning = quick().epochs(1).build();
    Network a = tuning.tune(start, bars(90, 1), bars(30, 2)).model().network();
    Network b = tuning.tune(start, bars(90, 1), bars(30, 2)).model().network();
    for (int i = 0; i < a.nodes().size(); i++) {
      assertThat(a.nodes().get(i).layer()).isEqualTo(b.nodes().get(i).layer());
    }
  }

  @Test
  void tunedModelsAreSavedAsOthersAre(@TempDir Path folder) {
    TrainedModel tuned = quick().epochs(1).build().tune(start, bars(60, 1), bars(30, 2)).model();
    tuned.save(folder);
    TrainedModel loaded = TrainedModel.load(folder);
    assertThat(loaded.network().toString()).isEqualTo(tuned.network().toString());
    assertThat(loaded.info().training()).isEqualTo(tuned.info().training());
  }

  /** Molecules with a number to learn: the loss is in units of the target's deviation. */
  @Test
  void regressionsAreTunedInTheTargetsUnits() {
    Random random = new Random(6);
    Network network =
        Network.builder("regression", Shape.image(1, 32, 32))
            .add("flatten", new Layer.Flatten())
            .add("linear1", linear(random, 1024, 8))
            .add("relu", new Layer.Relu())
            .add("linear2", linear(random, 8, 1))
            .build();
    List<Sample> samples = random.ints(120, 0, 1000).mapToObj(seed -> sample(seed)).toList();
    TrainedModel given = TrainedModel.of(network, ModelInfo.of(Task.REGRESSION));
    TuningResult result =
        FineTuning.builder()
            .epochs(40)
            .batchSize(16)
            .learningRate(3e-3)
            .build()
            .tune(given, samples.subList(0, 100), samples.subList(100, 120));
    assertThat(result.after().get("rmse")).isLessThan(result.before().get("rmse") / 3);
  }

  private static Sample sample(int seed) {
    double[] pixels = new Random(seed).doubles(1024).map(x -> x < 0.1 ? 10 * x : 0).toArray();
    double sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += pixels[i] - pixels[i + 512];
    }
    return new Sample("s" + seed, "C", new MoleculeImage(32, 32, pixels), 1000 + 10 * sum);
  }

  private static void assertRefused(TrainedModel model, TuningData train, String message) {
    assertThatThrownBy(() -> quick().build().tune(model, train, train))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesDataThatDoNotFit() {
    assertRefused(start, bars(0, 1), "the training set is empty");
    assertRefused(
        start,
        TuningSamples.of(new double[][] {new double[10]}, new double[] {0}),
        "have 10 numbers; bars takes [1, 8, 8]");
    for (double target : new double[] {3, -1, 0.5, Double.NaN}) {
      assertRefused(
          start,
          TuningSamples.of(new double[][] {new double[64]}, new double[] {target}),
          "training sample 1 has the target " + target);
    }
    assertRefused(
        TrainedModel.of(start.network(), ModelInfo.of(Task.REGRESSION)),
        bars(9, 1),
        "a regression has one output, bars has 3");
    assertThatThrownBy(() -> quick().build().tune(start, List.of(sample(1)), List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("image of 32x32; bars takes [1, 8, 8]");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertBuildFails(FineTuning.builder().degree(1), "from 2 to 4, got 1");
    assertBuildFails(FineTuning.builder().degree(5), "from 2 to 4, got 5");
    assertBuildFails(FineTuning.builder().epochs(-1), "epochs must be at least 0");
    assertBuildFails(FineTuning.builder().layerEpochs(-1), "layer epochs");
    assertBuildFails(FineTuning.builder().batchSize(0), "batch size");
    assertBuildFails(FineTuning.builder().learningRate(0), "learning rate");
    assertBuildFails(FineTuning.builder().learningRate(Double.NaN), "learning rate");
    assertBuildFails(FineTuning.builder().weightDecay(-1), "weight decay");
    assertBuildFails(FineTuning.builder().averaging(1), "averaging");
    assertBuildFails(FineTuning.builder().tailShare(2), "tail share");
    assertBuildFails(FineTuning.builder().keepWithin(0, 1), "range limit");
    assertBuildFails(FineTuning.builder().threads(0), "threads");
  }

  private static void assertBuildFails(FineTuning.Builder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void replacesOnlyWhatIsThere() {
    assertThatThrownBy(
            () ->
                PolynomialSubstitution.withPolynomial(
                    start.network(), "conv1", Layer.Polynomial.CHEMXOR))
        .hasMessageContaining("conv1 is no ReLU; there are [relu1, relu2, relu3]");
  }
}
