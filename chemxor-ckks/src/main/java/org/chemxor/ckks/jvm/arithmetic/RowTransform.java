package org.chemxor.ckks.jvm.arithmetic;

import static org.chemxor.ckks.jvm.arithmetic.Fma.fma;

/**
 * The negacyclic transforms in loops that the JIT compiler turns into vector instructions by
 * itself, on any processor.
 *
 * <p>It does so for loops over whole arrays that use one index for all of them, not for butterflies
 * between two places of one array. So the N elements become a matrix whose rows are arrays (as in
 * Bailey's four-step transform, FFTs in external or hierarchical memory, Journal of Supercomputing,
 * 1990): levels with distances of a row and more are butterflies between rows with one factor, and
 * after a transposition the other levels are butterflies between columns with one factor for each
 * element. Loops are short on purpose: C2 gives up vectorising bodies of more than some 60 nodes
 * ({@code LoopUnrollLimit}), which two levels at once would exceed.
 *
 * <p>Ranges and reductions as in {@link NttSchedule}: results have the same bits as those of
 * textbook loops, and of the transforms on vectors of eight.
 */
final class RowTransform {
  /** Elements that stay in a first-level cache of 32 KiB together with their factors. */
  private static final int NEAR = 2048;

  private static final double ROUND = Modulus.ROUND;

  private final RowTables tables;
  private final NttTables transform;
  private final double p;
  private final double inverse;
  private final int rows;
  private final int columns;

  private RowTransform(NttTables transform) {
    this.transform = transform;
    this.tables = transform.rows();
    this.p = transform.modulus().p();
    this.inverse = transform.modulus().inverse();
    this.rows = tables.rows();
    this.columns = tables.columns();
  }

  /** As {@link Kernels#nttForward}. */
  static void forward(double[] a, NttTables tables) {
    new RowTransform(tables).forward(a);
  }

  /** As {@link Kernels#nttInverse}. */
  static void inverse(double[] a, NttTables tables) {
    new RowTransform(tables).inverse(a);
  }

  private void forward(double[] a) {
    ScratchPool.Scratch scratch = tables.scratch().take();
    double[][] x = scratch.byRow();
    double[][] y = scratch.byColumn();
    for (int r = 0; r < rows; r++) {
      System.arraycopy(a, r * columns, x[r], 0, columns);
    }
    forwardRows(x, 0, rows, 1, 0);
    transpose(x, y);
    forwardColumns(y, 0, columns, 1, Integer.numberOfTrailingZeros(rows));
    for (double[] column : y) {
      reduce(column, p, inverse);
    }
    flatten(y, a);
    tables.scratch().give(scratch);
  }

  /** The levels of {@code count} rows from {@code from} on, below node {@code node}. */
  private void forwardRows(double[][] x, int from, int count, int node, int level) {
    if (count == 1) {
      return;
    }
    forwardRowLevel(x, from, count / 2, node, level);
    if (count * columns > NEAR) {
      forwardRows(x, from, count / 2, 2 * node, level + 1);
      forwardRows(x, from + count / 2, count / 2, 2 * node + 1, level + 1);
      return;
    }
    // What is left stays near: level by level.
    for (int d = count / 4, nodes = 2, l = level + 1; d > 0; d /= 2, nodes *= 2, l++) {
      for (int i = 0; i < nodes; i++) {
        forwardRowLevel(x, from + 2 * d * i, d, nodes * node + i, l);
      }
    }
  }

  private void forwardRowLevel(double[][] x, int from, int distance, int node, int level) {
    double w = tables.forward().row()[node];
    double wOverP = tables.forward().rowOverP()[node];
    if (NttSchedule.forwardReduces(level, distance * columns)) {
      for (int r = from; r < from + distance; r++) {
        butterflyReducing(x[r], x[r + distance], w, wOverP, p, inverse);
      }
      return;
    }
    for (int r = from; r < from + distance; r++) {
      butterfly(x[r], x[r + distance], w, wOverP, p);
    }
  }

  private void forwardColumns(double[][] y, int from, int count, int node, int level) {
    if (count == 1) {
      return;
    }
    forwardColumnLevel(y, from, count / 2, node, level);
    if (count * rows > NEAR) {
      forwardColumns(y, from, count / 2, 2 * node, level + 1);
      forwardColumns(y, from + count / 2, count / 2, 2 * node + 1, level + 1);
      return;
    }
    for (int d = count / 4, nodes = 2, l = level + 1; d > 0; d /= 2, nodes *= 2, l++) {
      for (int i = 0; i < nodes; i++) {
        forwardColumnLevel(y, from + 2 * d * i, d, nodes * node + i, l);
      }
    }
  }

  private void forwardColumnLevel(double[][] y, int from, int distance, int node, int level) {
    double[] w = tables.forward().column()[node];
    double[] wOverP = tables.forward().columnOverP()[node];
    if (NttSchedule.forwardReduces(level, distance)) {
      for (int c = from; c < from + distance; c++) {
        butterflyReducing(y[c], y[c + distance], w, wOverP, p, inverse);
      }
      return;
    }
    for (int c = from; c < from + distance; c++) {
      butterfly(y[c], y[c + distance], w, wOverP, p);
    }
  }

