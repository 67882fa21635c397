package org.chemxor.ckks.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.spi.OperandChecks;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product over residues. A residue r is split into two halves of about 25 bits, {@code r
 * = high 2^b + low}; a weight has at most 21 bits with its sign, so that a sum of 256 products of a
 * half and a weight is an exact integer in a double and the inner loop is nothing but
 * multiply-adds. Sums are reduced once per block of columns. Small primes need no split.
 */
final class JvmMatrixSum implements MatrixSum {
  /** Columns in one block: their panels stay in the second-level cache. */
  private static final int MAX_BLOCK = 256;

  /** Fewer columns than this in a block do not pay for leaving residues whole. */
  private static final int MIN_WHOLE_BLOCK = 64;

  /** Coefficients that one task handles; divides every ring degree. */
  private static final int CHUNK = 128;

  /** Elements of one task's panels. */
  static final int PANELS_LENGTH = MAX_BLOCK * CHUNK;

  private static final double EXACT = 0x1p53;

  /** No residue reaches half of it: the high halves are zero. */
  private static final double NO_SPLIT = 0x1p60;

  private final Ring ring;
  private final ScalarMatrix matrix;
  private final Split[] splits;
  private final ConcurrentLinkedQueue<Scratch> scratch = new ConcurrentLinkedQueue<>();
  private @Nullable JvmCiphertext first;
  private double[][][][] sums = {};
  private boolean isDone;

  /** One task's panels and products. */
  private static final class Scratch {
    final double[] high;
    final double[] low;
    final double[] highProducts = new double[ScalarMatrix.PANEL_ROWS * Kernels.PANEL];
    final double[] lowProducts = new double[ScalarMatrix.PANEL_ROWS * Kernels.PANEL];

    Scratch(ArrayPool panels) {
      high = panels.take();
      low = panels.take();
    }
  }

  /**
   * How residues of one prime are split.
   *
   * @param radix of the split
   * @param columns whose products with a half sum exactly
   */
  private record Split(double radix, int columns) {
    static Split of(Modulus modulus, int largestWeight) {
      double residue = 0.75 * modulus.p();
      double weight = Math.max(1, largestWeight);
      int whole = (int) Math.min(MAX_BLOCK, EXACT / (residue * weight));
      if (whole >= MIN_WHOLE_BLOCK) {
        return new Split(NO_SPLIT, whole);
      }
      int bits = (Long.SIZE - Long.numberOfLeadingZeros(modulus.value()) + 1) / 2;
      double radix = Math.scalb(1.0, bits);
      double half = Math.max(residue / radix + 0.5, radix / 2);
      return new Split(radix, (int) Math.min(MAX_BLOCK, EXACT / (half * weight)));
    }

    boolean isSplit() {
      return radix != NO_SPLIT;
    }
  }

  JvmMatrixSum(Ring ring, ScalarMatrix matrix) {
    this.ring = ring;
    this.matrix = matrix;
    this.splits = new Split[ring.dataCount()];
    Arrays.setAll(splits, i -> Split.of(ring.modulus(i), matrix.largestWeight()));
  }

  @Override
  public void add(int firstColumn, List<Ciphertext> operands) {
    if (isDone) {
      throw new IllegalStateException("the results have been taken: begin another sum");
    }
    OperandChecks.columnsFit(matrix, firstColumn, operands.size());
    List<JvmCiphertext> own = operands.stream().map(this::check).toList();
    if (own.isEmpty()) {
      return;
    }
    int rows = own.get(0).level() + 1;
    int chunks = ring.n() / CHUNK;
    ring.parallelism()
        .forEach(
            own.get(0).size() * rows * chunks,
            task ->
                add(firstColumn, own, task / chunks / rows, task / chunks % rows, task % chunks));
  }

  private JvmCiphertext check(Ciphertext operand) {
    JvmCiphertext c = Checks.ciphertext(ring, operand);
    JvmCiphertext reference = first;
    if (reference == null) {
      first = c;
      sums = new double[matrix.rows()][c.size()][c.level() + 1][ring.n()];
      return c;
    }
    OperandChecks.sameShape(reference, c);
    return c;
  }

  /** All rows of the matrix, on one chunk of one polynomial's residues modulo one prime. */
  private void add(int firstColumn, List<JvmCiphertext> operands, int k, int prime, int chunk) {
    Split split = splits[prime];
    Scratch own = scratch.poll();
    Scratch panels = own == null ? new Scratch(ring.panels()) : own;
    for (int from = 0; from < operands.size(); from += split.columns()) {
      int count = Math.min(split.columns(), operands.size() - from);
      for (int t = 0; t < count; t++) {
        double[] row = operands.get(from + t).polynomials()[k][prime];
        ring.kernels()
            .splitToPanels(
                row,
                chunk * CHUNK,
                CHUNK,
                split.radix(),
                panels.high,
                panels.low,
                t * Kernels.PANEL,
                count * Kernels.PANEL);
      }
      multiply(panels, split, firstColumn + from, count, k, prime, chunk);
    }
    scratch.add(panels);
  }

  private void multiply(
      Scratch panels, Split split, int column, int count, int k, int prime, int chunk) {
    Kernels kernels = ring.kernels();
    Modulus modulus = ring.modulus(prime);
    double radix = split.isSplit() ? modulus.ofLong((long) split.radix()) : 0;
    double[] high = split.isSplit() ? panels.highProducts : panels.lowProducts;
    for (int row = 0; row < matrix.rows(); row += ScalarMatrix.PANEL_ROWS) {
      int weightsAt = matrix.panelOffset(row / ScalarMatrix.PANEL_ROWS, column);
      int last = Math.min(ScalarMatrix.PANEL_ROWS, matrix.rows() - row);
      for (int q = 0; q < CHUNK / Kernels.PANEL; q++) {
        int panelAt = q * count * Kernels.PANEL;
        kernels.multiplyPanels(
            matrix.panels(), weightsAt, panels.low, panelAt, count, panels.lowProducts);
        if (split.isSplit()) {
          kernels.multiplyPanels(
              matrix.panels(), weightsAt, panels.high, panelAt, count, panels.highProducts);
        }
        int to = chunk * CHUNK + q * Kernels.PANEL;
        for (int o = 0; o < last; o++) {
          kernels.addPanel(
              high,
              panels.lowProducts,
              o * Kernels.PANEL,
              radix,
              sums[row + o][k][prime],
              to,
              modulus);
        }
      }
    }
  }

  @Override
  public List<Ciphertext> results() {
    JvmCiphertext reference = first;
    if (reference == null || isDone) {
      throw new IllegalStateException(
          isDone ? "the results have been taken already" : "nothing has been added");
    }
    isDone = true;
    for (Scratch own = scratch.poll(); own != null; own = scratch.poll()) {
      ring.panels().give(own.high);
      ring.panels().give(own.low);
    }
    List<Ciphertext> results = new ArrayList<>();
    for (double[][][] sum : sums) {
      results.add(
          Checks.notTransparent(
              new JvmCiphertext(ring, sum, reference.scale() * matrix.scale(), null)));
    }
    sums = new double[0][][][];
    return results;
  }
}
