package org.chemxor.ckks.jvm.vector;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.chemxor.ckks.jvm.arithmetic.KernelSelection;

/**
 * The few operations on single vectors that the loops share. Vectors have eight or four doubles,
 * the same in all of a JVM: a constant, without which the JIT compiler makes no vector
 * instructions.
 */
final class Lanes {
  static final VectorSpecies<Double> SPECIES =
      KernelSelection.vectorBits() == 512 ? DoubleVector.SPECIES_512 : DoubleVector.SPECIES_256;

  /** Doubles in a vector. */
  static final int LENGTH = SPECIES.length();

  /**
   * Elements of a long loop that one call takes. A method that is called seldom and loops long is
   * compiled in the middle of its loop, and both of C2's versions of it then put vectors on the
   * heap (seen on JDK 17 and 25); one that is called often for a short loop is not.
   */
  static final int CHUNK = 512;

  private static final double ROUND = 0x1.8p52;

  private Lanes() {}

  /** Element i exchanged with element i xor {@code distance}, a power of two below the length. */
  static VectorShuffle<Double> swap(int distance) {
    return VectorShuffle.fromOp(SPECIES, i -> i ^ distance);
  }

  /** +1 where this bit of the element index is clear, -1 where it is set. */
  static DoubleVector sign(int bit) {
    double[] signs = new double[LENGTH];
    Arrays.setAll(signs, i -> (i & bit) == 0 ? 1 : -1);
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
