package org.chemxor.ckks.jvm.vector;

import static org.chemxor.ckks.jvm.vector.Lanes.LENGTH;
import static org.chemxor.ckks.jvm.vector.Lanes.broadcast;
import static org.chemxor.ckks.jvm.vector.Lanes.load;
import static org.chemxor.ckks.jvm.vector.Lanes.roundConstant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.chemxor.ckks.jvm.arithmetic.Modulus;

/**
 * The products of a key switch: both halves in one passage over the digit, where plain loops, short
 * enough for C2 to vectorise, go over it twice. Two digits in one passage are too many vectors:
 * once in a few JVMs C2 (JDK 17) puts them on the heap.
 */
final class VectorProducts {
  private VectorProducts() {}

  /** Ranges as in {@code Kernels.multiplyAddPairLazy}; {@code to - from} a multiple of eight. */
  static void addPair(
      double[] a,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      int from,
      int to,
      Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusInverse = broadcast(-m.inverse());
    DoubleVector round = roundConstant();
    for (int i = from; i < to; i += LENGTH) {
      DoubleVector x = load(a, i);
      DoubleVector minusX = x.neg();
      DoubleVector product0 = product(x, minusX, load(b0, i), minusInverse, p, round);
      load(acc0, i).add(product0).intoArray(acc0, i);
      DoubleVector product1 = product(x, minusX, load(b1, i), minusInverse, p, round);
      load(acc1, i).add(product1).intoArray(acc1, i);
    }
  }

  /** a b mod p for two unprepared factors, minusA = -a. */
  private static DoubleVector product(
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
}
