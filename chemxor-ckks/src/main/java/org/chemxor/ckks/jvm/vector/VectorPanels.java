package org.chemxor.ckks.jvm.vector;

import static org.chemxor.ckks.jvm.vector.Lanes.LENGTH;
import static org.chemxor.ckks.jvm.vector.Lanes.broadcast;
import static org.chemxor.ckks.jvm.vector.Lanes.load;
import static org.chemxor.ckks.jvm.vector.Lanes.roundConstant;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.jvm.Kernels;
import org.chemxor.ckks.jvm.Modulus;

/** The kernels of {@code MatrixSum}: a blocked matrix product on the multiply-add units. */
final class VectorPanels {
  private static final int PANEL = Kernels.PANEL;
  private static final int ROWS = ScalarMatrix.PANEL_ROWS;

  private VectorPanels() {}

  static void split(
      double[] row,
      int from,
      int count,
      double radix,
      double[] high,
      double[] low,
      int at,
      int stride) {
    DoubleVector inverse = broadcast(1 / radix);
    DoubleVector minusRadix = broadcast(-radix);
    DoubleVector round = roundConstant();
    for (int base = 0; base < count; base += PANEL) {
      int target = at + base / PANEL * stride;
      for (int j = 0; j < PANEL; j += LENGTH) {
        DoubleVector x = load(row, from + base + j);
        DoubleVector top = x.lanewise(VectorOperators.FMA, inverse, round).sub(round);
        top.intoArray(high, target + j);
        top.lanewise(VectorOperators.FMA, minusRadix, x).intoArray(low, target + j);
      }
    }
  }

  /** Two vectors of elements at a time, so that sixteen sums stay in registers. */
  static void multiply(
      double[] weights, int weightsAt, double[] panel, int panelAt, int count, double[] products) {
    for (int column = 0; column < PANEL; column += 2 * LENGTH) {
      multiplyColumns(weights, weightsAt, panel, panelAt + column, count, products, column);
    }
  }

  private static void multiplyColumns(
      double[] weights,
      int weightsAt,
      double[] panel,
      int panelAt,
      int count,
      double[] products,
      int to) {
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
      DoubleVector x0 = load(panel, panelAt + PANEL * k);
      DoubleVector x1 = load(panel, panelAt + PANEL * k + LENGTH);
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
    store(s00, s01, products, to);
    store(s10, s11, products, PANEL + to);
    store(s20, s21, products, 2 * PANEL + to);
    store(s30, s31, products, 3 * PANEL + to);
    store(s40, s41, products, 4 * PANEL + to);
    store(s50, s51, products, 5 * PANEL + to);
    store(s60, s61, products, 6 * PANEL + to);
    store(s70, s71, products, 7 * PANEL + to);
  }

  private static void store(DoubleVector first, DoubleVector second, double[] products, int to) {
    first.intoArray(products, to);
    second.intoArray(products, to + LENGTH);
  }

  static void add(
      double[] high, double[] low, int from, double radix, double[] out, int to, Modulus m) {
    DoubleVector p = broadcast(m.p());
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    DoubleVector factor = broadcast(radix);
    DoubleVector minusFactor = broadcast(-radix);
    DoubleVector overP = broadcast(radix * m.inverse());
    for (int j = 0; j < PANEL; j += LENGTH) {
      DoubleVector top = Lanes.reduce(load(high, from + j), inverse, minusP, round);
      DoubleVector scaled = Lanes.multiply(top, factor, minusFactor, overP, p, round);
      DoubleVector bottom = Lanes.reduce(load(low, from + j), inverse, minusP, round);
      DoubleVector sum = scaled.add(bottom).add(load(out, to + j));
      Lanes.reduce(sum, inverse, minusP, round).intoArray(out, to + j);
    }
  }

  static void addWhole(double[] products, int rows, double[] out, int to, int stride, Modulus m) {
    DoubleVector minusP = broadcast(-m.p());
    DoubleVector inverse = broadcast(m.inverse());
    DoubleVector round = roundConstant();
    for (int o = 0; o < rows; o++) {
      for (int j = 0; j < PANEL; j += LENGTH) {
        int target = to + o * stride + j;
        DoubleVector sum = load(products, o * PANEL + j).add(load(out, target));
        Lanes.reduce(sum, inverse, minusP, round).intoArray(out, target);
      }
    }
  }
}
