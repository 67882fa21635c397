package org.chemxor.ckks.wire.seal;

/**
 * Expands a public seed into the uniform polynomial it stands for, exactly as SEAL 3.6 to 4.4 do.
 * First one word per residue is drawn for the whole polynomial; then, prime by prime, a word that
 * is too large to be unbiased is replaced by the next word of the stream, and reduced.
 */
public final class UniformSampler {
  /** One block of the stream. */
  private static final int PIECE = 512;

  private UniformSampler() {}

  /** Takes residues as they are made. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes some residues of one prime.
     *
     * @param prime its index
     * @param offset where they belong in the polynomial
     * @param residues in {@code [0, p)}; overwritten afterwards
     */
    void accept(int prime, int offset, long[] residues);
  }

  /**
   * Returns the polynomial, shape {@code [primes.length * degree]}, prime by prime, residues
   * uniform in {@code [0, p)}. SEAL uses it as it is, in NTT form.
   *
   * @param primes each at least 2 and at most 62 bits long
   */
  public static long[] sample(WireSeed seed, long[] primes, int degree) {
    long[] words = new long[Math.multiplyExact(primes.length, degree)];
    sample(
        seed,
        primes,
        degree,
        (prime, offset, residues) ->
            System.arraycopy(residues, 0, words, prime * degree + offset, residues.length));
    return words;
  }

  /**
   * Makes the polynomial in short pieces, in order. The words that replace others are those after
   * one word for every residue; a second cursor reads them.
   *
   * @param primes each at least 2 and at most 62 bits long
   * @param degree a power of two
   */
  public static void sample(WireSeed seed, long[] primes, int degree, Sink sink) {
    WireRandom random = new WireRandom(seed);
    WireRandom replacements = new WireRandom(seed, Math.multiplyExact(primes.length, degree));
    long[] piece = new long[Math.min(degree, PIECE)];
    for (int i = 0; i < primes.length; i++) {
      for (int offset = 0; offset < degree; offset += piece.length) {
        random.fill(piece);
        reduce(piece, primes[i], replacements);
        sink.accept(i, offset, piece);
      }
    }
  }

  static long[] sample(WireSeed seed, WireParameters parameters, int primeCount) {
    long[] primes = java.util.Arrays.copyOf(parameters.primes(), primeCount);
    return sample(seed, primes, parameters.degree());
  }

  /**
   * Reduces unsigned words modulo {@code prime} by Barrett's method: with {@code ratio = floor(2^64
   * / p)}, the quotient estimate {@code floor(x ratio / 2^64)} is at most one too small.
   */
  private static void reduce(long[] words, long prime, WireRandom replacements) {
    long bound = -1L - Long.remainderUnsigned(-1L, prime) - 1L;
    long ratio = Long.divideUnsigned(-1L, prime);
    for (int i = 0; i < words.length; i++) {
      long word = words[i];
      while (Long.compareUnsigned(word, bound) >= 0) {
        word = replacements.nextWord();
      }
      long quotient = Math.multiplyHigh(word, ratio) + ((word >> 63) & ratio);
      long residue = word - quotient * prime;
      words[i] = residue - (prime & ((prime - 1 - residue) >> 63));
    }
  }
}
