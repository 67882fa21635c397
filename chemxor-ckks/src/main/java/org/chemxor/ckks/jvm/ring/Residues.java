package org.chemxor.ckks.jvm.ring;

/** Between residues in [0, p) as words, row after row, and this engine's centred doubles. */
public final class Residues {
  private Residues() {}

  /** Words below their primes to rows of centred residues. */
  public static double[][] toRows(long[] words, Ring ring, int rows) {
    int n = ring.n();
    double[][] result = ring.allocate(rows);
    for (int row = 0; row < rows; row++) {
      centre(words, row * n, result[row], 0, n, ring.modulus(row).value());
    }
    return result;
  }

  /** Words in [0, p) from one offset on to centred residues from another. */
  static void centre(long[] words, int from, double[] out, int to, int count, long p) {
    long half = p >>> 1;
    for (int i = 0; i < count; i++) {
      long word = words[from + i];
      // Subtracts p when the word is above p/2, without a branch.
      out[to + i] = (double) (word - (p & ((half - word) >> 63)));
    }
  }

  /** Rows of residues, |x| at most p, to words in [0, p). */
  public static long[] toWords(double[][] rows, Ring ring) {
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