  private void inverse(double[] a) {
    ScratchPool.Scratch scratch = tables.scratch().take();
    double[][] x = scratch.byRow();
    double[][] y = scratch.byColumn();
    unflatten(a, y);
    inverseColumns(y, 0, columns, 1);
    transpose(y, x);
    inverseRows(x, 0, rows, 1);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x[r], 0, a, r * columns, columns);
    }
    tables.scratch().give(scratch);
  }

  private void inverseColumns(double[][] y, int from, int count, int node) {
    if (count * rows > NEAR && count > 1) {
      inverseColumns(y, from, count / 2, 2 * node);
      inverseColumns(y, from + count / 2, count / 2, 2 * node + 1);
      inverseColumnLevel(y, from, count / 2, node);
      return;
    }
    for (int d = 1, nodes = count / 2; nodes > 0; d *= 2, nodes /= 2) {
      for (int i = 0; i < nodes; i++) {
        inverseColumnLevel(y, from + 2 * d * i, d, nodes * node + i);
      }
    }
  }

  private void inverseColumnLevel(double[][] y, int from, int distance, int node) {
    double[] w = tables.inverse().column()[node];
    double[] wOverP = tables.inverse().columnOverP()[node];
    if (NttSchedule.inverseReduces(distance)) {
      for (int c = from; c < from + distance; c++) {
        inverseButterflyReducing(y[c], y[c + distance], w, wOverP, p, inverse);
      }
      return;
    }
    for (int c = from; c < from + distance; c++) {
      inverseButterfly(y[c], y[c + distance], w, wOverP, p);
    }
  }

  private void inverseRows(double[][] x, int from, int count, int node) {
    if (count * columns > NEAR && count > 1) {
      inverseRows(x, from, count / 2, 2 * node);
      inverseRows(x, from + count / 2, count / 2, 2 * node + 1);
      inverseRowLevel(x, from, count / 2, node);
      return;
    }
    for (int d = 1, nodes = count / 2; nodes > 0; d *= 2, nodes /= 2) {
      for (int i = 0; i < nodes; i++) {
        inverseRowLevel(x, from + 2 * d * i, d, nodes * node + i);
      }
    }
  }

  private void inverseRowLevel(double[][] x, int from, int distance, int node) {
    if (node == 1) {
      inverseLastLevel(x, distance);
      return;
    }
    double w = tables.inverse().row()[node];
    double wOverP = tables.inverse().rowOverP()[node];
    if (NttSchedule.inverseReduces(distance * columns)) {
      for (int r = from; r < from + distance; r++) {
        inverseButterflyReducing(x[r], x[r + distance], w, wOverP, p, inverse);
      }
      return;
    }
    for (int r = from; r < from + distance; r++) {
      inverseButterfly(x[r], x[r + distance], w, wOverP, p);
    }
  }

  /** The level with one factor left, 1/N folded into both halves. */
  private void inverseLastLevel(double[][] x, int distance) {
    double scale = transform.degreeInverse();
    double w = transform.lastInverse();
    for (int r = 0; r < distance; r++) {
      sumAndDifference(x[r], x[r + distance]);
      multiply(x[r], scale, scale * inverse, p);
      multiply(x[r + distance], w, w * inverse, p);
    }
  }

  private static void butterfly(double[] x, double[] y, double w, double wOverP, double p) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double b = y[j];
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      double v = fma(-q, p, h) + fma(b, w, -h);
      x[j] = u + v;
      y[j] = u - v;
    }
  }

  private static void butterflyReducing(
      double[] x, double[] y, double w, double wOverP, double p, double inverse) {
    for (int j = 0; j < x.length; j++) {
      double s = x[j];
      double u = fma(-(fma(s, inverse, ROUND) - ROUND), p, s);
      double b = y[j];
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      double v = fma(-q, p, h) + fma(b, w, -h);
      x[j] = u + v;
      y[j] = u - v;
    }
  }

  // Factors element by element. Each element is read once, into a variable: where an array is read
  // twice, the C2 of JDK 17 does not see that both are the same and leaves the loop as it is.

  private static void butterfly(double[] x, double[] y, double[] w, double[] wOverP, double p) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double b = y[j];
      double factor = w[j];
      double h = b * factor;
      double q = fma(b, wOverP[j], ROUND) - ROUND;
      double v = fma(-q, p, h) + fma(b, factor, -h);
      x[j] = u + v;
      y[j] = u - v;
    }
  }

  private static void butterflyReducing(
      double[] x, double[] y, double[] w, double[] wOverP, double p, double inverse) {
    for (int j = 0; j < x.length; j++) {
      double s = x[j];
      double u = fma(-(fma(s, inverse, ROUND) - ROUND), p, s);
      double b = y[j];
      double factor = w[j];
      double h = b * factor;
      double q = fma(b, wOverP[j], ROUND) - ROUND;
      double v = fma(-q, p, h) + fma(b, factor, -h);
      x[j] = u + v;
      y[j] = u - v;
    }
  }

  private static void inverseButterfly(double[] x, double[] y, double w, double wOverP, double p) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double v = y[j];
      double b = u - v;
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      x[j] = u + v;
      y[j] = fma(-q, p, h) + fma(b, w, -h);
    }
  }

  private static void inverseButterflyReducing(
      double[] x, double[] y, double w, double wOverP, double p, double inverse) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double v = y[j];
      double s = u + v;
      double b = u - v;
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      x[j] = fma(-(fma(s, inverse, ROUND) - ROUND), p, s);
      y[j] = fma(-q, p, h) + fma(b, w, -h);
    }
  }

  private static void inverseButterfly(
      double[] x, double[] y, double[] w, double[] wOverP, double p) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double v = y[j];
      double b = u - v;
      double factor = w[j];
      double h = b * factor;
      double q = fma(b, wOverP[j], ROUND) - ROUND;
      double product = fma(-q, p, h) + fma(b, factor, -h);
      x[j] = u + v;
      y[j] = product;
    }
  }

  private static void inverseButterflyReducing(
      double[] x, double[] y, double[] w, double[] wOverP, double p, double inverse) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double v = y[j];
      double s = u + v;
      double b = u - v;
      double factor = w[j];
      double h = b * factor;
      double q = fma(b, wOverP[j], ROUND) - ROUND;
      double product = fma(-q, p, h) + fma(b, factor, -h);
      x[j] = fma(-(fma(s, inverse, ROUND) - ROUND), p, s);
      y[j] = product;
    }
  }

  private static void sumAndDifference(double[] x, double[] y) {
    for (int j = 0; j < x.length; j++) {
      double u = x[j];
      double v = y[j];
      x[j] = u + v;
      y[j] = u - v;
    }
  }

  private static void multiply(double[] x, double w, double wOverP, double p) {
    for (int j = 0; j < x.length; j++) {
      double b = x[j];
      double h = b * w;
      double q = fma(b, wOverP, ROUND) - ROUND;
      x[j] = fma(-q, p, h) + fma(b, w, -h);
    }
  }

  private static void reduce(double[] x, double p, double inverse) {
    for (int j = 0; j < x.length; j++) {
      double s = x[j];
      x[j] = fma(-(fma(s, inverse, ROUND) - ROUND), p, s);
    }
  }

  /** out[c][r] = in[r][c], eight rows of {@code in} at a time: whole cache lines on both sides. */
  private static void transpose(double[][] in, double[][] out) {
    for (int r = 0; r < in.length; r += 8) {
      double[] x0 = in[r];
      double[] x1 = in[r + 1];
      double[] x2 = in[r + 2];
      double[] x3 = in[r + 3];
      double[] x4 = in[r + 4];
      double[] x5 = in[r + 5];
      double[] x6 = in[r + 6];
      double[] x7 = in[r + 7];
      for (int c = 0; c < out.length; c++) {
        double[] to = out[c];
        to[r] = x0[c];
        to[r + 1] = x1[c];
        to[r + 2] = x2[c];
        to[r + 3] = x3[c];
        to[r + 4] = x4[c];
        to[r + 5] = x5[c];
        to[r + 6] = x6[c];
        to[r + 7] = x7[c];
      }
    }
  }

  /** a[r columns + c] = y[c][r]. */
  private void flatten(double[][] y, double[] a) {
    for (int c = 0; c < columns; c += 8) {
      double[] y0 = y[c];
      double[] y1 = y[c + 1];
      double[] y2 = y[c + 2];
      double[] y3 = y[c + 3];
      double[] y4 = y[c + 4];
      double[] y5 = y[c + 5];
      double[] y6 = y[c + 6];
      double[] y7 = y[c + 7];
      for (int r = 0; r < rows; r++) {
        int to = r * columns + c;
        a[to] = y0[r];
        a[to + 1] = y1[r];
        a[to + 2] = y2[r];
        a[to + 3] = y3[r];
        a[to + 4] = y4[r];
        a[to + 5] = y5[r];
        a[to + 6] = y6[r];
        a[to + 7] = y7[r];
      }
    }
  }

  /** y[c][r] = a[r columns + c]. */
  private void unflatten(double[] a, double[][] y) {
    for (int r = 0; r < rows; r += 8) {
      for (int c = 0; c < columns; c++) {
        double[] to = y[c];
        int from = r * columns + c;
        to[r] = a[from];
        to[r + 1] = a[from + columns];
        to[r + 2] = a[from + 2 * columns];
        to[r + 3] = a[from + 3 * columns];
        to[r + 4] = a[from + 4 * columns];
        to[r + 5] = a[from + 5 * columns];
        to[r + 6] = a[from + 6 * columns];
        to[r + 7] = a[from + 7 * columns];
      }
    }
  }
}
