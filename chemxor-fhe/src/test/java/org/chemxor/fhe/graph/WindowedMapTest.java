package org.chemxor.fhe.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.junit.jupiter.api.Test;

/** Linear maps with shared weights against the layers they stand for, and their algebra. */
class WindowedMapTest {
  private static final double TOLERANCE = 1e-12;

  private final Random random = new Random(7);

  private Tensor uniform(int... dimensions) {
    int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    return Tensor.of(random.doubles(size, -1, 1).toArray(), dimensions);
  }

  private double[] vector(int size) {
    return random.doubles(size, -1, 1).toArray();
  }

  private static void assertSame(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  private WindowedMap conv(Shape in, int channels, int kernel, int stride, int padding) {
    Layer.Conv2d layer =
        new Layer.Conv2d(
            uniform(channels, in.channels(), kernel, kernel),
            Tensor.zeros(channels),
            stride,
            padding);
    Network network = Network.builder("one", in).add(layer).build();
    WindowedMap map = WindowedMap.of(layer, in, network.nodes().get(0).outputShape());
    double[] x = vector(in.size());
    assertSame(map.apply(x), new ReferenceEvaluator(network).evaluate(x));
    return map;
  }

  @Test
  void convolutionsOfEveryGeometryAreWhatTheyStandFor() {
    for (int kernel = 1; kernel <= 3; kernel++) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int padding = 0; padding < kernel; padding++) {
          conv(Shape.image(2, 5, 7), 3, kernel, stride, padding);
        }
      }
    }
  }

  @Test
  void meansCountPaddingAsZeros() {
    Shape in = Shape.image(2, 6, 5);
    for (int[] geometry : new int[][] {{2, 2, 0}, {3, 2, 1}, {2, 1, 1}, {3, 3, 0}}) {
      Layer.AvgPool2d pool = new Layer.AvgPool2d(geometry[0], geometry[1], geometry[2]);
      Network network = Network.builder("mean", in).add(pool).build();
      WindowedMap map = WindowedMap.of(pool, in, network.nodes().get(0).outputShape());
      double[] x = vector(in.size());
      assertSame(map.apply(x), new ReferenceEvaluator(network).evaluate(x));
    }
  }

  @Test
  void sumsScalesAndDenseFormsAreTheSameFunctions() {
    Shape in = Shape.image(2, 5, 5);
    WindowedMap a = conv(in, 3, 3, 1, 1);
    WindowedMap b = conv(in, 3, 1, 1, 0);
    double[] x = vector(in.size());
    double[] sum = a.apply(x);
    double[] other = b.apply(x);
    Arrays.setAll(sum, i -> sum[i] + other[i]);
    assertSame(a.plus(b).apply(x), sum);
    assertThat(a.plus(b).taps()).as("the centre taps are shared").isEqualTo(a.taps());
    assertSame(a.dense().apply(x), a.apply(x));
    double[] doubled = a.apply(x);
    Arrays.setAll(doubled, i -> -2 * doubled[i]);
    assertSame(a.times(-2).apply(x), doubled);
    assertThat(a.times(1)).isSameAs(a);
    WindowedMap dense = WindowedMap.of(new Layer.Linear(uniform(75, 50), Tensor.zeros(75)));
    double[] mixed = a.apply(x);
    double[] third = dense.apply(x);
    Arrays.setAll(mixed, i -> mixed[i] + third[i]);
    assertSame(a.plus(dense).apply(x), mixed);
    assertThatThrownBy(() -> a.plus(conv(in, 2, 1, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot add");
  }

  @Test
  void shiftedAndRestrictedMapsReadTheirShareOfAVector() {
    Shape in = Shape.image(1, 4, 4);
    WindowedMap map = conv(in, 2, 2, 1, 0);
    double[] whole = vector(40);
    WindowedMap shifted = map.shifted(9, 40);
    assertSame(shifted.apply(whole), map.apply(Arrays.copyOfRange(whole, 9, 25)));
    assertSame(
        shifted.restricted(9, 16).apply(Arrays.copyOfRange(whole, 9, 25)), shifted.apply(whole));
  }

  @Test
  void tapsMayComeInAnyOrder() {
    WindowedMap map = conv(Shape.image(2, 4, 4), 2, 2, 1, 0);
    int[] order = {7, 3, 1, 0, 2, 6, 5, 4};
    double[] x = vector(32);
    WindowedMap reordered = map.withTaps(order);
    assertSame(reordered.apply(x), map.apply(x));
    assertThat(reordered.weight(1, 0)).isEqualTo(map.weight(1, 7));
  }

  @Test
  void onlyIdentitiesAreIdentities() {
    assertThat(WindowedMap.identity(5).isIdentity()).isTrue();
    assertThat(WindowedMap.identity(5).times(2).isIdentity()).isFalse();
    assertThat(WindowedMap.identity(5).shifted(1, 6).isIdentity()).isFalse();
    double[] x = vector(12);
    assertSame(WindowedMap.identity(Shape.image(3, 2, 2)).apply(x), x);
    assertSame(WindowedMap.identity(12).apply(x), x);
    assertThat(WindowedMap.identity(4).largestRowNorm()).isEqualTo(1);
  }
}
