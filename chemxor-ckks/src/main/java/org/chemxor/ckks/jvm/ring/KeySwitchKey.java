package org.chemxor.ckks.jvm.ring;

import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.jspecify.annotations.Nullable;

/**
 * A key that turns something encrypted under s' into something encrypted under s: for each digit j
 * a pair (b_j, a_j) over all primes, transformed, with {@code b_j = -(a_j s + e_j) + P g_j s'},
 * where g_j is 1 modulo the primes of digit j and 0 modulo the others.
 *
 * @param digits {@code [digit][b or a][prime][N]}
 * @param seeds the seed of each a_j, or null when the key was read without them
 */
public record KeySwitchKey(double[][][][] digits, @Nullable List<WireSeed> seeds) {

  public int digitCount() {
    return digits.length;
  }

  /**
   * The same key with every polynomial moved by an automorphism; rotation keys are kept under the
   * inverse automorphism, so that only the result of a key switch needs moving.
   */
  public KeySwitchKey permuted(int[] table, Kernels kernels) {
    double[][][][] moved = new double[digits.length][][][];
    Arrays.setAll(moved, j -> permuted(digits[j], table, kernels));
    return new KeySwitchKey(moved, seeds);
  }

  /** One digit with its polynomials moved by an automorphism. */
  public static double[][][] permuted(double[][][] digit, int[] table, Kernels kernels) {
    double[][][] moved = new double[digit.length][][];
    for (int half = 0; half < digit.length; half++) {
      double[][] source = digit[half];
      moved[half] = new double[source.length][source[0].length];
      for (int row = 0; row < source.length; row++) {
        kernels.permute(source[row], table, moved[half][row]);
      }
    }
    return moved;
  }
}
