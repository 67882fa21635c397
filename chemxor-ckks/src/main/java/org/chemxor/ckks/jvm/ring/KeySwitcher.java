package org.chemxor.ckks.jvm.ring;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.jspecify.annotations.Nullable;

/**
 * Hybrid key switching (Gentry, Halevi, Smart, CRYPTO 2012; Han and Ki, CT-RSA 2020) in three steps
 * that can be used apart: {@link #decompose} into digits in the extended basis, {@link #multiply}
 * with a key, {@link #divide} by the special primes.
 *
 * <p>Polynomials are in the transformed domain throughout. Extended rows: data rows 0 ... level,
 * then the special primes.
 */
public final class KeySwitcher {
  /** The digits of a decomposed polynomial, row by row. */
  private interface Digits {
    double[] take(int row, int digit);

    void give(double[] vector, int row, int digit);
  }

  /** What becomes of a switched pair of polynomials, row by row, on any thread. */
  public interface Output {
    /**
     * Takes one row: {@code (sum - low) factor} modulo the row's prime.
     *
     * @param half 0 for the polynomial that joins c0, 1 for the other
     * @param sum not to be changed
     * @param low a scratch vector, free to be overwritten
     */
    void accept(int half, int row, double[] sum, double[] low, double factor);
  }

  private final Ring ring;
  private final Map<Integer, BasisConverter> converters = new ConcurrentHashMap<>();

  /** P mod each prime, and 1/P mod each data prime. */
  private final double[] special;

  private final double[] specialInverse;

