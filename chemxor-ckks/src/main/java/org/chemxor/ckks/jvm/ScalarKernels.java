package org.chemxor.ckks.jvm;

import org.chemxor.ckks.ScalarMatrix;

/** The reference implementation, in plain loops that the JIT compiler may vectorise by itself. */
final class ScalarKernels implements Kernels {
  private static final double ROUND = Modulus.ROUND;

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void nttForward(double[] a, NttTables tables) {
    int n = tables.n();
    double[] w = tables.forward();
    double[] wOverP = tables.forwardOverP();
    int distance = n / 2;
    for (int m = 1, level = 0; m < n; m *= 2, distance /= 2, level++) {
      boolean reduce = NttSchedule.forwardReduces(level, distance);
      for (int i = 0; i < m; i++) {
        int base = 2 * i * distance;
        if (reduce) {
          forwardReducing(a, base, distance, w[m + i], wOverP[m + i], tables.modulus());
        } else {
          forwardLazy(a, base, distance, w[m + i], wOverP[m + i], tables.modulus());
        }
      }
    }
    reduce(a, a, tables.modulus());
  }

  private static void forwardLazy(
      double[] a, int base, int distance, double w, double wOverP, Modulus modulus) {
    double p = modulus.p();
    for (int j = base; j < base + distance; j++) {
      double u = a[j];
      double v = multiply(a[j + distance], w, wOverP, p);
      a[j] = u + v;
      a[j + distance] = u - v;
    }
  }

  private static void forwardReducing(
      double[] a, int base, int distance, double w, double wOverP, Modulus modulus) {
    double p = modulus.p();
    double inverse = modulus.inverse();
    for (int j = base; j < base + distance; j++) {
      double x = a[j];
      double u = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
      double v = multiply(a[j + distance], w, wOverP, p);
      a[j] = u + v;
      a[j + distance] = u - v;
    }
  }

  @Override
  public void nttInverse(double[] a, NttTables tables) {
    int n = tables.n();
    double[] w = tables.inverse();
    double[] wOverP = tables.inverseOverP();
    int distance = 1;
    for (int m = n / 2; m > 1; m /= 2, distance *= 2) {
      boolean reduce = NttSchedule.inverseReduces(distance);
      for (int i = 0; i < m; i++) {
        int base = 2 * i * distance;
        if (reduce) {
          inverseReducing(a, base, distance, w[m + i], wOverP[m + i], tables.modulus());
        } else {
          inverseLazy(a, base, distance, w[m + i], wOverP[m + i], tables.modulus());
        }
      }
    }
    inverseLast(a, tables);
  }

  private static void inverseLazy(
      double[] a, int base, int distance, double w, double wOverP, Modulus modulus) {
    double p = modulus.p();
    for (int j = base; j < base + distance; j++) {
      double u = a[j];
      double v = a[j + distance];
      a[j] = u + v;
      a[j + distance] = multiply(u - v, w, wOverP, p);
    }
  }

  private static void inverseReducing(
      double[] a, int base, int distance, double w, double wOverP, Modulus modulus) {
    double p = modulus.p();
    double inverse = modulus.inverse();
    for (int j = base; j < base + distance; j++) {
      double u = a[j];
      double v = a[j + distance];
      double x = u + v;
      a[j] = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
      a[j + distance] = multiply(u - v, w, wOverP, p);
    }
  }

  /** The level with one factor left, 1/N folded into both halves. */
  private static void inverseLast(double[] a, NttTables tables) {
    Modulus modulus = tables.modulus();
    double p = modulus.p();
    double scale = tables.degreeInverse();
    double scaleOverP = scale * modulus.inverse();
    double w = tables.lastInverse();
    double wOverP = w * modulus.inverse();
    int distance = tables.n() / 2;
    for (int j = 0; j < distance; j++) {
      double u = a[j];
      double v = a[j + distance];
      a[j] = multiply(u + v, scale, scaleOverP, p);
      a[j + distance] = multiply(u - v, w, wOverP, p);
    }
  }

  private static double multiply(double a, double w, double wOverP, double p) {
    double h = a * w;
    double l = Math.fma(a, w, -h);
    double q = Math.fma(a, wOverP, ROUND) - ROUND;
    return Math.fma(-q, p, h) + l;
  }

  @Override
  public void add(double[] a, double[] b, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double x = a[i] + b[i];
      out[i] = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public void subtract(double[] a, double[] b, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double x = a[i] - b[i];
      out[i] = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public void negate(double[] a, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = -a[i];
    }
  }

  @Override
  public void multiply(double[] a, double[] b, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double h = a[i] * b[i];
      double l = Math.fma(a[i], b[i], -h);
      double q = Math.fma(h, inverse, ROUND) - ROUND;
      out[i] = Math.fma(-q, p, h) + l;
    }
  }

  @Override
  public void multiplyLinear(
      double[] a0,
      double[] a1,
      double[] b0,
      double[] b1,
      double[] out0,
      double[] out1,
      double[] out2,
      Modulus m) {
    for (int i = 0; i < out0.length; i++) {
      out0[i] = m.multiply(a0[i], b0[i]);
      out1[i] = m.reduce(m.multiply(a0[i], b1[i]) + m.multiply(a1[i], b0[i]));
      out2[i] = m.multiply(a1[i], b1[i]);
    }
  }

  @Override
  public void multiplyScalar(double[] a, double w, double[] out, Modulus m) {
    double p = m.p();
    double wOverP = w * m.inverse();
    for (int i = 0; i < out.length; i++) {
      out[i] = multiply(a[i], w, wOverP, p);
    }
  }

