package org.chemxor.ckks.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.PreparedTransform;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.ring.Encoding;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.KeySwitcher;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.spi.OperandChecks;

/**
 * Linear transforms by baby steps and giant steps with double hoisting (Bossuat, Mouchet,
 * Troncoso-Pastoriza, Hubaux, EUROCRYPT 2021, algorithm 6): all baby rotations share one
 * decomposition and stay in the extended basis, so that each giant step divides by P once for its
 * second polynomial and the whole transform once for the first.
 */
public final class TransformRunner {
  private static final int BLOCK = JvmPreparedTransform.BLOCK;

  private final Ring ring;
  private final KeySwitcher switcher;
  private final Encoding encoding;

  TransformRunner(Ring ring, KeySwitcher switcher, Encoding encoding) {
    this.ring = ring;
    this.switcher = switcher;
    this.encoding = encoding;
  }

  PreparedTransform prepare(LinearTransform transform, int level, double scale) {
    OperandChecks.transformFits(transform, level, ring.parameters());
    OperandChecks.scaleFits(ring.parameters(), scale, level);
    JvmPreparedTransform.Giant[] giants = giants(transform);
    JvmPreparedTransform prepared =
        new JvmPreparedTransform(
            ring,
            transform,
            level,
            scale,
            giants,
            new double[switcher.extendedRows(level)][transform.indices().size()][]);
    for (JvmPreparedTransform.Giant giant : giants) {
      ring.parallelism().forEach(giant.babies().length, i -> encodeDiagonal(prepared, giant, i));
    }
    return prepared;
  }

  private static JvmPreparedTransform.Giant[] giants(LinearTransform transform) {
    List<JvmPreparedTransform.Giant> giants = new ArrayList<>();
    int first = 0;
    for (Map.Entry<Integer, int[]> entry : transform.giantSteps().entrySet()) {
      int[] babies = entry.getValue();
      giants.add(new JvmPreparedTransform.Giant(entry.getKey(), babies, first));
      first += babies.length;
    }
    return giants.toArray(new JvmPreparedTransform.Giant[0]);
  }

  /** Encodes diagonal {@code step + baby}, rotated right by the giant step. */
  private void encodeDiagonal(
      JvmPreparedTransform prepared, JvmPreparedTransform.Giant giant, int i) {
    LinearTransform transform = prepared.transform();
    int level = prepared.level();
    double[] values = transform.rotatedDiagonal(giant.step(), giant.babies()[i]);
    int[] primes =
        IntStream.range(0, switcher.extendedRows(level))
            .map(row -> ring.extendedPrime(row, level))
            .toArray();
    double[][] encoded =
        encoding.encode(
            values, new double[0], prepared.scale(), primes, ring.parameters().logQ(level));
    for (int row = 0; row < primes.length; row++) {
      prepared.diagonals()[row][giant.first() + i] = encoded[row];
    }
  }

  Ciphertext apply(JvmPreparedTransform prepared, JvmCiphertext c, JvmGaloisKeys keys) {
    int level = prepared.level();
    OperandChecks.transformApplies(prepared, c);
    OperandChecks.scaleFits(ring.parameters(), c.scale() * prepared.scale(), level);
    for (int step : prepared.transform().rotationSteps()) {
      keys.require(ring.galois().rotation(step), "rotation by " + step);
    }
    int[] steps = prepared.babies();
    double[][][][] babies = rotateBabies(steps, c, keys);
    double[][][][] parts = innerSums(prepared, steps, babies);
    for (double[][][] baby : babies) {
      release(baby);
    }
    ring.parallelism()
        .forEach(parts.length, g -> giantStep(prepared.giants()[g].step(), parts[g], level, keys));
    double[][][] result = finish(parts, level);
    return new JvmCiphertext(ring, result, c.scale() * prepared.scale(), null);
  }

  /** Every baby rotation of c, times P, in the extended basis. */
  private double[][][][] rotateBabies(int[] steps, JvmCiphertext c, JvmGaloisKeys keys) {
    double[][][] digits = switcher.decompose(c.polynomials()[1], c.level());
    double[][][][] rotated = new double[steps.length][][][];
    ring.parallelism()
        .forEach(steps.length, i -> rotated[i] = rotateBaby(c, digits, steps[i], keys));
    switcher.release(digits, c.level());
    return rotated;
  }

