package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.trained.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchSessionTest {
  private static final List<Sample> SAMPLES = TestSamples.regression(20, 3);

  private static TrainingSettings settings() {
    return Training.of(OlindaNet.zero()).settings(1);
  }

  private static PackedSamples packed() {
    return PackedSamples.of("test", SAMPLES, Task.REGRESSION, 1);
  }

  static Stream<OlindaNet> architectures() {
    return Stream.of(
        OlindaNet.zero(),
        OlindaNet.standard(),
        OlindaNet.one(),
        OlindaNet.one().withActivation(Activation.quadratic(0.5, 0.25)),
        OlindaNet.zero().withOutputs(3));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void exportsANetworkWithTheSameOutputs(OlindaNet architecture) {
    TargetScale scale = new TargetScale(-3, 2);
    try (TorchSession session = TorchSession.open(architecture, settings(), scale, 2.5)) {
      Network network = session.export();
      ReferenceEvaluator evaluator = new ReferenceEvaluator(network);
      int outputs = architecture.outputs();
      session.forEachOutput(
          packed(),
          (output, from) -> {
            float[] values = output.toFloatArray();
            for (int i = 0; i < SAMPLES.size(); i++) {
              double[] expected = evaluator.evaluate(SAMPLES.get(from + i).image());
              for (int k = 0; k < outputs; k++) {
                assertThat(scale.restore(values[i * outputs + k]))
                    .isCloseTo(expected[k], within(5e-6));
              }
            }
          });
    }
  }

  /**
   * The PyTorch engine's arithmetic with Java numbers fails this: what it keeps for the backward
   * pass is freed by a garbage collection.
   */
  @Test
  void keepsGradientsWholeAcrossGarbageCollections() {
    try (TorchSession session =
        TorchSession.open(OlindaNet.zero(), settings(), TargetScale.NONE, 1)) {
      float[] calm = gradient(session, false);
      float[] disturbed = gradient(session, true);
      assertThat(disturbed).isEqualTo(calm);
    }
  }

  private static float[] gradient(TorchSession session, boolean collectGarbage) {
    try (NDManager manager = NDManager.newBaseManager(null, TorchRuntime.ENGINE)) {
      ParameterStore store = new ParameterStore(manager, false);
      float[] pixels = packed().pixels(java.util.stream.IntStream.range(0, 20).toArray(), 0, 20);
      TrainingLoss loss = TrainingLoss.of(Task.REGRESSION, 1, List.of());
      try (GradientCollector collector =
          ai.djl.engine.Engine.getEngine(TorchRuntime.ENGINE).newGradientCollector()) {
        NDArray images = manager.create(pixels, new Shape(20, 1, 32, 32));
        NDArray labels = loss.labels(manager, TestSamples.targets(SAMPLES));
        NDList output = session.block().forward(store, new NDList(images), true);
        NDArray value = loss.evaluate(new NDList(labels), output);
        if (collectGarbage) {
          disturbMemory();
        }
        collector.backward(value);
      }
      Parameter weight =
          session.block().weightedLayers().get(1).getDirectParameters().get("weight");
      NDArray gradient = weight.getArray().getGradient();
      float[] copy = gradient.toFloatArray();
      gradient.subi(gradient);
      return copy;
    }
  }

  private static void disturbMemory() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      java.nio.ByteBuffer garbage = java.nio.ByteBuffer.allocateDirect(1 << 20);
      for (int b = 0; b < garbage.capacity(); b += 8) {
        garbage.putDouble(b, Double.NaN);
      }
    }
  }

  @Test
  void computesTheGradientOfTheLoss() {
    try (TorchSession session =
        TorchSession.open(OlindaNet.zero(), settings(), TargetScale.NONE, 1)) {
      float[] gradient = gradient(session, false);
      List<float[]> weights = session.weights();
      float[] layer = weights.get(indexOfSecondWeight(session));
      Random random = new Random(5);
      for (int trial = 0; trial < 5; trial++) {
        int index = random.nextInt(layer.length);
        double numeric = difference(session, weights, layer, index);
        assertThat(gradient[index])
            .as("weight %d", index)
            .isCloseTo((float) numeric, within((float) (1e-3 + 0.05 * Math.abs(numeric))));
      }
    }
  }

  private static int indexOfSecondWeight(TorchSession session) {
    Parameter weight = session.block().weightedLayers().get(1).getDirectParameters().get("weight");
    return session.block().getParameters().values().indexOf(weight);
  }

  private static double difference(
      TorchSession session, List<float[]> weights, float[] layer, int index) {
    float original = layer[index];
    float step = 0.02f;
    layer[index] = original + step;
    session.restore(weights);
    double above = session.loss(packed());
    layer[index] = original - step;
    session.restore(weights);
    double below = session.loss(packed());
    layer[index] = original;
    session.restore(weights);
    return (above - below) / (2 * step);
  }
}
