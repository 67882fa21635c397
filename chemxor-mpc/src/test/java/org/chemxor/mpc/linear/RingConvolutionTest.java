package org.chemxor.mpc.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.chemxor.mpc.sharing.Ring;
import org.junit.jupiter.api.Test;

class RingConvolutionTest {
  private static final long SEED = 20261128;
  private static final Ring RING = new Ring(40);

  private static long[] random(Random random, int count, int bits) {
    return random.longs(count).map(v -> v >>> (64 - bits)).toArray();
  }

  private static void assertSame(
      Ring ring, ConvolutionShape shape, int batch, long[] narrow, long[] wide, long[] x) {
    for (Multiplication multiplication : Multiplication.values()) {
      RingConvolution convolution =
          new RingConvolution(ring, multiplication == Multiplication.LONGS, multiplication);
      long[] expected = new long[batch * shape.outSize()];
      Arrays.fill(expected, 17);
      long[] actual = expected.clone();
      PlainConvolution.addTo(shape, batch, narrow, x, expected);
      convolution.addNarrow(shape, batch, narrow, x, actual);
      assertThat(ring.reduce(actual)).as("%s", shape).isEqualTo(ring.reduce(expected));
      expected = new long[batch * shape.outSize()];
      actual = expected.clone();
      PlainConvolution.addTo(shape, batch, wide, x, expected);
      convolution.addWide(shape, batch, wide, x, actual);
      assertThat(ring.reduce(actual)).as("%s", shape).isEqualTo(ring.reduce(expected));
    }
  }

  @Test
  void equalsTheDefinitionOnRandomGeometries() {
    Random random = new Random(SEED);
    for (int i = 0; i < 150; i++) {
      int kernel = 1 + random.nextInt(4);
      int padding = random.nextInt(kernel);
      ConvolutionShape shape =
          new ConvolutionShape(
              1 + random.nextInt(6),
              kernel + random.nextInt(20),
              kernel + random.nextInt(20),
              1 + random.nextInt(120),
              kernel,
              1 + random.nextInt(kernel),
              1 + random.nextInt(3),
              padding);
      int batch = 1 + random.nextInt(3);
      long[] narrow = random(random, shape.weightCount(), 20);
      for (int w = 0; w < narrow.length; w++) {
        narrow[w] = random.nextBoolean() ? narrow[w] : -narrow[w];
      }
      assertSame(
          i % 10 == 0 ? new Ring(48) : RING,
          shape,
          batch,
          narrow,
          random(random, shape.weightCount(), 40),
          random(random, batch * shape.inSize(), 40));
    }
  }

  @Test
  void isExactForTheLargestNumbersAndLongSums() {
    ConvolutionShape shape = ConvolutionShape.matrix(10_000, 130);
    long[] narrow = new long[shape.weightCount()];
    long[] wide = new long[shape.weightCount()];
    long[] x = new long[3 * shape.inSize()];
    Arrays.fill(narrow, -(1L << 20) + 1);
    Arrays.fill(wide, RING.mask());
    Arrays.fill(x, RING.mask());
    assertSame(RING, shape, 3, narrow, wide, x);
  }

  @Test
  void isExactWithoutReductionForSmallSignedNumbers() {
    Random random = new Random(SEED);
    ConvolutionShape shape = new ConvolutionShape(64, 9, 9, 32, 3, 3, 1, 1);
    long[] weights = random.longs(shape.weightCount(), -(1 << 19), 1 << 19).toArray();
    long[] x = random.longs(shape.inSize(), -(1L << 30), 1L << 30).toArray();
    long[] expected = new long[shape.outSize()];
    long[] actual = new long[shape.outSize()];
    PlainConvolution.addTo(shape, 1, weights, x, expected);
    for (Multiplication multiplication : Multiplication.values()) {
      Arrays.fill(actual, 0);
      new RingConvolution(RING, false, multiplication).addNarrow(shape, 1, weights, x, actual);
      assertThat(actual).as("%s", multiplication).isEqualTo(expected);
    }
  }

  @Test
  void rejectsGeometriesThatDoNotFit() {
    assertThatThrownBy(() -> new ConvolutionShape(1, 2, 2, 1, 3, 3, 1, 0))
        .hasMessageContaining("does not fit");
    assertThatThrownBy(() -> ConvolutionShape.matrix(0, 1)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new ConvolutionShape(1 << 16, 1 << 15, 1, 1, 1, 1, 1, 0))
        .isInstanceOf(ArithmeticException.class);
  }
}
