package org.chemxor.ckks.jvm;

/** Between residues in [0, p) as words, row after row, and this engine's centred doubles. */
final class Residues {
  private Residues() {}

  /** Words below their primes to rows of centred residues. */
  static double[][] toRows(long[] words, Ring ring, int rows) {
    int n = ring.n();
    double[][] result = ring.allocate(rows);
    for (int row = 0; row < rows; row++) {
      long p = ring.modulus(row).value();
      long half = p >>> 1;
      double[] out = result[row];
      int base = row * n;
      for (int i = 0; i < n; i++) {
        long word = words[base + i];
        // Subtracts p when the word is above p/2, without a branch.
        out[i] = (double) (word - (p & ((half - word) >> 63)));
      }
    }
    return result;
  }

  /** Rows of residues, |x| at most p, to words in [0, p). */
  static long[] toWords(double[][] rows, Ring ring) {
    int n = ring.n();
    long[] words = new long[rows.length * n];
    for (int row = 0; row < rows.length; row++) {
      long p = ring.modulus(row).value();
      double[] in = rows[row];
      int base = row * n;
      for (int i = 0; i < n; i++) {
        long word = (long) in[i];
        words[base + i] = word + (p & (word >> 63));
      }
    }
    return words;
  }
}
