package org.chemxor.ckks.jvm;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Hybrid key switching (Gentry, Halevi, Smart, CRYPTO 2012; Han and Ki, CT-RSA 2020) in three steps
 * that can be used apart: {@link #decompose} into digits in the extended basis, {@link #multiply}
 * with a key, {@link #divide} by the special primes.
 *
 * <p>Polynomials are in the transformed domain throughout. Extended rows: data rows 0 ... level,
 * then the special primes.
 */
final class KeySwitcher {
  private final Ring ring;
  private final Map<Integer, BasisConverter> converters = new ConcurrentHashMap<>();

  /** P mod each prime, and 1/P mod each data prime. */
  private final double[] special;

  private final double[] specialInverse;

  KeySwitcher(Ring ring) {
    this.ring = ring;
    this.special = new double[ring.primeCount()];
    this.specialInverse = new double[ring.dataCount()];
    for (int i = 0; i < ring.dataCount(); i++) {
      Modulus modulus = ring.modulus(i);
      double product = 1;
      for (int k = ring.dataCount(); k < ring.primeCount(); k++) {
        product = modulus.multiply(product, modulus.ofLong(ring.modulus(k).value()));
      }
      special[i] = modulus.reduce(product);
      specialInverse[i] = modulus.invert(product);
    }
  }

  /** P mod data prime {@code prime}; zero modulo the special primes. */
  double specialProduct(int prime) {
    return special[prime];
  }

  /** Rows of the extended basis at a level. */
  int extendedRows(int level) {
    return level + 1 + ring.specialCount();
  }

  /**
   * Splits a polynomial into digits, each extended to all rows. Costs one inverse transform a data
   * row and one forward transform for every digit and row outside it.
   *
   * @param d a polynomial at {@code level}; the digits share its rows, so it must not change before
   *     they are {@linkplain #release released}
   * @return {@code [row][digit][N]}, partly from the ring's pool
   */
  double[][][] decompose(double[][] d, int level) {
    int rows = extendedRows(level);
    int digits = ring.parameters().digitCount(level);
    double[][] coefficients = ring.pool().take(level + 1);
    double[][] overflow = ring.pool().take(digits);
    double[][][] out = new double[rows][digits][];
    ring.parallelism().forEach(digits, j -> prepareDigit(j, level, d, coefficients, overflow[j]));
    ring.parallelism()
        .forEach(rows, row -> extendRow(row, level, d, coefficients, overflow, out[row]));
    ring.pool().give(coefficients);
    ring.pool().give(overflow);
    return out;
  }

  /** All digits of one row; the digit that the row belongs to is the row of {@code d} itself. */
  private void extendRow(
      int row,
      int level,
      double[][] d,
      double[][] coefficients,
      double[][] overflow,
      double[][] out) {
    for (int j = 0; j < out.length; j++) {
      if (isInside(row, j, level)) {
        out[j] = d[row];
      } else {
        out[j] = ring.pool().take();
        extendDigit(j, level, row, coefficients, overflow[j], out[j]);
      }
    }
  }

  private void releaseRow(double[][] digits, int row, int level) {
    for (int j = 0; j < digits.length; j++) {
      if (!isInside(row, j, level)) {
        ring.pool().give(digits[j]);
      }
    }
  }

  /** Returns a decomposition to the pool. */
  void release(double[][][] digits, int level) {
    for (int row = 0; row < digits.length; row++) {
      releaseRow(digits[row], row, level);
    }
  }

  private boolean isInside(int row, int digit, int level) {
    return row >= firstOf(digit) && row < endOf(digit, level);
  }

  private int firstOf(int digit) {
    return digit * ring.parameters().digitSize();
  }

  private int endOf(int digit, int level) {
    return Math.min(firstOf(digit) + ring.parameters().digitSize(), level + 1);
  }

  private void prepareDigit(
      int digit, int level, double[][] d, double[][] coefficients, double[] overflow) {
    int from = firstOf(digit);
    int to = endOf(digit, level);
    for (int i = from; i < to; i++) {
      System.arraycopy(d[i], 0, coefficients[i], 0, ring.n());
      ring.inverse(coefficients[i], i);
    }
    converter(from, to).prepare(rows(coefficients, from, to), overflow);
  }

  /** One row outside the digit's own primes. */
  private void extendDigit(
      int digit, int level, int row, double[][] coefficients, double[] overflow, double[] out) {
    int from = firstOf(digit);
    int to = endOf(digit, level);
    int prime = ring.extendedPrime(row, level);
    converter(from, to).convert(rows(coefficients, from, to), overflow, prime, out);
    ring.forward(out, prime);
  }

  private static double[][] rows(double[][] polynomial, int from, int to) {
    return Arrays.copyOfRange(polynomial, from, to);
  }

  private BasisConverter converter(int from, int to) {
    return converters.computeIfAbsent(
        from * 256 + to, key -> new BasisConverter(ring, IntStream.range(from, to).toArray()));
  }

  /**
   * The inner product of digits and key, in the extended basis, reduced.
   *
   * @param digits from {@link #decompose} at {@code level}
   * @param acc0 receives the part that joins c0; {@link #extendedRows} rows, overwritten
   * @param acc1 receives the part that joins c1
   */
  void multiply(
      double[][][] digits, KeySwitchKey key, int level, double[][] acc0, double[][] acc1) {
    ring.parallelism()
        .forEach(
            digits.length, row -> multiplyRow(digits[row], key, row, level, acc0[row], acc1[row]));
  }

  /** One row of the inner product. */
  private void multiplyRow(
      double[][] digits, KeySwitchKey key, int row, int level, double[] acc0, double[] acc1) {
    int prime = ring.extendedPrime(row, level);
    Modulus modulus = ring.modulus(prime);
    Kernels kernels = ring.kernels();
    Arrays.fill(acc0, 0);
    Arrays.fill(acc1, 0);
    int room = modulus.lazyTerms();
    for (int j = 0; j < digits.length; j++) {
      if (room-- == 0) {
        kernels.reduce(acc0, acc0, modulus);
        kernels.reduce(acc1, acc1, modulus);
        room = modulus.lazyTerms() - 1;
      }
      double[][][] pair = key.digits()[j];
      kernels.multiplyAddPairLazy(
          digits[j], 0, pair[0][prime], pair[1][prime], acc0, acc1, 0, ring.n(), modulus);
    }
    kernels.reduce(acc0, acc0, modulus);
    kernels.reduce(acc1, acc1, modulus);
  }

  /**
   * Divides by P with rounding and drops the special rows.
   *
   * @param extended a polynomial in the extended basis at {@code level}; its special rows are
   *     overwritten
   * @param out level + 1 rows, overwritten; may share its rows with {@code extended}
   */
  void divide(double[][] extended, int level, double[][] out) {
    int specials = ring.specialCount();
    double[][] tail = rows(extended, level + 1, level + 1 + specials);
    double[] overflow = ring.pool().take();
    ring.parallelism().forEach(specials, k -> ring.inverse(tail[k], ring.dataCount() + k));
    BasisConverter converter = converter(ring.dataCount(), ring.primeCount());
    converter.prepare(tail, overflow);
    ring.parallelism()
        .forEach(
            level + 1,
            row -> {
              double[] low = ring.pool().take();
              converter.convert(tail, overflow, row, low);
              ring.forward(low, row);
              ring.kernels()
                  .subtractMultiply(
                      extended[row], low, specialInverse[row], out[row], ring.modulus(row));
              ring.pool().give(low);
            });
    ring.pool().give(overflow);
  }

  /**
   * The whole switch: {@code d} under s' to a pair under s. The digits of a row are used as soon as
   * they are made, so that they never leave the near caches.
   *
   * @param out two polynomials at {@code level}, overwritten
   */
  void apply(double[][] d, KeySwitchKey key, int level, double[][][] out) {
    int rows = extendedRows(level);
    int digits = ring.parameters().digitCount(level);
    double[][] coefficients = ring.pool().take(level + 1);
    double[][] overflow = ring.pool().take(digits);
    double[][] acc0 = ring.pool().take(rows);
    double[][] acc1 = ring.pool().take(rows);
    ring.parallelism().forEach(digits, j -> prepareDigit(j, level, d, coefficients, overflow[j]));
    ring.parallelism()
        .forEach(
            rows,
            row -> {
              double[][] extended = new double[digits][];
              extendRow(row, level, d, coefficients, overflow, extended);
              multiplyRow(extended, key, row, level, acc0[row], acc1[row]);
              releaseRow(extended, row, level);
            });
    ring.pool().give(coefficients);
    ring.pool().give(overflow);
    divide(acc0, level, out[0]);
    divide(acc1, level, out[1]);
    ring.pool().give(acc0);
    ring.pool().give(acc1);
  }

  /** The switch of an already decomposed polynomial into {@code out}, overwritten. */
  void applyDecomposed(double[][][] digits, KeySwitchKey key, int level, double[][][] out) {
    double[][] acc0 = ring.pool().take(extendedRows(level));
    double[][] acc1 = ring.pool().take(extendedRows(level));
    multiply(digits, key, level, acc0, acc1);
    divide(acc0, level, out[0]);
    divide(acc1, level, out[1]);
    ring.pool().give(acc0);
    ring.pool().give(acc1);
  }
}
