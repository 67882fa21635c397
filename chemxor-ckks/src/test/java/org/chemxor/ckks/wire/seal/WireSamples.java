package org.chemxor.ckks.wire.seal;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.chemxor.ckks.wire.seal.WireKeySwitchKeys.Kind;

/** Objects with random content, for tests. */
public final class WireSamples {

  private WireSamples() {}

  /** Parameters with the largest primes of the given sizes, later ones of a size being larger. */
  public static WireParameters parameters(int degree, int... bits) {
    long[] primes = new long[bits.length];
    for (int i = bits.length - 1; i >= 0; i--) {
      long candidate = ((1L << bits[i]) - 1) / (2L * degree) * (2L * degree) + 1;
      while (contains(primes, candidate) || !BigInteger.valueOf(candidate).isProbablePrime(60)) {
        candidate -= 2L * degree;
      }
      primes[i] = candidate;
    }
    return WireParameters.of(degree, primes);
  }

  private static boolean contains(long[] primes, long candidate) {
    for (long prime : primes) {
      if (prime == candidate) {
        return true;
      }
    }
    return false;
  }

  static long[] polynomial(WireParameters parameters, int primeCount, Random random) {
    int degree = parameters.degree();
    long[] words = new long[primeCount * degree];
    for (int i = 0; i < words.length; i++) {
      words[i] = random.nextLong() >>> 1 & Long.MAX_VALUE;
      words[i] %= parameters.prime(i / degree);
    }
    return words;
  }

  static WireSeed seed(Random random) {
    return new WireSeed(WireSeed.Generator.BLAKE2XB, random.longs(8).toArray());
  }

  static WireCiphertext ciphertext(
      WireParameters parameters, int primeCount, int size, Random random) {
    long[][] components = new long[size][];
    for (int i = 0; i < size; i++) {
      components[i] = polynomial(parameters, primeCount, random);
    }
    return WireCiphertext.of(parameters, primeCount, 0x1p40, components);
  }

  static WireCiphertext key(WireParameters parameters, boolean seeded, Random random) {
    int primeCount = parameters.primeCount();
    long[] c0 = polynomial(parameters, primeCount, random);
    return seeded
        ? WireCiphertext.seeded(parameters, primeCount, 1.0, c0, seed(random))
        : WireCiphertext.of(
            parameters, primeCount, 1.0, c0, polynomial(parameters, primeCount, random));
  }

  public static WireKeySwitchKeys keys(
      WireParameters parameters, Kind kind, boolean seeded, Random random, int... indices) {
    TreeMap<Integer, List<WireCiphertext>> keys = new TreeMap<>();
    for (int index : indices) {
      List<WireCiphertext> digits = new ArrayList<>();
      for (int i = 0; i < parameters.dataPrimeCount(); i++) {
        digits.add(key(parameters, seeded, random));
      }
      keys.put(index, digits);
    }
    return WireKeySwitchKeys.of(parameters, kind, keys);
  }
}
