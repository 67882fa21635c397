package org.chemxor.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Conv2d;
import org.chemxor.core.Layer.Linear;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Encrypted networks on SEAL give what they give on the embedded engine and in the clear. The
 * smallest network runs by default, {@code -Dchemxor.seal.test.networks=OlindaNet,OlindaNetOne}
 * runs the others (minutes).
 */
@Tag("native")
class SealInferenceTest {
  private static final long SEED = 20261121;

  /** Twice PyTorch's initial weights, so that outputs depend on the image as trained ones do. */
  private static final double GAIN = 2;

  private final Random random = new Random(SEED);

  private Tensor uniform(double bound, int... dimensions) {
    int size = 1;
    for (int d : dimensions) {
      size *= d;
    }
    return Tensor.of(random.doubles(size, -bound, bound).toArray(), dimensions);
  }

  /** Convolutions 3x3, the first with stride 3, then linear layers; squares-like in between. */
  private Network network(String name, List<Integer> channels, List<Integer> features) {
    Network.Builder builder = Network.builder(name, Shape.image(1, 32, 32));
    int in = 1;
    for (int i = 0; i < channels.size(); i++) {
      int out = channels.get(i);
      double bound = GAIN / (3 * Math.sqrt(in));
      builder
          .add(new Conv2d(uniform(bound, out, in, 3, 3), uniform(bound, out), i == 0 ? 3 : 1, 0))
          .add(Polynomial.CHEMXOR);
      in = out;
    }
    builder.add(new Layer.Flatten());
    for (int i = 0; i + 1 < features.size(); i++) {
      double bound = GAIN / Math.sqrt(features.get(i));
      builder.add(
          new Linear(
              uniform(bound, features.get(i + 1), features.get(i)),
              uniform(bound, features.get(i + 1))));
      if (i + 2 < features.size()) {
        builder.add(Polynomial.CHEMXOR);
      }
    }
    return builder.build();
  }

  private double[] image() {
    return random.doubles(1024).map(v -> v < 0.9 ? 0 : Math.ceil((v - 0.9) * 40) / 4).toArray();
  }

  private static double evaluate(String engine, Network network, double[] image) {
    try (FheModel model =
            FheModel.wrap(
                network, Plan.partitioned(), CkksEngine.load(engine), Parallelism.sequential());
        FheClient client = model.newClient()) {
      return model
          .evaluate(client, model.evaluator().readKeys(client.evaluationKeys()), image)
          .outputs()
          .get(0);
    }
  }

  private void assertAgrees(Network network) {
    double[] image = image();
    double bound = FheModel.wrap(network, Plan.partitioned()).program().outputRange() * 0x1p-12;
    double clear = new ReferenceEvaluator(network).evaluate(image)[0];
    double jvm = evaluate("jvm", network, image);
    double seal = evaluate("seal", network, image);
    assertThat(seal).as("seed %d, against the clear", SEED).isCloseTo(clear, within(bound));
    assertThat(seal).as("seed %d, against jvm", SEED).isCloseTo(jvm, within(2 * bound));
  }

  /** Four pixels, two hidden units, one output. */
  private Network tiny() {
    return Network.builder("tiny", Shape.image(1, 2, 2))
        .add(new Layer.Flatten())
        .add(new Linear(uniform(0.5, 2, 4), uniform(0.5, 2)))
        .add(Polynomial.CHEMXOR)
        .add(new Linear(uniform(0.5, 1, 2), uniform(0.5, 1)))
        .build();
  }

  static Stream<Plan> batchPlans() {
    return Stream.of(Plan.batch(16), Plan.singleRound().withBatch(16));
  }

  @ParameterizedTest
  @MethodSource("batchPlans")
  void batchesAgreeWithTheClear(Plan plan) {
    Network network = tiny();
    double[][] images = new double[16][];
    Arrays.setAll(images, i -> random.doubles(4).toArray());
    try (FheModel model =
            FheModel.wrap(
                network,
                plan.insecureWithDegree(1024),
                CkksEngine.load("seal"),
                Parallelism.sequential());
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      List<List<Double>> outputs = model.evaluateBatch(client, keys, images).samples();
      double bound = model.program().outputRange() * 0x1p-12;
      for (int i = 0; i < images.length; i++) {
        assertThat(outputs.get(i).get(0))
            .as("seed %d, image %d", SEED, i)
            .isCloseTo(new ReferenceEvaluator(network).evaluate(images[i])[0], within(bound));
      }
    }
  }

  /** At N = 16384 the reply comes in a smaller ring. */
  @ParameterizedTest
  @CsvSource({"seal, 1024", "jvm, 1024", "seal, 16384", "jvm, 16384"})
  void singleRoundOnSealTakesTheKeysOfEitherEngine(String clientEngine, int degree) {
    Network network = tiny();
    double[] image = random.doubles(4).toArray();
    Plan plan = Plan.singleRound().insecureWithDegree(degree);
    try (FheModel model =
            FheModel.wrap(network, plan, CkksEngine.load("seal"), Parallelism.sequential());
        FheClient client =
            new FheClient(
                model.program().outline(),
                CkksEngine.load(clientEngine),
                ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      double clear = new ReferenceEvaluator(network).evaluate(image)[0];
      assertThat(model.evaluate(client, keys, image).outputs().get(0))
          .as("seed %d", SEED)
          .isCloseTo(clear, within(model.program().outputRange() * 0x1p-12));
    }
  }

  static Stream<String> networks() {
    String names = System.getProperty("chemxor.seal.test.networks", "OlindaNetZero");
    return Stream.of(names.split(",", -1));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithTheClearAndWithTheEmbeddedEngine(String name) {
    assertAgrees(
        switch (name) {
          case "OlindaNetZero" -> network(name, List.of(32), List.of(3200, 512, 256, 1));
          case "OlindaNet" -> network(name, List.of(32, 32), List.of(2048, 1024, 512, 256, 1));
          case "OlindaNetOne" ->
              network(name, List.of(32, 32, 64, 64), List.of(1024, 1024, 512, 256, 1));
          default -> throw new IllegalArgumentException("no network " + name);
        });
  }
}
