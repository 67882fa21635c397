package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Tensor;
import org.chemxor.models.residual.ResidualNet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gradient that reaches a convolution through another one, as fine-tuning computes it, against
 * sums of small integers, which are exact in floats whatever their order. Channels that do not fill
 * oneDNN's blocks of 8 or 16 are those that it got wrong.
 */
class ConvolutionGradientTest {
  private static final int BATCH = 8;
  private static final int SIDE = 9;
  private static final int KERNEL = 3;
  private static final int PIXELS = SIDE * SIDE;
  private static final int TAPS = KERNEL * KERNEL;
  private static final int REPEATS = 10;

  private static float[] integers(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(7) - 3;
    }
    return values;
  }

  /** Index in an image of the pixel under a kernel's tap, or -1 outside. */
  private static int under(int pixel, int tap) {
    int row = pixel / SIDE + tap / KERNEL - 1;
    int column = pixel % SIDE + tap % KERNEL - 1;
    return row < 0 || row >= SIDE || column < 0 || column >= SIDE ? -1 : row * SIDE + column;
  }

  /** What reaches the input of a convolution: its weights turned round, with what reaches it. */
  private static double[] backThrough(float[] weights, float[] reaching, int channels) {
    double[] back = new double[reaching.length];
    for (int i = 0; i < reaching.length; i++) {
      int out = i / PIXELS % channels;
      int image = i / PIXELS / channels;
      for (int tap = 0; tap < TAPS; tap++) {
        int pixel = under(i % PIXELS, tap);
        for (int in = 0; in < channels && pixel >= 0; in++) {
          back[(image * channels + in) * PIXELS + pixel] +=
              (double) weights[(out * channels + in) * TAPS + tap] * reaching[i];
        }
      }
    }
    return back;
  }

  /** The gradient of a convolution's weights, from an image of one channel. */
  private static float[] ofWeights(float[] input, double[] reaching, int channels) {
    double[] gradient = new double[channels * TAPS];
    for (int i = 0; i < reaching.length; i++) {
      int out = i / PIXELS % channels;
      int image = i / PIXELS / channels;
      for (int tap = 0; tap < TAPS; tap++) {
        int pixel = under(i % PIXELS, tap);
        if (pixel >= 0) {
          gradient[out * TAPS + tap] += input[image * PIXELS + pixel] * reaching[i];
        }
      }
    }
    float[] rounded = new float[gradient.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) gradient[i];
    }
    return rounded;
  }

  private static NDArray conv(NDArray x, NDArray weights) {
    Shape one = new Shape(1, 1);
    return Conv2d.conv2d(x, weights, null, one, one, one, 1).singletonOrThrow();
  }

  private static Network network(int channels) {
    Tensor zeros = Tensor.zeros(channels);
    return Network.builder("two", org.chemxor.core.Shape.image(1, SIDE, SIDE))
        .add("first", new Layer.Conv2d(tensor(channels, 1), zeros, 1, 1))
        .add("second", new Layer.Conv2d(tensor(channels, channels), zeros, 1, 1))
        .build();
  }

  private static Tensor tensor(int out, int in) {
    return Tensor.of(new double[out * in * TAPS], out, in, KERNEL, KERNEL);
  }

  private static float[] byPyTorch(
      float[] input, float[] first, float[] second, float[] reaching, int channels) {
    try (NDManager manager = NDManager.newBaseManager(TorchRuntime.ENGINE)) {
      NDArray x = manager.create(input, new Shape(BATCH, 1, SIDE, SIDE));
      NDArray w1 = manager.create(first, new Shape(channels, 1, KERNEL, KERNEL));
      NDArray w2 = manager.create(second, new Shape(channels, channels, KERNEL, KERNEL));
      NDArray weights = manager.create(reaching, new Shape(BATCH, channels, SIDE, SIDE));
      w1.setRequiresGradient(true);
      w2.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        collector.backward(conv(conv(x, w1), w2).mul(weights).sum());
      }
      return w1.getGradient().toFloatArray();
    }
  }

  @Test
  void oneDnnIsForFullBlocksOfChannelsAlone() {
    assertThat(OneDnn.isRightFor(network(16))).isTrue();
    assertThat(OneDnn.isRightFor(network(64))).isTrue();
    assertThat(OneDnn.isRightFor(network(8))).isFalse();
    assertThat(OneDnn.isRightFor(network(20))).isFalse();
    assertThat(OneDnn.isRightFor(ResidualNet.small(64, 2, 1))).isTrue();
    assertThat(OneDnn.isRightFor(ResidualNet.resNet18(64, 2, 1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6, 7, 8, 13, 16, 20, 32, 48, 64})
  void gradientsAreExactForAnyNumberOfChannels(int channels) {
    Random random = new Random(channels);
    float[] input = integers(random, BATCH * PIXELS);
    float[] first = integers(random, channels * TAPS);
    float[] second = integers(random, channels * channels * TAPS);
    float[] reaching = integers(random, BATCH * channels * PIXELS);
    float[] exact = ofWeights(input, backThrough(second, reaching, channels), channels);
    TorchRuntime.engine();
    TorchRuntime.trainingLock().lock();
    try {
      TorchRuntime.prepareThread(2, network(channels));
      for (int i = 0; i < REPEATS; i++) {
        assertThat(byPyTorch(input, first, second, reaching, channels))
            .as("%d channels, repetition %d", channels, i)
            .containsExactly(exact);
      }
    } finally {
      TorchRuntime.trainingLock().unlock();
    }
  }
}
