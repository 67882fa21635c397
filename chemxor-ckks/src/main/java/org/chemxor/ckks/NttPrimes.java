package org.chemxor.ckks;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds primes {@code p = 1 mod 2N}, for which the ring Z_p[X]/(X^N + 1) has a fast transform. */
public final class NttPrimes {
  private static final int PRIMALITY_CERTAINTY = 60;
  private static final int MAX_COUNTED_BITS = 32;

  private NttPrimes() {}

  /**
   * The largest primes of the given sizes, distinct, as Microsoft SEAL's {@code
   * CoeffModulus::Create} chooses and orders them: among equal sizes the smaller come first.
   *
   * @param polyModulusDegree N, a power of two
   * @param bitSizes bits of each prime wanted
   * @throws CkksException when there are not enough primes of a size
   */
  public static long[] ofBits(int polyModulusDegree, int... bitSizes) {
    Map<Integer, Integer> wanted = new HashMap<>();
    for (int bits : bitSizes) {
      wanted.merge(bits, 1, Integer::sum);
    }
    Map<Integer, List<Long>> found = new HashMap<>();
    wanted.forEach((bits, count) -> found.put(bits, largest(polyModulusDegree, bits, count)));
    long[] primes = new long[bitSizes.length];
    for (int i = 0; i < bitSizes.length; i++) {
      List<Long> ofSize = found.get(bitSizes[i]);
      primes[i] = ofSize.remove(ofSize.size() - 1);
    }
    return primes;
  }

  /**
   * How many primes of a size there are.
   *
   * @param bits at most 32: all candidates are tried
   */
  public static int count(int polyModulusDegree, int bits) {
    if (bits > MAX_COUNTED_BITS) {
      throw new IllegalArgumentException(
          "primes of up to " + MAX_COUNTED_BITS + " bits are counted, not of " + bits);
    }
    long step = 2L * polyModulusDegree;
    int count = 0;
    for (long p = (1L << (bits - 1)) / step * step + 1; p < 1L << bits; p += step) {
      if (p >= 1L << (bits - 1) && isNttPrime(p, polyModulusDegree)) {
        count++;
      }
    }
    return count;
  }

  /** Whether {@code p} is a prime with {@code p = 1 mod 2N}. */
  public static boolean isNttPrime(long p, int polyModulusDegree) {
    return p > 1
        && p % (2L * polyModulusDegree) == 1
        && BigInteger.valueOf(p).isProbablePrime(PRIMALITY_CERTAINTY);
  }

  private static List<Long> largest(int polyModulusDegree, int bits, int count) {
    long step = 2L * polyModulusDegree;
    List<Long> primes = new ArrayList<>();
    long lower = 1L << (bits - 1);
    for (long p = ((1L << bits) - 1) / step * step + 1; p > lower; p -= step) {
      if (p < (1L << bits) && isNttPrime(p, polyModulusDegree)) {
        primes.add(p);
        if (primes.size() == count) {
          return primes;
        }
      }
    }
    throw new CkksException(
        "there are only "
            + primes.size()
            + " primes of "
            + bits
            + " bits that are 1 mod "
            + step
            + ", "
            + count
            + " are needed: use larger primes");
  }
}
