package org.chemxor.fhe.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.fhe.graph.WindowedMap;

/** Random linear maps, and what is asserted of their packings on plain vectors. */
final class Maps {
  static final double TOLERANCE = 1e-12;

  /** How many a test tries. */
  static final int COUNT = 60;

  private Maps() {}

  private static Tensor uniform(Random random, int... dimensions) {
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    return Tensor.of(random.doubles(size, -1, 1).toArray(), dimensions);
  }

  static WindowedMap linear(Random random, int in, int out) {
    return WindowedMap.of(new Layer.Linear(uniform(random, out, in), uniform(random, out)));
  }

  static WindowedMap conv(
      Random random, Shape in, int channels, int kernel, int stride, int padding) {
    Layer.Conv2d layer =
        new Layer.Conv2d(
            uniform(random, channels, in.channels(), kernel, kernel),
            uniform(random, channels),
            stride,
            padding);
    int height = (in.height() + 2 * padding - kernel) / stride + 1;
    int width = (in.width() + 2 * padding - kernel) / stride + 1;
    return WindowedMap.of(layer, in, Shape.image(channels, height, width));
  }

  static WindowedMap randomConv(Random random) {
    int kernel = 1 + random.nextInt(3);
    Shape in = Shape.image(1 + random.nextInt(3), 3 + random.nextInt(4), 3 + random.nextInt(4));
    return conv(
        random, in, 1 + random.nextInt(5), kernel, 1 + random.nextInt(2), random.nextInt(2));
  }

  static double[] vector(Random random, int size) {
    return random.doubles(size, -1, 1).toArray();
  }

  /** Every slot that names a feature holds it, and every feature is named. */
  static void assertHolds(
      String what, List<DiagonalForm> forms, double[][] inputs, double[] expected) {
    boolean[] found = new boolean[expected.length];
    for (DiagonalForm form : forms) {
      double[] slots = PlainSlots.evaluate(form, inputs);
      int[] features = form.outputFeatures();
      for (int slot = 0; slot < slots.length; slot++) {
        if (features[slot] != SlotLayout.EMPTY) {
          found[features[slot]] = true;
          assertThat(slots[slot])
              .as("%s, feature %d in slot %d", what, features[slot], slot)
              .isCloseTo(expected[features[slot]], within(TOLERANCE));
        }
      }
    }
    assertThat(found).as(what).doesNotContain(false);
  }
}
