package org.chemxor.ckks.jvm.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The few operations on single vectors of eight doubles that the loops share. */
final class Lanes {
  /** A constant, as the JIT compiler needs it. */
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_512;

  static final int LENGTH = 8;

  /**
   * Elements of a long loop that one call takes. A method that is called seldom and loops long is
   * compiled in the middle of its loop, and both of C2's versions of it then put vectors on the
   * heap (seen on JDK 17 and 25); one that is called often for a short loop is not.
   */
  static final int CHUNK = 512;

  /** Element i exchanged with element i xor 1, 2, 4. */
  static final VectorShuffle<Double> SWAP_1 = swap(1);

  static final VectorShuffle<Double> SWAP_2 = swap(2);
  static final VectorShuffle<Double> SWAP_4 = swap(4);

  /** +1 where bit 0, 1, 2 of the element index is clear, -1 where it is set. */
  static final DoubleVector SIGN_1 = sign(1);

  static final DoubleVector SIGN_2 = sign(2);
  static final DoubleVector SIGN_4 = sign(4);

  private static final double ROUND = 0x1.8p52;

  private Lanes() {}

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

  /** x mod p. */
  static DoubleVector reduce(
      DoubleVector x, DoubleVector inverse, DoubleVector minusP, DoubleVector round) {
    DoubleVector q = x.lanewise(VectorOperators.FMA, inverse, round).sub(round);
    return q.lanewise(VectorOperators.FMA, minusP, x);
  }
}
