package org.chemxor.ckks.wire;

/**
 * Expands a public seed into the uniform polynomial it stands for, exactly as SEAL 3.6 to 4.4 do.
 * First one word per residue is drawn for the whole polynomial; then, prime by prime, a word that
 * is too large to be unbiased is replaced by the next word of the stream, and reduced.
 */
public final class UniformSampler {

  private UniformSampler() {}

  /**
   * Returns the polynomial, shape {@code [primes.length * degree]}, prime by prime, residues
   * uniform in {@code [0, p)}. SEAL uses it as it is, in NTT form.
   *
   * @param primes each at least 2 and at most 62 bits long
   */
  public static long[] sample(SealSeed seed, long[] primes, int degree) {
    SealRandom random = new SealRandom(seed);
    long[] words = new long[Math.multiplyExact(primes.length, degree)];
    random.fill(words);
    for (int i = 0; i < primes.length; i++) {
      reduceRow(words, i * degree, degree, primes[i], random);
    }
    return words;
  }

  static long[] sample(SealSeed seed, SealParameters parameters, int primeCount) {
    long[] primes = java.util.Arrays.copyOf(parameters.primes(), primeCount);
    return sample(seed, primes, parameters.degree());
  }

  /**
   * Reduces unsigned words modulo {@code prime} by Barrett's method: with {@code ratio = floor(2^64
   * / p)}, the quotient estimate {@code floor(x ratio / 2^64)} is at most one too small.
   */
  private static void reduceRow(
      long[] words, int offset, int count, long prime, SealRandom random) {
    long bound = -1L - Long.remainderUnsigned(-1L, prime) - 1L;
    long ratio = Long.divideUnsigned(-1L, prime);
    for (int i = offset; i < offset + count; i++) {
      long word = words[i];
      while (Long.compareUnsigned(word, bound) >= 0) {
        word = random.nextWord();
      }
      long quotient = Math.multiplyHigh(word, ratio) + ((word >> 63) & ratio);
      long residue = word - quotient * prime;
      words[i] = residue - (prime & ((prime - 1 - residue) >> 63));
    }
  }
}