  private double[][][] rotateBaby(
      JvmCiphertext c, double[][][] digits, int step, JvmGaloisKeys keys) {
    int level = c.level();
    int rows = switcher.extendedRows(level);
    double[][][] pair = {ring.pool().takeZeroed(rows), ring.pool().takeZeroed(rows)};
    if (step == 0) {
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i <= level; i++) {
          ring.kernels()
              .multiplyScalar(
                  c.polynomials()[k][i], switcher.specialProduct(i), pair[k][i], ring.modulus(i));
        }
      }
      return pair;
    }
    int element = ring.galois().rotation(step);
    KeySwitchKey key = keys.require(element, "rotation by " + step);
    double[][][] sums = {ring.pool().take(rows), ring.pool().take(rows)};
    switcher.multiply(digits, key, level, sums[0], sums[1]);
    for (int i = 0; i <= level; i++) {
      Modulus modulus = ring.modulus(i);
      ring.kernels()
          .multiplyScalarAddLazy(
              c.polynomials()[0][i], switcher.specialProduct(i), sums[0][i], modulus);
      ring.kernels().reduce(sums[0][i], sums[0][i], modulus);
    }
    permute(sums, ring.automorphism(element), pair);
    release(sums);
    return pair;
  }

  private void permute(double[][][] from, int[] table, double[][][] to) {
    for (int k = 0; k < 2; k++) {
      for (int row = 0; row < from[k].length; row++) {
        ring.kernels().permute(from[k][row], table, to[k][row]);
      }
    }
  }

  /**
   * The sums of diagonal times rotated ciphertext, for every giant step.
   *
   * @return {@code [giant][polynomial][extended row][N]}
   */
  private double[][][][] innerSums(
      JvmPreparedTransform prepared, int[] steps, double[][][][] babies) {
    int rows = switcher.extendedRows(prepared.level());
    int blocks = ring.n() / BLOCK;
    double[][][][] sums = new double[prepared.giants().length][][][];
    for (int g = 0; g < sums.length; g++) {
      sums[g] = new double[][][] {ring.pool().takeZeroed(rows), ring.pool().takeZeroed(rows)};
    }
    int[][] babyIndex = new int[sums.length][];
    for (int g = 0; g < sums.length; g++) {
      babyIndex[g] =
          Arrays.stream(prepared.giants()[g].babies())
              .map(step -> Arrays.binarySearch(steps, step))
              .toArray();
    }
    ring.parallelism()
        .forEach(
            rows * blocks,
            task -> {
              int row = task / blocks;
              for (int g = 0; g < sums.length; g++) {
                innerSum(prepared, g, babyIndex[g], babies, row, task % blocks, sums[g]);
              }
            });
    return sums;
  }

  /** One block of one row of one giant step's sum. */
  private void innerSum(
      JvmPreparedTransform prepared,
      int g,
      int[] babyIndex,
      double[][][][] babies,
      int row,
      int block,
      double[][][] sums) {
    Modulus modulus = ring.modulus(ring.extendedPrime(row, prepared.level()));
    Kernels kernels = ring.kernels();
    int from = block * BLOCK;
    int to = from + BLOCK;
    int room = modulus.lazyTerms();
    for (int i = 0; i < babyIndex.length; i++) {
      if (room-- == 0) {
        kernels.reduceRange(sums[0][row], from, to, modulus);
        kernels.reduceRange(sums[1][row], from, to, modulus);
        room = modulus.lazyTerms() - 1;
      }
      double[][][] baby = babies[babyIndex[i]];
      kernels.multiplyAddPairLazy(
          prepared.diagonals()[row][prepared.giants()[g].first() + i],
          baby[0][row],
          baby[1][row],
          sums[0][row],
          sums[1][row],
          from,
          to,
          modulus);
    }
    kernels.reduceRange(sums[0][row], from, to, modulus);
    kernels.reduceRange(sums[1][row], from, to, modulus);
  }

  /** Rotates the sum of one giant step by it, in place, in the extended basis. */
  private void giantStep(int step, double[][][] sums, int level, JvmGaloisKeys keys) {
    if (step == 0) {
      return;
    }
    int rows = switcher.extendedRows(level);
    int element = ring.galois().rotation(step);
    KeySwitchKey key = keys.require(element, "rotation by " + step);
    double[][] second = ring.pool().take(level + 1);
    switcher.divide(sums[1], level, second);
    double[][][] digits = switcher.decompose(second, level);
    double[][][] switched = {ring.pool().take(rows), ring.pool().take(rows)};
    switcher.multiply(digits, key, level, switched[0], switched[1]);
    switcher.release(digits, level);
    ring.pool().give(second);
    for (int row = 0; row < rows; row++) {
      Modulus modulus = ring.modulus(ring.extendedPrime(row, level));
      ring.kernels().add(switched[0][row], sums[0][row], switched[0][row], modulus);
    }
    permute(switched, ring.automorphism(element), sums);
    release(switched);
  }

  /** Adds the giant steps up, in their order, and divides by P. */
  private double[][][] finish(double[][][][] parts, int level) {
    double[][][] total = parts[0];
    for (int k = 0; k < 2; k++) {
      for (int row = 0; row < total[k].length; row++) {
        Modulus modulus = ring.modulus(ring.extendedPrime(row, level));
        for (int g = 1; g < parts.length; g++) {
          ring.kernels().add(total[k][row], parts[g][k][row], total[k][row], modulus);
        }
      }
    }
    double[][][] result = {ring.allocate(level + 1), ring.allocate(level + 1)};
    switcher.divide(total[0], level, result[0]);
    switcher.divide(total[1], level, result[1]);
    for (double[][][] part : parts) {
      release(part);
    }
    return result;
  }

  private void release(double[][][] pair) {
    ring.pool().give(pair[0]);
    ring.pool().give(pair[1]);
  }
}
