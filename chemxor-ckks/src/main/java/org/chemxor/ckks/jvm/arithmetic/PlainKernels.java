package org.chemxor.ckks.jvm.arithmetic;

import static org.chemxor.ckks.jvm.arithmetic.Fma.fma;

import java.util.Arrays;

/**
 * The kernels in plain loops, which C2 turns into vector instructions by itself on x86-64 and ARM,
 * without the module of the Vector API and without luck: it allocates nothing and depends on no
 * inlining. Loops keep to what C2 vectorises: one index for all arrays, and a body of some 60 nodes
 * at most (where an operation needs more it is split, a {@link #NEAR} block at a time, so that the
 * parts meet in the first-level cache).
 */
public class PlainKernels implements Kernels {
  private static final double ROUND = Modulus.ROUND;

  /** Elements of several vectors that stay in the first-level cache between two loops. */
  private static final int NEAR = 512;

  @Override
  public String description() {
    return "plain loops, " + ProcessorFeatures.description();
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void nttForward(double[] a, NttTables tables) {
    RowTransform.forward(a, tables);
  }

  @Override
  public void nttInverse(double[] a, NttTables tables) {
    RowTransform.inverse(a, tables);
  }

  @Override
  public final void add(double[] a, double[] b, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double x = a[i] + b[i];
      out[i] = fma(-(fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public final void subtract(double[] a, double[] b, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double x = a[i] - b[i];
      out[i] = fma(-(fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public final void negate(double[] a, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = -a[i];
    }
  }

  @Override
  public final void multiply(double[] a, double[] b, double[] out, Modulus m) {
    multiply(a, b, out, 0, out.length, m.p(), m.inverse());
  }

  private static void multiply(
      double[] a, double[] b, double[] out, int from, int to, double p, double inverse) {
    for (int i = from; i < to; i++) {
      double x = a[i];
      double y = b[i];
      double h = x * y;
      double q = fma(h, inverse, ROUND) - ROUND;
      out[i] = fma(-q, p, h) + fma(x, y, -h);
    }
  }

  @Override
  public final void multiplyLinear(
      double[] a0,
      double[] a1,
      double[] b0,
      double[] b1,
      double[] out0,
      double[] out1,
      double[] out2,
      Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int from = 0; from < out0.length; from += NEAR) {
      int to = Math.min(from + NEAR, out0.length);
      multiply(a0, b1, out1, from, to, p, inverse);
      multiplyAdd(a1, b0, out1, from, to, p, inverse);
      reduceRange(out1, from, to, m);
      multiply(a0, b0, out0, from, to, p, inverse);
      multiply(a1, b1, out2, from, to, p, inverse);
    }
  }

  @Override
  public final void multiplyScalar(double[] a, double w, double[] out, Modulus m) {
    double p = m.p();
    double wOverP = w * m.inverse();
    for (int i = 0; i < out.length; i++) {
      double b = a[i];
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      out[i] = fma(-q, p, h) + fma(b, w, -h);
    }
  }

  @Override
  public final void subtractMultiply(double[] a, double[] b, double w, double[] out, Modulus m) {
    subtractMultiply(a, b, w, w * m.inverse(), out, 0, out.length, m.p());
  }

  private static void subtractMultiply(
      double[] a, double[] b, double w, double wOverP, double[] out, int from, int to, double p) {
    for (int i = from; i < to; i++) {
      double x = a[i] - b[i];
      double h = x * w;
      double q = fma(x, wOverP, ROUND) - ROUND;
      out[i] = fma(-q, p, h) + fma(x, w, -h);
    }
  }

  @Override
  public final void subtractMultiplyAdd(
      double[] a, double[] b, double w, double[] c, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    double wOverP = w * inverse;
    for (int i = 0; i < out.length; i++) {
      double d = a[i] - b[i];
      double h = d * w;
      double q = fma(d, wOverP, ROUND) - ROUND;
      double x = (fma(-q, p, h) + fma(d, w, -h)) + c[i];
      out[i] = fma(-(fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public final void multiplyAddLazy(double[] a, double[] b, double[] acc, Modulus m) {
    multiplyAdd(a, b, acc, 0, acc.length, m.p(), m.inverse());
  }

  private static void multiplyAdd(
      double[] a, double[] b, double[] acc, int from, int to, double p, double inverse) {
    for (int i = from; i < to; i++) {
      double x = a[i];
      double y = b[i];
      double h = x * y;
      double q = fma(h, inverse, ROUND) - ROUND;
      acc[i] = acc[i] + (fma(-q, p, h) + fma(x, y, -h));
    }
  }

  @Override
  public void multiplyAddPairLazy(
      double[] a,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      int from,
      int to,
      Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int start = from; start < to; start += NEAR) {
      int end = Math.min(start + NEAR, to);
      multiplyAdd(a, b0, acc0, start, end, p, inverse);
      multiplyAdd(a, b1, acc1, start, end, p, inverse);
    }
  }

  @Override
  public final void multiplyAddTwoPairsLazy(
      double[] a,
      double[] a0,
      double[] a1,
      double[] b,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      Modulus m) {
    for (int from = 0; from < acc0.length; from += NEAR) {
      int to = Math.min(from + NEAR, acc0.length);
      multiplyAddPairLazy(a, a0, a1, acc0, acc1, from, to, m);
      multiplyAddPairLazy(b, b0, b1, acc0, acc1, from, to, m);
    }
  }

  @Override
  public final void multiplyScalarAddLazy(double[] a, double w, double[] acc, Modulus m) {
    double p = m.p();
    double wOverP = w * m.inverse();
    for (int i = 0; i < acc.length; i++) {
      double b = a[i];
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      acc[i] = acc[i] + (fma(-q, p, h) + fma(b, w, -h));
    }
  }

  @Override
  public final void reduce(double[] a, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double x = a[i];
      out[i] = fma(-(fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public final void reduceRange(double[] a, int from, int to, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = from; i < to; i++) {
      double x = a[i];
      a[i] = fma(-(fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public final void reduceWide(double[] a, double radix, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    double radixOverP = radix * inverse;
    double[] lows = new double[Math.min(NEAR, out.length)];
    double[] highs = new double[lows.length];
    for (int from = 0; from < out.length; from += lows.length) {
      int count = Math.min(lows.length, out.length - from);
      System.arraycopy(a, from, lows, 0, count);
      splitWide(lows, highs, p, inverse);
      combineWide(highs, lows, radix, radixOverP, p, inverse);
      System.arraycopy(lows, 0, out, from, count);
    }
  }

  // Lows to the low 50 bits, reduced; highs receives the bits above, reduced.
  private static void splitWide(double[] lows, double[] highs, double p, double inverse) {
    for (int i = 0; i < lows.length; i++) {
      double x = lows[i];
      double high = fma(x, 0x1p-50, ROUND) - ROUND;
      double low = fma(-high, 0x1p50, x);
      highs[i] = fma(-(fma(high, inverse, ROUND) - ROUND), p, high);
      lows[i] = fma(-(fma(low, inverse, ROUND) - ROUND), p, low);
    }
  }

  // lows = highs radix + lows.
  private static void combineWide(
      double[] highs, double[] lows, double w, double wOverP, double p, double inverse) {
    for (int i = 0; i < lows.length; i++) {
      double b = highs[i];
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      double x = (fma(-q, p, h) + fma(b, w, -h)) + lows[i];
      lows[i] = fma(-(fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public final void addFraction(double[] a, double factor, double[] acc) {
    for (int i = 0; i < acc.length; i++) {
      acc[i] = fma(a[i], factor, acc[i]);
    }
  }

  @Override
  public final void round(double[] a) {
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
  public final void addScalar(double[] a, double w, double[] out, Modulus m) {
    double p = m.p();
    double inverse = m.inverse();
    for (int i = 0; i < out.length; i++) {
      double x = a[i] + w;
      out[i] = fma(-(fma(x, inverse, ROUND) - ROUND), p, x);
    }
  }

  @Override
  public final void split(double[] x, double radix, double[] high, double[] low) {
    double inverse = 1 / radix;
    for (int j = 0; j < low.length; j++) {
      double value = x[j];
      double top = fma(value, inverse, ROUND) - ROUND;
      high[j] = top;
      low[j] = fma(-top, radix, value);
    }
  }

  @Override
  public void multiplyPanel(
      double[] weights, int weightsAt, double[][] x, int count, double[][] products) {
    int rows = products.length;
    for (double[] product : products) {
      Arrays.fill(product, 0);
    }
    int k = 0;
    for (; k + 4 <= count; k += 4) {
      int w = weightsAt + rows * k;
      for (int o = 0; o < rows; o++) {
        multiplyAddFour(
            weights[w + o],
            x[k],
            weights[w + rows + o],
            x[k + 1],
            weights[w + 2 * rows + o],
            x[k + 2],
            weights[w + 3 * rows + o],
            x[k + 3],
            products[o]);
      }
    }
    for (; k < count; k++) {
      for (int o = 0; o < rows; o++) {
        addFraction(x[k], weights[weightsAt + rows * k + o], products[o]);
      }
    }
  }

  private static void multiplyAddFour(
      double w0,
      double[] x0,
      double w1,
      double[] x1,
      double w2,
      double[] x2,
      double w3,
      double[] x3,
      double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      double two = fma(w1, x1[j], fma(w0, x0[j], sum[j]));
      sum[j] = fma(w3, x3[j], fma(w2, x2[j], two));
    }
  }

  @Override
  public final void addSplit(double[] high, double[] low, double radix, double[] sum, Modulus m) {
    reduce(high, high, m);
    reduce(low, low, m);
    double p = m.p();
    double inverse = m.inverse();
    double radixOverP = radix * inverse;
    addScaled(high, radix, radixOverP, low, p);
    add(low, sum, sum, m);
  }

  // low = high w + low, unreduced.
  private static void addScaled(double[] high, double w, double wOverP, double[] low, double p) {
    for (int j = 0; j < low.length; j++) {
      double b = high[j];
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      low[j] = (fma(-q, p, h) + fma(b, w, -h)) + low[j];
    }
  }
}
