package org.chemxor.cli.bench;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.SecurityLevel;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A size to measure: all primes equally large.
 *
 * @param degree N, a power of two from 4096 to 32768
 * @param primes number of data primes, 2 or more; what 128-bit security leaves to each of them and
 *     one special prime must be at least 24 bits
 */
record RingSize(int degree, int primes) {
  /** A residue lives in a double, with room for a few sums. */
  private static final int MOST_BITS = 48;

  private static final int LEAST_BITS = 24;

  /** Bits by which a scale stays below its prime. */
  private static final int SCALE_MARGIN = 4;

  RingSize {
    if (Integer.bitCount(degree) != 1 || degree < 4096 || degree > 32768) {
      throw new IllegalArgumentException(
          "N = " + degree + " is not measured: use 4096, 8192, 16384 or 32768");
    }
    if (primes < 2 || bits(degree, primes) < LEAST_BITS) {
      throw new IllegalArgumentException(
          primes
              + " data primes are not measured at N = "
              + degree
              + ": from 2 to "
              + (budget(degree) / LEAST_BITS - 1)
              + " fit 128-bit security");
    }
  }

  private static int budget(int degree) {
    return SecurityLevel.GUIDELINES_2024.maxModulusBits(degree);
  }

  private static int bits(int degree, int primes) {
    return Math.min(MOST_BITS, budget(degree) / (primes + 1));
  }

  /** Primes as large as 128-bit security lets them be, one special prime. */
  CkksParameters parameters() {
    int bits = bits(degree, primes);
    int[] data = new int[primes];
    Arrays.fill(data, bits);
    return CkksParameters.builder()
        .polyModulusDegree(degree)
        .dataPrimeBits(data)
        .specialPrimeBits(bits)
        .scaleBits(bits - SCALE_MARGIN)
        .build();
  }

  @Override
  public String toString() {
    return degree + "x" + primes;
  }

  /** Reads what {@link #toString} writes. */
  static final class Converter implements ITypeConverter<RingSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{4,5})x(\\d{1,2})");

    @Override
    public RingSize convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "a size is N x data primes, such as 8192x3, not " + value);
      }
      try {
        return new RingSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
