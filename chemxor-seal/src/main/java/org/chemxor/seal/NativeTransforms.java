package org.chemxor.seal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.spi.OperandChecks;
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
    OperandChecks.transformFits(transform, level, core.parameters());
    Operands.scaleFits(core, scale, level);
    NativeEncoder encoder = new NativeEncoder(core);
    NavigableMap<Integer, Giant> giants = new TreeMap<>();
    transform
        .giantSteps()
        .forEach(
            (step, babies) -> {
              NativePlaintext[] encoded = new NativePlaintext[babies.length];
              core.parallelism()
                  .forEach(
                      encoded.length,
                      i ->
                          encoded[i] =
                              encoder.encodeVector(
                                  transform.rotatedDiagonal(step, babies[i]), null, scale, level));
              giants.put(step, new Giant(babies, List.of(encoded)));
            });
    return new NativePreparedTransform(core, transform, level, scale, giants);
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
    OperandChecks.transformApplies(prepared, c);
    Operands.scaleFits(core, c.scale() * prepared.scale(), c.level());
    for (int step : prepared.transform().rotationSteps()) {
      keys.require(core.galois().rotation(step), "rotation by " + step);
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
      return evaluator.automorphism(
          inner, core.galois().rotation(step), keys, "rotation by " + step);
    }
  }
}
