package org.chemxor.cli.referee;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.tuning.FineTuning;
import org.chemxor.models.tuning.TuningSamples;

/**
 * Trains the suite's perceptron with quadratic activations in place of its ReLUs.
 *
 * @param hidden widths of the hidden layers
 * @param epochs passes over the digits
 * @param seed of weights, order and distortions
 * @param threads native threads
 * @param listener is told how it goes on
 */
record DigitTraining(
    List<Integer> hidden, int epochs, long seed, int threads, TrainingListener listener) {
  private static final double LEARNING_RATE = 2e-3;
  private static final double WEIGHT_DECAY = 0.02;
  private static final double AVERAGING = 0.998;
  private static final int BATCH = 64;

  /** What enters activations stays small, so that it needs little room above the scale. */
  private static final double RANGE_LIMIT = 6;

  private static final double RANGE_PENALTY = 0.1;

  /** Copies the list and checks it. */
  DigitTraining {
    hidden = List.copyOf(hidden);
  }

  /** The network that these digits teach. */
  Network fit(Digits digits) {
    FineTuning tuning =
        FineTuning.builder()
            .keepLayers()
            .epochs(epochs)
            .batchSize(BATCH)
            .learningRate(LEARNING_RATE)
            .weightDecay(WEIGHT_DECAY)
            .averaging(AVERAGING)
            .keepWithin(RANGE_LIMIT, RANGE_PENALTY)
            .seed(seed)
            .threads(threads)
            .listener(listener)
            .build();
    TrainedModel start = TrainedModel.of(untrained(), ModelInfo.of(Task.CLASSIFICATION));
    ShiftedDigits shifted = new ShiftedDigits(digits, ShiftedDigits.Distortion.SMALL, seed);
    Network trained = tuning.tune(start, shifted, plain(digits.first(1))).model().network();
    return withoutUnusedPixels(trained, digits.usedPixels());
  }

  private static TuningSamples plain(Digits digits) {
    double[][] inputs = new double[digits.size()][];
    Arrays.setAll(inputs, digits::input);
    return TuningSamples.of(inputs, Arrays.stream(digits.labels()).asDoubleStream().toArray());
  }

  /**
   * Weights uniform within the square root of 3 over the fan-in; activations {@code x/2 + x^2/4}.
   */
  Network untrained() {
    Random random = new Random(seed);
    StringBuilder name = new StringBuilder("digits-784");
    hidden.forEach(width -> name.append('-').append(width));
    Network.Builder network =
        Network.builder(name + "-" + Digits.CLASSES, Shape.vector(Digits.PIXELS));
    int in = Digits.PIXELS;
    int layer = 1;
    for (int width : hidden) {
      network.add("linear" + layer, linear(random, in, width));
      network.add("activation" + layer, Layer.Polynomial.of(0, 0.5, 0.25));
      in = width;
      layer++;
    }
    return network.add("linear" + layer, linear(random, in, Digits.CLASSES)).build();
  }

  private static Layer.Linear linear(Random random, int in, int out) {
    double bound = Math.sqrt(3.0 / in);
    double[] weights = random.doubles((long) in * out, -bound, bound).toArray();
    return new Layer.Linear(Tensor.of(weights, out, in), Tensor.zeros(out));
  }

  /** The same network without the weights of pixels that were black in all digits. */
  static Network withoutUnusedPixels(Network network, boolean[] used) {
    Network.Builder builder = Network.builder(network.name(), network.inputShape());
    for (Network.Node node : network.nodes()) {
      boolean isFirst = node.inputs().get(0) == 0;
      builder.add(
          node.name(),
          isFirst && node.layer() instanceof Layer.Linear linear
              ? masked(linear, used)
              : node.layer());
    }
    return builder.build();
  }

  private static Layer.Linear masked(Layer.Linear linear, boolean[] used) {
    double[] weights = linear.weights().toArray();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = used[i % linear.inFeatures()] ? weights[i] : 0;
    }
    return new Layer.Linear(
        Tensor.of(weights, linear.outFeatures(), linear.inFeatures()), linear.bias());
  }
}
