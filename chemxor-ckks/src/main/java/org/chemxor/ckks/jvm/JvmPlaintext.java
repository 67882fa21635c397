package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.jvm.ring.Ring;
import org.jspecify.annotations.Nullable;

/**
 * A polynomial over the first {@code level + 1} data primes: either transformed, a row of residues
 * for each prime, or compact, as the N small coefficients that all rows are computed from when they
 * are needed, in four bytes each if they fit. Immutable.
 */
final class JvmPlaintext implements Plaintext {
  private final Ring ring;
  private final int level;
  private final double scale;
  private final double @Nullable [][] rows;
  private final double[] coefficients;
  private final int[] shortCoefficients;

  private JvmPlaintext(
      Ring ring,
      int level,
      double scale,
      double @Nullable [][] rows,
      double[] coefficients,
      int[] shortCoefficients) {
    this.ring = ring;
    this.level = level;
    this.scale = scale;
    this.rows = rows;
    this.coefficients = coefficients;
    this.shortCoefficients = shortCoefficients;
  }

  /** A transformed polynomial; not copied. */
  JvmPlaintext(Ring ring, double[][] rows, double scale) {
    this(ring, rows.length - 1, scale, rows, new double[0], new int[0]);
  }

  /**
   * A compact polynomial.
   *
   * @param coefficients N integers below 2^50 in magnitude; not copied
   */
  static JvmPlaintext compact(Ring ring, double[] coefficients, int level, double scale) {
    boolean isShort = Arrays.stream(coefficients).allMatch(c -> Math.abs(c) <= Integer.MAX_VALUE);
    return isShort
        ? new JvmPlaintext(
            ring,
            level,
            scale,
            null,
            new double[0],
            Arrays.stream(coefficients).mapToInt(c -> (int) c).toArray())
        : new JvmPlaintext(ring, level, scale, null, coefficients, new int[0]);
  }

  Ring ring() {
    return ring;
  }

  @Override
  public double scale() {
    return scale;
  }

  @Override
  public int level() {
    return level;
  }

  boolean isCompact() {
    return rows == null;
  }

  /** All transformed rows; computed anew at every call when compact. */
  double[][] rows() {
    if (rows != null) {
      return rows;
    }
    double[][] expanded = ring.allocate(level + 1);
    ring.parallelism().forEach(level + 1, i -> expand(i, expanded[i]));
    return expanded;
  }

  /** One transformed row, to be given back by {@link #giveRow} and not to be written. */
  double[] takeRow(int i) {
    if (rows != null) {
      return rows[i];
    }
    double[] row = ring.pool().take();
    expand(i, row);
    return row;
  }

  void giveRow(double[] row) {
    if (rows == null) {
      ring.pool().give(row);
    }
  }

  private void expand(int i, double[] row) {
    double[] from = coefficients;
    if (from.length == 0) {
      for (int k = 0; k < row.length; k++) {
        row[k] = shortCoefficients[k];
      }
      from = row;
    }
    ring.kernels().reduce(from, row, ring.modulus(i));
    ring.forward(row, i);
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return WireBridge.write(new WireBridge(ring).toWire(this), out, compression);
  }

  @Override
  public String toString() {
    return "Plaintext[level=" + level() + ", scale=" + scale + "]";
  }
}