  @Override
  public void subtractMultiply(double[] a, double[] b, double w, double[] out, Modulus m) {
    double p = m.p();
    double wOverP = w * m.inverse();
    for (int i = 0; i < out.length; i++) {
      out[i] = multiply(a[i] - b[i], w, wOverP, p);
    }
  }

  @Override
  public void subtractMultiplyAdd(
      double[] a, double[] b, double w, double[] c, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    double wOverP = w * inverse;
    for (int i = 0; i < out.length; i++) {
      double x = multiply(a[i] - b[i], w, wOverP, p) + c[i];
      out[i] = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public void multiplyAddLazy(double[] a, double[] b, double[] acc, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < acc.length; i++) {
      double h = a[i] * b[i];
      double l = Math.fma(a[i], b[i], -h);
      double q = Math.fma(h, inverse, ROUND) - ROUND;
      acc[i] = acc[i] + (Math.fma(-q, p, h) + l);
    }
  }

  @Override
  public void multiplyAddPairLazy(
      double[] a,
      int offset,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      int from,
      int to,
      Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = from; i < to; i++) {
      double x = a[i + offset];
      double h0 = x * b0[i];
      double l0 = Math.fma(x, b0[i], -h0);
      double q0 = Math.fma(h0, inverse, ROUND) - ROUND;
      acc0[i] = acc0[i] + (Math.fma(-q0, p, h0) + l0);
      double h1 = x * b1[i];
      double l1 = Math.fma(x, b1[i], -h1);
      double q1 = Math.fma(h1, inverse, ROUND) - ROUND;
      acc1[i] = acc1[i] + (Math.fma(-q1, p, h1) + l1);
    }
  }

  @Override
  public void multiplyAddTwoPairsLazy(
      double[] a,
      double[] a0,
      double[] a1,
      double[] b,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      Modulus m) {
    multiplyAddPairLazy(a, 0, a0, a1, acc0, acc1, 0, acc0.length, m);
    multiplyAddPairLazy(b, 0, b0, b1, acc0, acc1, 0, acc0.length, m);
  }

  @Override
  public void multiplyScalarAddLazy(double[] a, double w, double[] acc, Modulus m) {
    double p = m.p();
    double wOverP = w * m.inverse();
    for (int i = 0; i < acc.length; i++) {
      acc[i] = acc[i] + multiply(a[i], w, wOverP, p);
    }
  }

  @Override
  public void reduce(double[] a, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      out[i] = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public void reduceRange(double[] a, int from, int to, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = from; i < to; i++) {
      double x = a[i];
      a[i] = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public void reduceWide(double[] a, double radix, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    double radixOverP = radix * inverse;
    for (int i = 0; i < out.length; i++) {
      double high = Math.fma(a[i], 0x1p-50, ROUND) - ROUND;
      double low = Math.fma(-high, 0x1p50, a[i]);
      double reducedHigh = Math.fma(-(Math.fma(high, inverse, ROUND) - ROUND), p, high);
      double reducedLow = Math.fma(-(Math.fma(low, inverse, ROUND) - ROUND), p, low);
      double x = multiply(reducedHigh, radix, radixOverP, p) + reducedLow;
      out[i] = Math.fma(-(Math.fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public void addFraction(double[] a, double factor, double[] acc) {
    for (int i = 0; i < acc.length; i++) {
      acc[i] = Math.fma(a[i], factor, acc[i]);
    }
  }

  @Override
  public void round(double[] a) {
    for (int i = 0; i < a.length; i++) {
      a[i] = (a[i] + ROUND) - ROUND;
    }
  }

  @Override
  public void permute(double[] a, int[] table, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[table[i]];
    }
  }

  @Override
  public void addScalar(double[] a, double w, double[] out, Modulus m) {
    for (int i = 0; i < out.length; i++) {
      out[i] = m.reduce(a[i] + w);
    }
  }

  @Override
  public void splitToPanels(
      double[] row,
      int from,
      int count,
      double radix,
      double[] high,
      double[] low,
      int at,
      int stride) {
    double inverse = 1 / radix;
    for (int j = 0; j < count; j++) {
      double x = row[from + j];
      double top = Math.fma(x, inverse, ROUND) - ROUND;
      int target = at + j / PANEL * stride + j % PANEL;
      high[target] = top;
      low[target] = Math.fma(-top, radix, x);
    }
  }

  @Override
  public void multiplyPanels(
      double[] weights, int weightsAt, double[] panel, int panelAt, int count, double[] products) {
    for (int o = 0; o < ScalarMatrix.PANEL_ROWS; o++) {
      for (int j = 0; j < PANEL; j++) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
          double weight = weights[weightsAt + ScalarMatrix.PANEL_ROWS * k + o];
          sum = Math.fma(weight, panel[panelAt + PANEL * k + j], sum);
        }
        products[o * PANEL + j] = sum;
      }
    }
  }

  @Override
  public void addPanel(
      double[] high, double[] low, int from, double radix, double[] out, int to, Modulus m) {
    double overP = radix * m.inverse();
    for (int j = 0; j < PANEL; j++) {
      double top = m.multiplyShoup(m.reduce(high[from + j]), radix, overP);
      out[to + j] = m.reduce(top + m.reduce(low[from + j]) + out[to + j]);
    }
  }

  @Override
  public void addWholePanels(
      double[] products, int rows, double[] out, int to, int stride, Modulus m) {
    for (int o = 0; o < rows; o++) {
      for (int j = 0; j < PANEL; j++) {
        int target = to + o * stride + j;
        out[target] = m.reduce(products[o * PANEL + j] + out[target]);
      }
    }
  }
}
