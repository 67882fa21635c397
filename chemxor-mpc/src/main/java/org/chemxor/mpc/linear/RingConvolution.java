package org.chemxor.mpc.linear;

import java.util.stream.IntStream;
import org.chemxor.mpc.sharing.Ring;

/**
 * Convolutions over a ring, exact and fast on machines without a vector multiplication of longs.
 *
 * <p>Numbers of 40 bits are cut into two digits of 20. A product of two digits takes 40 bits, so a
 * double holds the sum of {@value ExactProduct#MAX_TERMS} of them exactly, and fused
 * multiply-and-adds of doubles are what every processor does fastest. Of weights that fit one digit
 * two products of digits are needed; of weights as wide as the ring three, because the product of
 * both high digits vanishes modulo 2^40. Wider rings take the plain loops.
 */
public final class RingConvolution {
  /** Bits of a digit. */
  public static final int DIGIT_BITS = 20;

  private static final long DIGIT_MASK = (1L << DIGIT_BITS) - 1;

  private final Ring ring;
  private final boolean parallel;

  /**
   * @param ring what the results are taken modulo of
   * @param parallel whether to share the work with the common pool
   */
  public RingConvolution(Ring ring, boolean parallel) {
    this.ring = ring;
    this.parallel = parallel;
  }

  /**
   * Adds the convolution to {@code out} for weights below one digit: a model's, in fixed point.
   *
   * @param weights signed, magnitudes below 2^20
   * @param x elements, reduced or signed in less than 40 bits; when signed and the sums stay below
   *     2^62 the results are exact integers, not only right modulo the ring's size
   * @param out elements, not reduced
   */
  public void addNarrow(ConvolutionShape shape, int batch, long[] weights, long[] x, long[] out) {
    if (ring.bits() > 2 * DIGIT_BITS) {
      PlainConvolution.addTo(shape, batch, weights, x, out);
      return;
    }
    double[] w = new double[weights.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = weights[i];
    }
    multiply(new ExactProduct(shape, batch, w, lowDigits(x), 0, out));
    multiply(new ExactProduct(shape, batch, w, highDigits(x), DIGIT_BITS, out));
  }

  /**
   * Adds the convolution to {@code out} for weights as wide as the ring: masked ones.
   *
   * @param weights elements, reduced
   * @param x elements, reduced
   * @param out elements, not reduced
   */
  public void addWide(ConvolutionShape shape, int batch, long[] weights, long[] x, long[] out) {
    if (ring.bits() > 2 * DIGIT_BITS) {
      PlainConvolution.addTo(shape, batch, weights, x, out);
      return;
    }
    double[] low = lowDigits(weights);
    double[] lowX = lowDigits(x);
    multiply(new ExactProduct(shape, batch, low, lowX, 0, out));
    multiply(new ExactProduct(shape, batch, low, highDigits(x), DIGIT_BITS, out));
    multiply(new ExactProduct(shape, batch, highDigits(weights), lowX, DIGIT_BITS, out));
  }

  private void multiply(ExactProduct product) {
    IntStream tiles = IntStream.range(0, product.tiles());
    (parallel ? tiles.parallel() : tiles).forEach(product::run);
  }

  private static double[] lowDigits(long[] values) {
    double[] digits = new double[values.length];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (int) (values[i] & DIGIT_MASK);
    }
    return digits;
  }

  private static double[] highDigits(long[] values) {
    double[] digits = new double[values.length];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (int) (values[i] >> DIGIT_BITS);
    }
    return digits;
  }
}
