package org.chemxor.fhe.compile;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.circuit.RotationDemand;
import org.chemxor.fhe.circuit.Rotations;
import org.chemxor.fhe.message.KeyMessage;

/**
 * Parameters, and the rotations that get keys. It starts with exactly the steps that are made and,
 * while their keys take too many bytes, gives up the key whose loss costs the least extra work,
 * because the step can be composed of others.
 *
 * @param parameters size and price of a key switch
 * @param rotations the steps with keys
 * @param work of all rotations, in butterflies; for comparisons only
 */
record KeyPlan(CkksParameters parameters, Rotations rotations, double work) {

  /** Parameters for circuits that rotate nothing. */
  static KeyPlan withoutRotations(CkksParameters parameters) {
    return new KeyPlan(parameters, new Rotations(parameters.slotCount(), List.of()), 0);
  }

  /**
   * The keys for a program.
   *
   * @param parameters size of one key
   * @param demands all rotations it makes
   * @param maxKeyBytes limit on all keys, the relinearisation key included
   * @throws UnfitPlanException when that is not enough; the message says how many are
   */
  static KeyPlan of(
      CkksParameters parameters, Collection<RotationDemand> demands, long maxKeyBytes) {
    NavigableSet<Integer> keys = new TreeSet<>();
    int slots = parameters.slotCount();
    for (RotationDemand demand : demands) {
      demand.single().forEach(step -> keys.add(Math.floorMod(step, slots)));
      demand.ladders().forEach(l -> l.forEach(step -> keys.add(Math.floorMod(step, slots))));
    }
    keys.remove(0);
    KeyPlan plan = withKeys(parameters, keys, demands);
    PackedFormat format = PackedFormat.of(parameters);
    while (KeyMessage.sizeBytes(format, plan.rotations().steps().size()) > maxKeyBytes) {
      plan = plan.cheapestLoss(demands).orElseThrow(() -> tooFew(format, demands, maxKeyBytes));
    }
    return plan;
  }

  private static KeyPlan withKeys(
      CkksParameters parameters, Collection<Integer> keys, Collection<RotationDemand> demands) {
    Rotations rotations = new Rotations(parameters.slotCount(), keys);
    double work =
        demands.stream()
            .mapToDouble(d -> rotations.cost(d) * keySwitchWork(parameters, d.level()))
            .sum();
    return new KeyPlan(parameters, rotations, work);
  }

  /** Transforms and multiplications of one key switch, counted in butterflies. */
  private static double keySwitchWork(CkksParameters parameters, int level) {
    double degree = parameters.polyModulusDegree();
    int digits = parameters.digitCount(level);
    int rows = level + 1 + parameters.specialPrimes().length;
    double butterflies = degree / 2 * Math.log(degree) / Math.log(2);
    return (digits + 2) * rows * butterflies + 2 * digits * rows * degree;
  }

  /** This plan without the key whose loss costs least, if one can be composed of others. */
  private Optional<KeyPlan> cheapestLoss(Collection<RotationDemand> demands) {
    Map<Integer, Double> usage = new HashMap<>();
    for (RotationDemand demand : demands) {
      double work = keySwitchWork(parameters, demand.level());
      rotations.usage(demand).forEach((key, uses) -> usage.merge(key, uses * work, Double::sum));
    }
    Integer cheapest = null;
    double least = Double.POSITIVE_INFINITY;
    for (Integer key : rotations.steps()) {
      double loss = usage.getOrDefault(key, 0.0) * rotations.extraRotationsWithout(key);
      if (loss < least) {
        least = loss;
        cheapest = key;
      }
    }
    if (cheapest == null) {
      return Optional.empty();
    }
    NavigableSet<Integer> rest = rotations.steps();
    rest.remove(cheapest);
    return Optional.of(withKeys(parameters, rest, demands));
  }

  private static UnfitPlanException tooFew(
      PackedFormat format, Collection<RotationDemand> demands, long maxKeyBytes) {
    return new UnfitPlanException(
        "keys may take "
            + maxKeyBytes
            + " bytes, one takes "
            + (format.keysBytes(1) - format.keysBytes(0))
            + ", and the "
            + demands.size()
            + " rotated layers need at least a relinearisation key and one rotation: allow more"
            + " with Plan.withMaxKeyBytes");
  }
}
