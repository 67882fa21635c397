package org.chemxor.seal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.MismatchException;
import org.chemxor.seal.NativePreparedTransform.Giant;

/**
 * Linear transforms by baby steps and giant steps (Halevi and Shoup, CRYPTO 2014 and 2018) out of
 * SEAL's rotations: every rotation is a full key switch, as SEAL's public interface does not share
 * the decomposition.
 */
final class NativeTransforms {
  private final Core core;
  private final NativeEvaluator evaluator;

  NativeTransforms(Core core, NativeEvaluator evaluator) {
    this.core = core;
    this.evaluator = evaluator;
  }

  NativePreparedTransform prepare(LinearTransform transform, int level, double scale) {
    int slots = core.parameters().slotCount();
    if (transform.slots() != slots) {
      throw new MismatchException(
          "the transform has " + transform.slots() + " slots, these parameters have " + slots);
    }
    NativeEncoder encoder = new NativeEncoder(core);
    NavigableMap<Integer, List<Integer>> babiesByGiant = new TreeMap<>();
    for (int index : transform.indices()) {
      int baby = index % transform.babySteps();
      babiesByGiant.computeIfAbsent(index - baby, step -> new ArrayList<>()).add(baby);
    }
    NavigableMap<Integer, Giant> giants = new TreeMap<>();
    babiesByGiant.forEach(
        (step, babies) -> {
          NativePlaintext[] encoded = new NativePlaintext[babies.size()];
          core.parallelism()
              .forEach(
                  encoded.length,
                  i ->
                      encoded[i] =
                          encoder.encodeVector(
                              diagonal(transform, step, babies.get(i)), null, scale, level));
          giants.put(
              step,
              new Giant(babies.stream().mapToInt(Integer::intValue).toArray(), List.of(encoded)));
        });
    return new NativePreparedTransform(core, transform, level, scale, giants);
  }

  /** Diagonal {@code giant + baby}, rotated right by the giant step. */
  private static double[] diagonal(LinearTransform transform, int giant, int baby) {
    int slots = transform.slots();
    double[] values = new double[slots];
    for (int j = 0; j < slots; j++) {
      values[(j + giant) % slots] = transform.value(giant + baby, j);
    }
    return values;
  }

  NativeCiphertext apply(
      NativePreparedTransform prepared, NativeCiphertext c, NativeGaloisKeys keys) {
    checkOperands(prepared, c, keys);
    int[] steps =
        prepared.giants().values().stream()
            .flatMapToInt(giant -> Arrays.stream(giant.babies()))
            .distinct()
            .sorted()
            .toArray();
    List<NativeCiphertext> rotated = evaluator.rotateAll(c, steps, keys);
    try {
      return giantSteps(prepared, steps, rotated, keys);
    } finally {
      rotated.stream().filter(baby -> baby != c).forEach(NativeCiphertext::close);
    }
  }

  private void checkOperands(
      NativePreparedTransform prepared, NativeCiphertext c, NativeGaloisKeys keys) {
    if (!prepared.core().parameters().equals(core.parameters())) {
      throw new MismatchException(
          "the transform was prepared for "
              + prepared.core().parameters()
              + ", not "
              + core.parameters());
    }
    if (c.level() != prepared.level()) {
      throw new MismatchException(
          "the transform was prepared for level "
              + prepared.level()
              + ", the ciphertext is at "
              + c.level());
    }
    Operands.scaleFits(core, c.scale() * prepared.scale(), c.level());
    for (int step : prepared.transform().rotationSteps()) {
      keys.require(core.rotationElement(step), "rotation by " + step);
    }
  }

  private NativeCiphertext giantSteps(
      NativePreparedTransform prepared,
      int[] steps,
      List<NativeCiphertext> rotated,
      NativeGaloisKeys keys) {
    List<Map.Entry<Integer, Giant>> giants = List.copyOf(prepared.giants().entrySet());
    NativeCiphertext[] parts = new NativeCiphertext[giants.size()];
    core.parallelism()
        .forEach(
            parts.length,
            g -> {
              int step = giants.get(g).getKey();
              parts[g] = giantStep(step, giants.get(g).getValue(), steps, rotated, keys);
            });
    NativeCiphertext sum = parts[0];
    for (int g = 1; g < parts.length; g++) {
      try (NativeCiphertext left = sum;
          NativeCiphertext right = parts[g]) {
        sum = evaluator.addOwn(left, right);
      }
    }
    return sum;
  }

  /** The sum of a giant step's products, rotated left by the step. */
  private NativeCiphertext giantStep(
      int step, Giant giant, int[] steps, List<NativeCiphertext> rotated, NativeGaloisKeys keys) {
    List<NativeCiphertext> babies =
        Arrays.stream(giant.babies())
            .mapToObj(baby -> rotated.get(Arrays.binarySearch(steps, baby)))
            .toList();
    NativeCiphertext inner = evaluator.sumOfOwn(babies, giant.diagonals());
    if (step == 0) {
      return inner;
    }
    try (inner) {
      return evaluator.automorphism(inner, core.rotationElement(step), keys, "rotation by " + step);
    }
  }
}
