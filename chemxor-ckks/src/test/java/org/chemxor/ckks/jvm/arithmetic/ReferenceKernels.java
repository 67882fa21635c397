package org.chemxor.ckks.jvm.arithmetic;

/**
 * The kernels as the formulas say, one element at a time: what all others must equal bit for bit.
 */
final class ReferenceKernels implements Kernels {
  private static final double ROUND = Modulus.ROUND;

  @Override
  public String description() {
    return "reference";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void nttForward(double[] a, NttTables tables) {
    Modulus modulus = tables.modulus();
    double[] w = tables.forward();
    double[] wOverP = tables.overP(w);
    int distance = tables.n() / 2;
    for (int m = 1, level = 0; distance > 0; m *= 2, distance /= 2, level++) {
      boolean reduces = NttSchedule.forwardReduces(level, distance);
      for (int j = 0; j < a.length; j++) {
        int node = m + j / (2 * distance);
        if (j / distance % 2 == 0) {
          double u = reduces ? modulus.reduce(a[j]) : a[j];
          double v = modulus.multiplyShoup(a[j + distance], w[node], wOverP[node]);
          a[j] = u + v;
          a[j + distance] = u - v;
        }
      }
    }
    reduce(a, a, modulus);
  }

  @Override
  public void nttInverse(double[] a, NttTables tables) {
    Modulus modulus = tables.modulus();
    double[] w = tables.inverse();
    double[] wOverP = tables.overP(w);
    int last = tables.n() / 2;
    for (int distance = 1; distance < last; distance *= 2) {
      int m = last / distance;
      for (int j = 0; j < a.length; j++) {
        int node = m + j / (2 * distance);
        if (j / distance % 2 == 0) {
          double sum = a[j] + a[j + distance];
          double difference = a[j] - a[j + distance];
          a[j] = NttSchedule.inverseReduces(distance) ? modulus.reduce(sum) : sum;
          a[j + distance] = modulus.multiplyShoup(difference, w[node], wOverP[node]);
        }
      }
    }
    for (int j = 0; j < last; j++) {
      double sum = a[j] + a[j + last];
      double difference = a[j] - a[j + last];
      a[j] = scaled(sum, tables.degreeInverse(), modulus);
      a[j + last] = scaled(difference, tables.lastInverse(), modulus);
    }
  }

  private static double scaled(double a, double w, Modulus m) {
    return m.multiplyShoup(a, w, w * m.inverse());
  }

  @Override
  public void add(double[] a, double[] b, double[] out, Modulus m) {
    for (int i = 0; i < out.length; i++) {
      out[i] = m.reduce(a[i] + b[i]);
    }
  }

  @Override
  public void subtract(double[] a, double[] b, double[] out, Modulus m) {
    for (int i = 0; i < out.length; i++) {
      out[i] = m.reduce(a[i] - b[i]);
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
    for (int i = 0; i < out.length; i++) {
      out[i] = m.multiply(a[i], b[i]);
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
    for (int i = 0; i < out.length; i++) {
      out[i] = scaled(a[i], w, m);
    }
  }

  @Override
  public void subtractMultiply(double[] a, double[] b, double w, double[] out, Modulus m) {
    for (int i = 0; i < out.length; i++) {
      out[i] = scaled(a[i] - b[i], w, m);
    }
  }

  @Override
  public void subtractMultiplyAdd(
      double[] a, double[] b, double w, double[] c, double[] out, Modulus m) {
    for (int i = 0; i < out.length; i++) {
      out[i] = m.reduce(scaled(a[i] - b[i], w, m) + c[i]);
    }
  }

  @Override
  public void multiplyAddLazy(double[] a, double[] b, double[] acc, Modulus m) {
    for (int i = 0; i < acc.length; i++) {
      acc[i] = acc[i] + m.multiply(a[i], b[i]);
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
    for (int i = from; i < to; i++) {
      acc0[i] = acc0[i] + m.multiply(a[i], b0[i]);
      acc1[i] = acc1[i] + m.multiply(a[i], b1[i]);
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
    multiplyAddPairLazy(a, a0, a1, acc0, acc1, 0, acc0.length, m);
    multiplyAddPairLazy(b, b0, b1, acc0, acc1, 0, acc0.length, m);
  }

  @Override
  public void multiplyScalarAddLazy(double[] a, double w, double[] acc, Modulus m) {
    for (int i = 0; i < acc.length; i++) {
      acc[i] = acc[i] + scaled(a[i], w, m);
    }
  }

  @Override
  public void reduce(double[] a, double[] out, Modulus m) {
    for (int i = 0; i < out.length; i++) {
      out[i] = m.reduce(a[i]);
    }
  }

  @Override
  public void reduceRange(double[] a, int from, int to, Modulus m) {
    for (int i = from; i < to; i++) {
      a[i] = m.reduce(a[i]);
    }
  }

  @Override
  public void reduceWide(double[] a, double radix, double[] out, Modulus m) {
    for (int i = 0; i < out.length; i++) {
      double high = Math.fma(a[i], 0x1p-50, ROUND) - ROUND;
      double low = Math.fma(-high, 0x1p50, a[i]);
      out[i] = m.reduce(scaled(m.reduce(high), radix, m) + m.reduce(low));
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
  public void split(double[] x, double radix, double[] high, double[] low) {
    for (int j = 0; j < x.length; j++) {
      double top = Math.rint(x[j] / radix);
      high[j] = top;
      low[j] = x[j] - top * radix;
    }
  }

  @Override
  public void multiplyPanel(
      double[] weights, int weightsAt, double[][] x, int count, double[][] products) {
    for (int o = 0; o < products.length; o++) {
      for (int j = 0; j < CHUNK; j++) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
          sum = Math.fma(weights[weightsAt + products.length * k + o], x[k][j], sum);
        }
        products[o][j] = sum;
      }
    }
  }

  @Override
  public void addSplit(double[] high, double[] low, double radix, double[] sum, Modulus m) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = m.reduce(scaled(m.reduce(high[j]), radix, m) + m.reduce(low[j]) + sum[j]);
    }
  }
}
