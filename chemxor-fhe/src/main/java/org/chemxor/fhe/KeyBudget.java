package org.chemxor.fhe;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.circuit.RotationDemand;
import org.chemxor.fhe.circuit.Rotations;

/**
 * Picks the rotations that get keys. It starts with exactly the steps that are made and, while
 * their keys take too many bytes, gives up the key whose loss costs the fewest extra rotations,
 * because the step can be composed of others.
 */
final class KeyBudget {
  private KeyBudget() {}

  /** Bytes of one key-switching key, seeded and uncompressed. */
  static long keyBytes(CkksParameters parameters) {
    long primes = (long) parameters.dataPrimes().length + parameters.specialPrimes().length;
    return parameters.digitCount(parameters.maxLevel())
        * primes
        * parameters.polyModulusDegree()
        * Long.BYTES;
  }

  /**
   * The keys for a program.
   *
   * @param parameters size of one key
   * @param demands all rotations it makes
   * @param maxKeyBytes limit on all keys, the relinearisation key included
   */
  static Rotations choose(
      CkksParameters parameters, Collection<RotationDemand> demands, long maxKeyBytes) {
    int slots = parameters.slotCount();
    long most = maxKeyBytes / keyBytes(parameters) - 1;
    NavigableSet<Integer> keys = new TreeSet<>();
    for (RotationDemand demand : demands) {
      demand.single().forEach(step -> keys.add(Math.floorMod(step, slots)));
      demand.ladders().forEach(l -> l.forEach(step -> keys.add(Math.floorMod(step, slots))));
    }
    keys.remove(0);
    List<Integer> needed = List.copyOf(keys);
    while (keys.size() > most) {
      keys.remove(cheapestLoss(slots, keys, needed, demands, maxKeyBytes));
    }
    return new Rotations(slots, keys);
  }

  private static Integer cheapestLoss(
      int slots,
      NavigableSet<Integer> keys,
      List<Integer> needed,
      Collection<RotationDemand> demands,
      long maxKeyBytes) {
    Integer best = null;
    double bestCost = Double.POSITIVE_INFINITY;
    for (Integer candidate : keys) {
      NavigableSet<Integer> rest = new TreeSet<>(keys);
      rest.remove(candidate);
      Rotations rotations = new Rotations(slots, rest);
      if (needed.stream().allMatch(rotations::reaches)) {
        double cost = demands.stream().mapToDouble(rotations::cost).sum();
        if (cost <= bestCost) {
          best = candidate;
          bestCost = cost;
        }
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(
          "the rotations of this network need at least the keys "
              + keys
              + ", which take more than maxKeyBytes = "
              + maxKeyBytes
              + ": allow more with Plan.withMaxKeyBytes");
    }
    return best;
  }
}
