package org.chemxor.ckks.jvm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.PreparedTransform;

/**
 * Linear transforms by baby steps and giant steps with double hoisting (Bossuat, Mouchet,
 * Troncoso-Pastoriza, Hubaux, EUROCRYPT 2021, algorithm 6): all baby rotations share one
 * decomposition and stay in the extended basis, so that each giant step divides by P once for its
 * second polynomial and the whole transform once for the first.
 */
final class TransformRunner {
  /** Elements of each vector worked on together, so that sums stay in the first-level cache. */
  private static final int BLOCK = 512;

  private final Ring ring;
  private final KeySwitcher switcher;
  private final Encoding encoding;

  TransformRunner(Ring ring, KeySwitcher switcher, Encoding encoding) {
    this.ring = ring;
    this.switcher = switcher;
    this.encoding = encoding;
  }

  PreparedTransform prepare(LinearTransform transform, int level, double scale) {
    if (transform.slots() != encoding.slotCount()) {
      throw new MismatchException(
          "the transform has "
              + transform.slots()
              + " slots, these parameters have "
              + encoding.slotCount());
    }
    if (level < 0 || level >= ring.dataCount()) {
      throw new MismatchException("level " + level + " is outside 0 ... " + (ring.dataCount() - 1));
    }
    int rows = switcher.extendedRows(level);
    int[] primes = IntStream.range(0, rows).map(r -> ring.extendedPrime(r, level)).toArray();
    Map<Integer, List<Integer>> byGiant = new TreeMap<>();
    for (int index : transform.indices()) {
      int baby = index % transform.babySteps();
      byGiant.computeIfAbsent(index - baby, step -> new ArrayList<>()).add(baby);
    }
    List<JvmPreparedTransform.Giant> giants = new ArrayList<>();
    byGiant.forEach(
        (step, babies) -> {
          double[][][] diagonals = new double[babies.size()][][];
          for (int i = 0; i < diagonals.length; i++) {
            diagonals[i] = encodeDiagonal(transform, step, babies.get(i), scale, primes, level);
          }
          giants.add(
              new JvmPreparedTransform.Giant(
                  step, babies.stream().mapToInt(Integer::intValue).toArray(), diagonals));
        });
    return new JvmPreparedTransform(ring, transform, level, scale, List.copyOf(giants));
  }

  /** Diagonal {@code step + baby}, rotated right by the giant step. */
  private double[][] encodeDiagonal(
      LinearTransform transform, int step, int baby, double scale, int[] primes, int level) {
    int slots = transform.slots();
    double[] values = new double[slots];
    for (int j = 0; j < slots; j++) {
      values[(j + step) % slots] = transform.value(step + baby, j);
    }
    return encoding.encode(values, new double[0], scale, primes, ring.parameters().logQ(level));
  }

  Ciphertext apply(JvmPreparedTransform prepared, JvmCiphertext c, JvmGaloisKeys keys) {
    int level = prepared.level();
    if (c.level() != level) {
      throw new MismatchException(
          "the transform was prepared for level " + level + ", the ciphertext is at " + c.level());
    }
    for (int step : prepared.transform().rotationSteps()) {
      keys.require(ring.rotationElement(step), "rotation by " + step);
    }
    Map<Integer, double[][][]> babies = rotateBabies(prepared, c, keys);
    double[][][][] parts = new double[prepared.giants().size()][][][];
    ring.parallelism()
        .forEach(
            parts.length, g -> parts[g] = giantStep(prepared.giants().get(g), babies, level, keys));
    babies.values().forEach(this::release);
    double[][][] result = finish(parts, level);
    return new JvmCiphertext(ring, result, c.scale() * prepared.scale(), null);
  }

  /** Every baby rotation of c, times P, in the extended basis. */
  private Map<Integer, double[][][]> rotateBabies(
      JvmPreparedTransform prepared, JvmCiphertext c, JvmGaloisKeys keys) {
    int[] steps =
        prepared.giants().stream()
            .flatMapToInt(giant -> Arrays.stream(giant.babies()))
            .distinct()
            .sorted()
            .toArray();
    double[][][] digits = switcher.decompose(c.polynomials()[1], c.level());
    double[][][][] rotated = new double[steps.length][][][];
    ring.parallelism()
        .forEach(steps.length, i -> rotated[i] = rotateBaby(c, digits, steps[i], keys));
    switcher.release(digits);
    Map<Integer, double[][][]> babies = new TreeMap<>();
    for (int i = 0; i < steps.length; i++) {
      babies.put(steps[i], rotated[i]);
    }
    return babies;
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
    int element = ring.rotationElement(step);
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

  /** The inner sum of one giant step, rotated by it, in the extended basis. */
  private double[][][] giantStep(
      JvmPreparedTransform.Giant giant,
      Map<Integer, double[][][]> babies,
      int level,
      JvmGaloisKeys keys) {
    int rows = switcher.extendedRows(level);
    double[][][] sums = {ring.pool().takeZeroed(rows), ring.pool().takeZeroed(rows)};
    for (int row = 0; row < rows; row++) {
      innerSum(giant, babies, row, ring.modulus(ring.extendedPrime(row, level)), sums);
    }
    if (giant.step() == 0) {
      return sums;
    }
    int element = ring.rotationElement(giant.step());
    KeySwitchKey key = keys.require(element, "rotation by " + giant.step());
    double[][] second = ring.pool().take(level + 1);
    switcher.divide(sums[1], level, second);
    double[][][] digits = switcher.decompose(second, level);
    ring.pool().give(second);
    double[][][] switched = {ring.pool().take(rows), ring.pool().take(rows)};
    switcher.multiply(digits, key, level, switched[0], switched[1]);
    switcher.release(digits);
    for (int row = 0; row < rows; row++) {
      Modulus modulus = ring.modulus(ring.extendedPrime(row, level));
      ring.kernels().add(switched[0][row], sums[0][row], switched[0][row], modulus);
    }
    permute(switched, ring.automorphism(element), sums);
    release(switched);
    return sums;
  }

  /** One row of the sum of diagonal times rotated ciphertext, block by block. */
  private void innerSum(
      JvmPreparedTransform.Giant giant,
      Map<Integer, double[][][]> babies,
      int row,
      Modulus modulus,
      double[][][] sums) {
    int count = giant.babies().length;
    double[][] first = new double[count][];
    double[][] second = new double[count][];
    for (int i = 0; i < count; i++) {
      double[][][] rotated = babies.get(giant.babies()[i]);
      first[i] = rotated[0][row];
      second[i] = rotated[1][row];
    }
    int block = Math.min(BLOCK, ring.n());
    int lazyTerms = modulus.lazyTerms();
    for (int from = 0; from < ring.n(); from += block) {
      int room = lazyTerms;
      for (int i = 0; i < count; i++) {
        if (room-- == 0) {
          ring.kernels().reduceRange(sums[0][row], from, from + block, modulus);
          ring.kernels().reduceRange(sums[1][row], from, from + block, modulus);
          room = lazyTerms - 1;
        }
        ring.kernels()
            .multiplyAddPairLazy(
                giant.diagonals()[i][row],
                first[i],
                second[i],
                sums[0][row],
                sums[1][row],
                from,
                from + block,
                modulus);
      }
      ring.kernels().reduceRange(sums[0][row], from, from + block, modulus);
      ring.kernels().reduceRange(sums[1][row], from, from + block, modulus);
    }
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
