package org.chemxor.ckks.jvm.vector;

import static org.chemxor.ckks.jvm.vector.Lanes.LENGTH;
import static org.chemxor.ckks.jvm.vector.Lanes.broadcast;
import static org.chemxor.ckks.jvm.vector.Lanes.load;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.jvm.arithmetic.Kernels;

/** The kernels of {@code MatrixSum}: a blocked matrix product on the multiply-add units. */
final class VectorPanels {
  private static final int ROWS = ScalarMatrix.PANEL_ROWS;

  private VectorPanels() {}

  /** Two vectors of elements at a time, so that sixteen sums stay in registers. */
  static void multiply(
      double[] weights, int weightsAt, double[][] x, int count, double[][] products) {
    for (int column = 0; column < Kernels.CHUNK; column += 2 * LENGTH) {
      multiplyColumns(weights, weightsAt, x, count, products, column);
    }
  }

  private static void multiplyColumns(
      double[] weights, int weightsAt, double[][] x, int count, double[][] products, int column) {
    DoubleVector zero = DoubleVector.zero(Lanes.SPECIES);
    DoubleVector s00 = zero;
    DoubleVector s01 = zero;
    DoubleVector s10 = zero;
    DoubleVector s11 = zero;
    DoubleVector s20 = zero;
    DoubleVector s21 = zero;
    DoubleVector s30 = zero;
    DoubleVector s31 = zero;
    DoubleVector s40 = zero;
    DoubleVector s41 = zero;
    DoubleVector s50 = zero;
    DoubleVector s51 = zero;
    DoubleVector s60 = zero;
    DoubleVector s61 = zero;
    DoubleVector s70 = zero;
    DoubleVector s71 = zero;
    for (int k = 0; k < count; k++) {
      int w = weightsAt + ROWS * k;
      double[] chunk = x[k];
      DoubleVector x0 = load(chunk, column);
      DoubleVector x1 = load(chunk, column + LENGTH);
      DoubleVector w0 = broadcast(weights[w]);
      s00 = x0.lanewise(VectorOperators.FMA, w0, s00);
      s01 = x1.lanewise(VectorOperators.FMA, w0, s01);
      DoubleVector w1 = broadcast(weights[w + 1]);
      s10 = x0.lanewise(VectorOperators.FMA, w1, s10);
      s11 = x1.lanewise(VectorOperators.FMA, w1, s11);
      DoubleVector w2 = broadcast(weights[w + 2]);
      s20 = x0.lanewise(VectorOperators.FMA, w2, s20);
      s21 = x1.lanewise(VectorOperators.FMA, w2, s21);
      DoubleVector w3 = broadcast(weights[w + 3]);
      s30 = x0.lanewise(VectorOperators.FMA, w3, s30);
      s31 = x1.lanewise(VectorOperators.FMA, w3, s31);
      DoubleVector w4 = broadcast(weights[w + 4]);
      s40 = x0.lanewise(VectorOperators.FMA, w4, s40);
      s41 = x1.lanewise(VectorOperators.FMA, w4, s41);
      DoubleVector w5 = broadcast(weights[w + 5]);
      s50 = x0.lanewise(VectorOperators.FMA, w5, s50);
      s51 = x1.lanewise(VectorOperators.FMA, w5, s51);
      DoubleVector w6 = broadcast(weights[w + 6]);
      s60 = x0.lanewise(VectorOperators.FMA, w6, s60);
      s61 = x1.lanewise(VectorOperators.FMA, w6, s61);
      DoubleVector w7 = broadcast(weights[w + 7]);
      s70 = x0.lanewise(VectorOperators.FMA, w7, s70);
      s71 = x1.lanewise(VectorOperators.FMA, w7, s71);
    }
    store(s00, s01, products[0], column);
    store(s10, s11, products[1], column);
    store(s20, s21, products[2], column);
    store(s30, s31, products[3], column);
    store(s40, s41, products[4], column);
    store(s50, s51, products[5], column);
    store(s60, s61, products[6], column);
    store(s70, s71, products[7], column);
  }

  private static void store(DoubleVector first, DoubleVector second, double[] product, int to) {
    first.intoArray(product, to);
    second.intoArray(product, to + LENGTH);
  }
}
