package org.chemxor.ckks.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.ring.ArrayPool;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.spi.OperandChecks;
import org.jspecify.annotations.Nullable;

/**
 * The matrix product over residues. A residue r is split into two halves of about 25 bits, {@code r
 * = high 2^b + low}; a weight has at most 21 bits with its sign, so that a sum of 256 products of a
 * half and a weight is an exact integer in a double and the inner loop is nothing but
 * multiply-adds. Sums are reduced once per block of columns. Small primes and small weights need no
 * split.
 */
final class JvmMatrixSum implements MatrixSum {
  /** Columns in one block at most: their panels stay in the second-level cache. */
  private static final int MAX_BLOCK = 256;

  /**
   * Columns in one block, the most first; residues are left whole while 32 of them sum exactly, and
   * of halves always 256 do.
   */
  private static final int[] BLOCKS = {MAX_BLOCK, 128, 64, 32};

  /** Coefficients that one task handles. */
  private static final int CHUNK = Kernels.CHUNK;

  private static final double EXACT = 0x1p53;

  private final Ring ring;
  private final ScalarMatrix matrix;
  private final ConcurrentLinkedQueue<Scratch> scratch = new ConcurrentLinkedQueue<>();

  /** By prime. */
  private final List<Split> splits;

  private @Nullable JvmCiphertext first;

  /**
   * By polynomial and prime, one vector of length N for each matrix row, their number rounded up to
   * whole panels. Taken as one run of memory they hold chunk after chunk, the rows of a chunk one
   * after the other, so that what a task reads and writes stays in the second-level cache; whole
   * rows would get in each other's way there. {@link #toRows} sorts them in the end.
   */
  private double[][][][] sums = {};

  private boolean isDone;

  /** One task's halves of residues, column by column, products by row of a panel, and a sum. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Scratch(
      double[][] high,
      double[][] low,
      double[][] highProducts,
      double[][] lowProducts,
      double[] sum) {

    static Scratch take(ArrayPool chunks) {
      return new Scratch(
          chunks.take(MAX_BLOCK),
          chunks.take(MAX_BLOCK),
          chunks.take(ScalarMatrix.PANEL_ROWS),
          chunks.take(ScalarMatrix.PANEL_ROWS),
          chunks.take());
    }

    void give(ArrayPool chunks) {
      chunks.give(high);
      chunks.give(low);
      chunks.give(highProducts);
      chunks.give(lowProducts);
      chunks.give(sum);
    }
  }

  /**
   * How residues of one prime are split.
   *
   * @param radix of the split; 1 when residues are left whole
   * @param columns whose products sum exactly
   */
  private record Split(double radix, int columns) {
    static final double WHOLE = 1;

    /**
     * @param sums by block, the largest sum of magnitudes of so many weights
     */
    static Split of(Modulus modulus, long[] sums) {
      double residue = 0.75 * modulus.p();
      for (int i = 0; i < BLOCKS.length; i++) {
        // One more for the residue that the sum is added to.
        if (residue * (sums[i] + 1.0) <= EXACT) {
          return new Split(WHOLE, BLOCKS[i]);
        }
      }
      int bits = (Long.SIZE - Long.numberOfLeadingZeros(modulus.value()) + 1) / 2;
      double radix = Math.scalb(1.0, bits);
      double half = Math.max(residue / radix + 0.5, radix / 2);
      for (int i = 0; i < BLOCKS.length; i++) {
        if (half * sums[i] <= EXACT) {
          return new Split(radix, BLOCKS[i]);
        }
      }
      throw new IllegalStateException("weights above " + ScalarMatrix.MAX_WEIGHT);
    }

    boolean isSplit() {
      return radix != WHOLE;
    }
  }

