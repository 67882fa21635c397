package org.chemxor.ckks.jvm.ring;

import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A square, relinearised and rescaled in one go: the key switch's division by the special primes P
 * and the rescale's by q_l are one division by P q_l. That saves an inverse and l forward
 * transforms for each polynomial, and one of two roundings.
 *
 * <p>With (d_0, d_1, d_2) the square and (a_0, a_1) the inner product of d_2's digits and the key,
 * the result is {@code round((a_k + P d_k) / (P q_l))}.
 */
public final class SquareRescaler {
  private final Ring ring;
  private final KeySwitcher switcher;
  private final Map<Integer, Level> levels = new ConcurrentHashMap<>();

  /**
   * Constants of one level.
   *
   * @param converter from q_l and the special primes
   * @param inverse 1 / (P q_l) modulo the data primes below
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Level(BasisConverter converter, double[] inverse) {}

  public SquareRescaler(Ring ring, KeySwitcher switcher) {
    this.ring = ring;
    this.switcher = switcher;
  }

  private Level level(int level) {
    return levels.computeIfAbsent(level, this::build);
  }

  private Level build(int level) {
    int[] divisors =
        IntStream.concat(IntStream.of(level), IntStream.range(ring.dataCount(), ring.primeCount()))
            .toArray();
    BigInteger product =
        IntStream.of(divisors)
            .mapToObj(prime -> BigInteger.valueOf(ring.modulus(prime).value()))
            .reduce(BigInteger.ONE, BigInteger::multiply);
    double[] inverse =
        IntStream.range(0, level)
            .mapToObj(ring::modulus)
            .mapToDouble(modulus -> modulus.invert(modulus.ofBigInteger(product)))
            .toArray();
    return new Level(new BasisConverter(ring, divisors), inverse);
  }

  /**
   * The square of a ciphertext of two polynomials at {@code level}, at least 1.
   *
   * @param out two polynomials at {@code level - 1}, overwritten
   */
  public void apply(double[][][] a, KeySwitchKey key, int level, double[][][] out) {
    int rows = level + 1;
    double[][][] square = {ring.pool().take(rows), ring.pool().take(rows), ring.pool().take(rows)};
    double[][][] switched = {
      ring.pool().take(switcher.extendedRows(level)), ring.pool().take(switcher.extendedRows(level))
    };
    ring.parallelism()
        .forEach(
            rows,
            i ->
                ring.kernels()
                    .multiplyLinear(
                        a[0][i],
                        a[1][i],
                        a[0][i],
                        a[1][i],
                        square[0][i],
                        square[1][i],
                        square[2][i],
                        ring.modulus(i)));
    switcher.accumulate(square[2], key, level, switched[0], switched[1]);
    for (int k = 0; k < 2; k++) {
      divide(switched[k], square[k], level, out[k]);
      ring.pool().give(switched[k]);
    }
    for (double[][] polynomial : square) {
      ring.pool().give(polynomial);
    }
  }

  /** {@code (extended + P addend) / (P q_l)}; {@code extended} is overwritten. */
  private void divide(double[][] extended, double[][] addend, int level, double[][] out) {
    Level constants = level(level);
    double[][] tail = new double[1 + ring.specialCount()][];
    System.arraycopy(extended, level, tail, 0, tail.length);
    addScaled(addend, extended, level);
    ring.kernels().reduce(tail[0], tail[0], ring.modulus(level));
    ring.parallelism()
        .forEach(
            tail.length, k -> ring.inverse(tail[k], k == 0 ? level : ring.dataCount() + k - 1));
    double[] overflow = ring.pool().take();
    constants.converter().prepare(tail, overflow);
    ring.parallelism()
        .forEach(
            level,
            i -> {
              addScaled(addend, extended, i);
              double[] low = ring.pool().take();
              constants.converter().convert(tail, overflow, i, low);
              ring.forward(low, i);
              ring.kernels()
                  .subtractMultiply(
                      extended[i], low, constants.inverse()[i], out[i], ring.modulus(i));
              ring.pool().give(low);
            });
    ring.pool().give(overflow);
  }

  private void addScaled(double[][] addend, double[][] extended, int row) {
    ring.kernels()
        .multiplyScalarAddLazy(
            addend[row], switcher.specialProduct(row), extended[row], ring.modulus(row));
  }
}