  public KeySwitcher(Ring ring) {
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
  public double specialProduct(int prime) {
    return special[prime];
  }

  /** Rows of the extended basis at a level. */
  public int extendedRows(int level) {
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
  public double[][][] decompose(double[][] d, int level) {
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
      out[j] = takeDigit(row, j, level, d, coefficients, overflow[j]);
    }
  }

  /** Digit {@code j} of one row: the row of {@code d} itself, or a vector of the pool. */
  private double[] takeDigit(
      int row, int j, int level, double[][] d, double[][] coefficients, double[] overflow) {
    if (isInside(row, j, level)) {
      return d[row];
    }
    double[] digit = ring.pool().take();
    extendDigit(j, level, row, coefficients, overflow, digit);
    return digit;
  }

  private void giveDigit(double[] digit, int row, int j, int level) {
    if (!isInside(row, j, level)) {
      ring.pool().give(digit);
    }
  }

  /** Returns a decomposition to the pool. */
  public void release(double[][][] digits, int level) {
    for (int row = 0; row < digits.length; row++) {
      for (int j = 0; j < digits[row].length; j++) {
        giveDigit(digits[row][j], row, j, level);
      }
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
  public void multiply(
      double[][][] digits, KeySwitchKey key, int level, double[][] acc0, double[][] acc1) {
    Digits made = new MadeDigits(digits);
    ring.parallelism()
        .forEach(digits.length, row -> sumRow(made, key, row, level, acc0[row], acc1[row]));
  }

  /** Digits from {@link #decompose}, which stay. */
  private record MadeDigits(double[][][] digits) implements Digits {
    @Override
    public double[] take(int row, int digit) {
      return digits[row][digit];
    }

    @Override
    public void give(double[] vector, int row, int digit) {
      // The caller releases them all.
    }
  }

  /** One row of the inner product, two digits at a time. */
  private void sumRow(
      Digits digits, KeySwitchKey key, int row, int level, double[] acc0, double[] acc1) {
    Modulus modulus = ring.modulus(ring.extendedPrime(row, level));
    int count = ring.parameters().digitCount(level);
    Arrays.fill(acc0, 0);
    Arrays.fill(acc1, 0);
    int room = modulus.lazyTerms();
    for (int j = 0; j < count; j += 2) {
      boolean two = j + 1 < count;
      room = makeRoom(two ? 2 : 1, room, acc0, acc1, modulus);
      double[] first = digits.take(row, j);
      double[] second = two ? digits.take(row, j + 1) : null;
      multiplyDigits(first, second, key, j, row, level, acc0, acc1);
      digits.give(first, row, j);
      if (second != null) {
        digits.give(second, row, j + 1);
      }
    }
    ring.kernels().reduce(acc0, acc0, modulus);
    ring.kernels().reduce(acc1, acc1, modulus);
  }

  /** Reduces the sums if {@code terms} more do not fit; returns how many fit after them. */
  private int makeRoom(int terms, int room, double[] acc0, double[] acc1, Modulus modulus) {
    if (room >= terms) {
      return room - terms;
    }
    ring.kernels().reduce(acc0, acc0, modulus);
    ring.kernels().reduce(acc1, acc1, modulus);
    return modulus.lazyTerms() - 1 - terms;
  }

  /** The products of digit {@code j}, and of the one after it unless null, in one passage. */
  private void multiplyDigits(
      double[] digit,
      double @Nullable [] next,
      KeySwitchKey key,
      int j,
      int row,
      int level,
      double[] acc0,
      double[] acc1) {
    int prime = ring.extendedPrime(row, level);
    Modulus modulus = ring.modulus(prime);
    double[][][] pair = key.digits()[j];
    if (next == null) {
      ring.kernels()
          .multiplyAddPairLazy(
              digit, pair[0][prime], pair[1][prime], acc0, acc1, 0, ring.n(), modulus);
      return;
    }
    double[][][] second = key.digits()[j + 1];
    ring.kernels()
        .multiplyAddTwoPairsLazy(
            digit,
            pair[0][prime],
            pair[1][prime],
            next,
            second[0][prime],
            second[1][prime],
            acc0,
            acc1,
            modulus);
  }

  /**
   * Divides by P with rounding and drops the special rows.
   *
   * @param extended a polynomial in the extended basis at {@code level}; its special rows are
   *     overwritten
   * @param out level + 1 rows, overwritten; may share its rows with {@code extended}
   */
  public void divide(double[][] extended, int level, double[][] out) {
    divide(
        extended,
        level,
        0,
        (half, row, sum, low, factor) ->
            ring.kernels().subtractMultiply(sum, low, factor, out[row], ring.modulus(row)));
  }

  private void divide(double[][] extended, int level, int half, Output out) {
    double[][] tail = rows(extended, level + 1, extendedRows(level));
    double[] overflow = ring.pool().take();
    prepareTail(tail, overflow);
    ring.parallelism()
        .forEach(level + 1, row -> divideRow(half, row, extended[row], tail, overflow, out));
    ring.pool().give(overflow);
  }

  /** The special rows of a polynomial as coefficients, ready to be converted. */
  private void prepareTail(double[][] tail, double[] overflow) {
    ring.parallelism().forEach(tail.length, k -> ring.inverse(tail[k], ring.dataCount() + k));
    converter(ring.dataCount(), ring.primeCount()).prepare(tail, overflow);
  }

  private void divideRow(
      int half, int row, double[] sum, double[][] tail, double[] overflow, Output out) {
    double[] low = ring.pool().take();
    converter(ring.dataCount(), ring.primeCount()).convert(tail, overflow, row, low);
    ring.forward(low, row);
    out.accept(half, row, sum, low, specialInverse[row]);
    ring.pool().give(low);
  }

  /**
   * The whole switch: {@code d} under s' to a pair under s. The digits of a row are used as soon as
   * they are made, so that they never leave the near caches.
   *
   * @param out receives every row of both polynomials once
   */
  public void apply(double[][] d, KeySwitchKey key, int level, Output out) {
    double[][] acc0 = ring.pool().take(extendedRows(level));
    double[][] acc1 = ring.pool().take(extendedRows(level));
    accumulate(d, key, level, acc0, acc1);
    divide(acc0, level, 0, out);
    divide(acc1, level, 1, out);
    ring.pool().give(acc0);
    ring.pool().give(acc1);
  }

  /**
   * The switch without the division by P, in the extended basis.
   *
   * @param acc0 receives the part that joins c0; {@link #extendedRows} rows, overwritten
   * @param acc1 receives the part that joins c1
   */
  void accumulate(double[][] d, KeySwitchKey key, int level, double[][] acc0, double[][] acc1) {
    int rows = extendedRows(level);
    int count = ring.parameters().digitCount(level);
    double[][] coefficients = ring.pool().take(level + 1);
    double[][] overflow = ring.pool().take(count);
    ring.parallelism().forEach(count, j -> prepareDigit(j, level, d, coefficients, overflow[j]));
    Digits digits =
        new Digits() {
          @Override
          public double[] take(int row, int digit) {
            return takeDigit(row, digit, level, d, coefficients, overflow[digit]);
          }

          @Override
          public void give(double[] vector, int row, int digit) {
            giveDigit(vector, row, digit, level);
          }
        };
    ring.parallelism().forEach(rows, row -> sumRow(digits, key, row, level, acc0[row], acc1[row]));
    ring.pool().give(coefficients);
    ring.pool().give(overflow);
  }

  /**
   * The switch of an already decomposed polynomial: the special rows first, so that every data row
   * is summed and divided in one go.
   *
   * @param digits from {@link #decompose} at {@code level}
   * @param out receives every row of both polynomials once
   */
  public void applyDecomposed(double[][][] digits, KeySwitchKey key, int level, Output out) {
    Digits made = new MadeDigits(digits);
    double[][][] tails = {takeSpecials(), takeSpecials()};
    double[][] overflows = ring.pool().take(2);
    ring.parallelism()
        .forEach(
            ring.specialCount(),
            k -> sumRow(made, key, level + 1 + k, level, tails[0][k], tails[1][k]));
    for (int half = 0; half < 2; half++) {
      prepareTail(tails[half], overflows[half]);
    }
    ring.parallelism()
        .forEach(
            level + 1,
            row -> {
              double[][] sums = ring.pool().take(2);
              sumRow(made, key, row, level, sums[0], sums[1]);
              for (int half = 0; half < 2; half++) {
                divideRow(half, row, sums[half], tails[half], overflows[half], out);
              }
              ring.pool().give(sums);
            });
    ring.pool().give(overflows);
    ring.pool().give(tails[0]);
    ring.pool().give(tails[1]);
  }

  private double[][] takeSpecials() {
    return ring.pool().take(ring.specialCount());
  }
}
