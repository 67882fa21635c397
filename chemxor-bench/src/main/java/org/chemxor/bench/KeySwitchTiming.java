package org.chemxor.bench;

import java.util.Arrays;
import java.util.Random;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.jvm.arithmetic.KernelSelection;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.KeySwitcher;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.parallel.Parallelism;

/**
 * The parts of a hoisted rotation each for itself, for benchmarks: what one rotation needs beside
 * the decomposition that all share, at the highest level, one special prime and one prime a digit,
 * on one thread. Keys are random numbers in the shape of keys, as many as are rotated by in turn.
 */
public final class KeySwitchTiming {
  private final Ring ring;
  private final KeySwitcher switcher;
  private final Kernels kernels;
  private final KeySwitchKey[] keys;
  private final double[][][] digits;
  private final double[][][] sums;
  private final double[][] near;
  private final int[] automorphism;
  private final int level;
  private int next;

  /**
   * Makes operands and keys.
   *
   * @param parameters with one special prime and one prime a digit
   * @param keyCount so many that they do not fit the caches
   */
  public KeySwitchTiming(CkksParameters parameters, int keyCount) {
    this.kernels = KernelSelection.kernels();
    this.ring = new Ring(parameters, Parallelism.sequential(), kernels);
    this.switcher = new KeySwitcher(ring);
    this.level = parameters.maxLevel();
    Random random = new Random(1);
    this.keys = new KeySwitchKey[keyCount];
    Arrays.setAll(keys, i -> randomKey(random));
    this.digits = switcher.decompose(randomRows(ring.dataCount(), random), level);
    this.sums =
        new double[][][] {randomRows(digits.length, random), randomRows(digits.length, random)};
    this.near = randomRows(5, random);
    this.automorphism = ring.automorphism(ring.galois().rotation(1));
  }

  private KeySwitchKey randomKey(Random random) {
    double[][][][] pairs = new double[ring.dataCount()][2][][];
    for (double[][][] pair : pairs) {
      Arrays.setAll(pair, half -> randomRows(ring.primeCount(), random));
    }
    return new KeySwitchKey(pairs, null);
  }

  private double[][] randomRows(int count, Random random) {
    double[][] rows = new double[count][];
    Arrays.setAll(
        rows,
        i -> {
          Modulus modulus = ring.modulus(i % ring.primeCount());
          return random.longs(ring.n(), 0, modulus.value()).mapToDouble(modulus::ofLong).toArray();
        });
    return rows;
  }

  private KeySwitchKey nextKey() {
    next = (next + 1) % keys.length;
    return keys[next];
  }

  /** Bytes of one key. */
  public long keyBytes() {
    return 2L * ring.dataCount() * ring.primeCount() * ring.n() * Double.BYTES;
  }

  /** Another key read from memory: one element of each cache line; returns their parity. */
  public long readKey() {
    long bits = 0;
    for (double[][][] pair : nextKey().digits()) {
      for (double[][] half : pair) {
        for (double[] row : half) {
          bits ^= everyEighth(row);
        }
      }
    }
    return bits;
  }

  private static long everyEighth(double[] row) {
    long bits = 0;
    for (int i = 0; i < row.length; i += 8) {
      bits ^= Double.doubleToRawLongBits(row[i]);
    }
    return bits;
  }

  /** As many products as a rotation makes, of five vectors that stay in the near caches. */
  public void productsNear() {
    Modulus modulus = ring.modulus(0);
    int pairs = ring.dataCount() * ring.primeCount();
    Arrays.fill(near[3], 0);
    Arrays.fill(near[4], 0);
    for (int i = 0; i < pairs; i += 2) {
      kernels.multiplyAddTwoPairsLazy(
          near[0], near[1], near[2], near[0], near[1], near[2], near[3], near[4], modulus);
      if (i % 4 == 2) {
        kernels.reduce(near[3], near[3], modulus);
        kernels.reduce(near[4], near[4], modulus);
      }
    }
  }

  /** The products of a rotation as they are: all digits with another key. */
  public void products() {
    switcher.multiply(digits, nextKey(), level, sums[0], sums[1]);
  }

  /** The transforms of the division by the special prime, on one vector. */
  public void transformsNear() {
    for (int half = 0; half < 2; half++) {
      ring.inverse(near[0], ring.dataCount());
      for (int row = 0; row <= level; row++) {
        ring.forward(near[0], row);
      }
    }
  }

  /** The division of both polynomials, transforms and all. */
  public void division() {
    switcher.divide(sums[0], level, sums[0]);
    switcher.divide(sums[1], level, sums[1]);
  }

  /** Moving and allocating both polynomials of a result. */
  public double[][] move() {
    double[][] result = new double[2 * (level + 1)][];
    for (int i = 0; i < result.length; i++) {
      result[i] = new double[ring.n()];
      kernels.permute(near[i % near.length], automorphism, result[i]);
    }
    return result;
  }
}
