package org.chemxor.ckks.jvm.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.chemxor.ckks.jvm.KernelSelection;

/**
 * The vector width and the few operations on single vectors that the loops share. The species must
 * be a constant for the JIT compiler, so one JVM uses one width, read once from {@link
 * KernelSelection}.
 */
final class Lanes {
  static final VectorSpecies<Double> SPECIES = species();
  static final int LENGTH = SPECIES.length();

  /** Element i exchanged with element i xor 1, 2, 4. */
  static final VectorShuffle<Double> SWAP_1 = swap(1);

  static final VectorShuffle<Double> SWAP_2 = swap(LENGTH > 2 ? 2 : 1);
  static final VectorShuffle<Double> SWAP_4 = swap(LENGTH > 4 ? 4 : 1);

  /** +1 where bit 0, 1, 2 of the element index is clear, -1 where it is set. */
  static final DoubleVector SIGN_1 = sign(1);

  static final DoubleVector SIGN_2 = sign(2);
  static final DoubleVector SIGN_4 = sign(4);

  private static final double ROUND = 0x1.8p52;

  private Lanes() {}

  private static VectorSpecies<Double> species() {
    int bits = KernelSelection.vectorBits();
    VectorSpecies<Double> preferred = DoubleVector.SPECIES_PREFERRED;
    if (bits == 0) {
      return preferred.length() > 8 ? DoubleVector.SPECIES_512 : preferred;
    }
    if (bits > preferred.vectorBitSize()) {
      throw new UnsupportedOperationException(
          bits
              + "-bit vectors were asked for, this CPU and JVM offer "
              + preferred.vectorBitSize());
    }
    return VectorSpecies.of(double.class, VectorShape.forBitSize(bits));
  }

  private static VectorShuffle<Double> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, i -> i ^ distance);
  }

  private static DoubleVector sign(int bit) {
    double[] signs = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      signs[i] = (i & bit) == 0 ? 1 : -1;
    }
    return DoubleVector.fromArray(SPECIES, signs, 0);
  }

  static DoubleVector load(double[] a, int index) {
    return DoubleVector.fromArray(SPECIES, a, index);
  }

  static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }

  static DoubleVector roundConstant() {
    return DoubleVector.broadcast(SPECIES, ROUND);
  }

  /**
   * a w mod p with a precomputed w/p. Takes -w and -p beside w so that the sign changes of {@code a
   * w - fl(a w)} and {@code fl(a w) - q p} cost nothing: all intermediate values are the exact
   * negatives of those of the scalar kernels.
   */
  static DoubleVector multiply(
      DoubleVector a,
      DoubleVector w,
      DoubleVector minusW,
      DoubleVector wOverP,
      DoubleVector p,
      DoubleVector round) {
    DoubleVector minusH = a.mul(minusW);
    DoubleVector l = a.lanewise(VectorOperators.FMA, w, minusH);
    DoubleVector q = a.lanewise(VectorOperators.FMA, wOverP, round).sub(round);
    return l.sub(q.lanewise(VectorOperators.FMA, p, minusH));
  }

  /** a b mod p for two unprepared factors, minusA = -a. */
  static DoubleVector product(
      DoubleVector a,
      DoubleVector minusA,
      DoubleVector b,
      DoubleVector minusInverse,
      DoubleVector p,
      DoubleVector round) {
    DoubleVector minusH = minusA.mul(b);
    DoubleVector l = a.lanewise(VectorOperators.FMA, b, minusH);
    DoubleVector q = minusH.lanewise(VectorOperators.FMA, minusInverse, round).sub(round);
    return l.sub(q.lanewise(VectorOperators.FMA, p, minusH));
  }

  /** x mod p. */
  static DoubleVector reduce(
      DoubleVector x, DoubleVector inverse, DoubleVector minusP, DoubleVector round) {
    DoubleVector q = x.lanewise(VectorOperators.FMA, inverse, round).sub(round);
    return q.lanewise(VectorOperators.FMA, minusP, x);
  }
}
