package org.chemxor.mpc.linear;

import java.util.stream.IntStream;
import org.chemxor.mpc.sharing.Ring;

/**
 * Convolutions over a ring, exact. Rings of up to 40 bits multiply in longs or in digits held in
 * doubles, whatever this processor does faster; wider ones in longs.
 */
public final class RingConvolution {
  /** Bits of a digit. */
  public static final int DIGIT_BITS = 20;

  private final boolean digits;
  private final boolean parallel;

  /**
   * @param ring what the results are taken modulo of
   * @param parallel whether to share the work with the common pool
   */
  public RingConvolution(Ring ring, boolean parallel) {
    this(ring, parallel, Multiplication.fastest());
  }

  /**
   * With a choice of arithmetic, for comparisons.
   *
   * @param multiplication taken where the ring allows
   */
  public RingConvolution(Ring ring, boolean parallel, Multiplication multiplication) {
    this.digits = multiplication == Multiplication.DIGITS && ring.bits() <= 2 * DIGIT_BITS;
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
    add(shape, batch, weights, x, out, true);
  }

  /**
   * Adds the convolution to {@code out} for weights as wide as the ring: masked ones.
   *
   * @param weights elements, reduced
   * @param x elements, reduced
   * @param out elements, not reduced
   */
  public void addWide(ConvolutionShape shape, int batch, long[] weights, long[] x, long[] out) {
    add(shape, batch, weights, x, out, false);
  }

  private void add(
      ConvolutionShape shape, int batch, long[] weights, long[] x, long[] out, boolean narrow) {
    TileSums.Factory sums =
        digits
            ? (columns, length, windowsInPanel) ->
                new DigitSums(columns, length, narrow && !windowsInPanel, narrow && windowsInPanel)
            : (columns, length, windowsInPanel) -> new LongSums(columns, length);
    TiledProduct product = new TiledProduct(shape, batch, weights, x, out, sums);
    IntStream tiles = IntStream.range(0, product.tiles());
    (parallel ? tiles.parallel() : tiles).forEach(product::run);
  }
}