  JvmMatrixSum(Ring ring, ScalarMatrix matrix) {
    this.ring = ring;
    this.matrix = matrix;
    long[] sums = IntStream.of(BLOCKS).mapToLong(matrix::largestSum).toArray();
    this.splits =
        IntStream.range(0, ring.dataCount())
            .mapToObj(prime -> Split.of(ring.modulus(prime), sums))
            .toList();
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
      OperandChecks.scaleFits(ring.parameters(), c.scale() * matrix.scale(), c.level());
      first = c;
      sums = new double[c.size()][c.level() + 1][][];
      for (double[][][] polynomial : sums) {
        Arrays.setAll(polynomial, prime -> takeVectors());
      }
      return c;
    }
    OperandChecks.sameShape(reference, c);
    return c;
  }

  /** All rows of the matrix, on one chunk of one polynomial's residues modulo one prime. */
  private void add(int firstColumn, List<JvmCiphertext> operands, int k, int prime, int chunk) {
    Split split = splits.get(prime);
    Scratch free = scratch.poll();
    Scratch own = free == null ? Scratch.take(ring.chunks()) : free;
    for (int from = 0; from < operands.size(); from += split.columns()) {
      int count = Math.min(split.columns(), operands.size() - from);
      for (int t = 0; t < count; t++) {
        double[] row = operands.get(from + t).polynomials()[k][prime];
        System.arraycopy(row, chunk * CHUNK, own.low[t], 0, CHUNK);
        if (split.isSplit()) {
          ring.kernels().split(own.low[t], split.radix(), own.high[t], own.low[t]);
        }
      }
      multiply(own, split, firstColumn + from, count, k, prime, chunk);
    }
    scratch.add(own);
  }

  private void multiply(
      Scratch own, Split split, int column, int count, int k, int prime, int chunk) {
    Kernels kernels = ring.kernels();
    double[] weights = matrix.panels();
    for (int row = 0; row < matrix.rows(); row += ScalarMatrix.PANEL_ROWS) {
      int weightsAt = matrix.panelOffset(row / ScalarMatrix.PANEL_ROWS, column);
      kernels.multiplyPanel(weights, weightsAt, own.low, count, own.lowProducts);
      if (split.isSplit()) {
        kernels.multiplyPanel(weights, weightsAt, own.high, count, own.highProducts);
      }
      int rows = Math.min(ScalarMatrix.PANEL_ROWS, matrix.rows() - row);
      for (int o = 0; o < rows; o++) {
        addProducts(own, split, o, k, prime, chunk * paddedRows() + row + o);
      }
    }
  }

  /** Adds the products of row {@code o} of a panel to the sums in {@code slot}. */
  private void addProducts(Scratch own, Split split, int o, int k, int prime, int slot) {
    Modulus modulus = ring.modulus(prime);
    double[] vector = sums[k][prime][slot / chunks()];
    int at = slot % chunks() * CHUNK;
    System.arraycopy(vector, at, own.sum, 0, CHUNK);
    if (split.isSplit()) {
      double radix = modulus.ofLong((long) split.radix());
      ring.kernels().addSplit(own.highProducts[o], own.lowProducts[o], radix, own.sum, modulus);
    } else {
      ring.kernels().add(own.lowProducts[o], own.sum, own.sum, modulus);
    }
    System.arraycopy(own.sum, 0, vector, at, CHUNK);
  }

  /** Those of rows beyond the matrix's come from the pool, because they are no result. */
  private double[][] takeVectors() {
    double[][] vectors = Arrays.copyOf(ring.allocate(matrix.rows()), paddedRows());
    double[][] beyond = ring.pool().takeZeroed(paddedRows() - matrix.rows());
    System.arraycopy(beyond, 0, vectors, matrix.rows(), beyond.length);
    return vectors;
  }

  private int chunks() {
    return ring.n() / CHUNK;
  }

  private int paddedRows() {
    int panels = (matrix.rows() + ScalarMatrix.PANEL_ROWS - 1) / ScalarMatrix.PANEL_ROWS;
    return panels * ScalarMatrix.PANEL_ROWS;
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
      own.give(ring.chunks());
    }
    ring.parallelism()
        .forEach(
            sums.length * sums[0].length,
            task -> {
              double[][] vectors = sums[task / sums[0].length][task % sums[0].length];
              toRows(vectors);
              ring.pool().give(Arrays.copyOfRange(vectors, matrix.rows(), vectors.length));
            });
    List<Ciphertext> results = new ArrayList<>();
    for (int row = 0; row < matrix.rows(); row++) {
      double[][][] polynomials = new double[sums.length][sums[0].length][];
      for (int k = 0; k < polynomials.length; k++) {
        for (int prime = 0; prime < polynomials[k].length; prime++) {
          polynomials[k][prime] = sums[k][prime][row];
        }
      }
      results.add(
          Checks.notTransparent(
              new JvmCiphertext(ring, polynomials, reference.scale() * matrix.scale(), null)));
    }
    sums = new double[0][][][];
    return results;
  }

  /** Sorts the chunks of all rows in place, cycle by cycle, so that a vector holds a row. */
  private void toRows(double[][] vectors) {
    int rows = paddedRows();
    BitSet isMoved = new BitSet(rows * chunks());
    double[] carried = ring.pool().take();
    double[] next = ring.pool().take();
    for (int start = 0; start < rows * chunks(); start++) {
      if (isMoved.get(start)) {
        continue;
      }
      copyChunk(vectors, start, carried);
      int slot = start;
      do {
        slot = slot % rows * chunks() + slot / rows;
        copyChunk(vectors, slot, next);
        System.arraycopy(carried, 0, vectors[slot / chunks()], slot % chunks() * CHUNK, CHUNK);
        double[] free = carried;
        carried = next;
        next = free;
        isMoved.set(slot);
      } while (slot != start);
    }
    ring.pool().give(carried);
    ring.pool().give(next);
  }

  private void copyChunk(double[][] vectors, int slot, double[] out) {
    System.arraycopy(vectors[slot / chunks()], slot % chunks() * CHUNK, out, 0, CHUNK);
  }
}
