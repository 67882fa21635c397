package org.chemxor.data.featurise;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;

/**
 * How the 32-bit hashes of a circular fingerprint share 1024 bins. By hash: the unsigned remainder
 * modulo 1024, so that every surrounding counts somewhere and unrelated ones may share a bin. By
 * selection: each bin counts one chosen surrounding, and all others are left out.
 */
public final class Folding {
  private static final int SIZE = CircularFingerprint.SIZE;
  private static final Folding BY_HASH = new Folding(new int[0]);

  /** The selected hash of each bin; empty when folding is by hash. */
  private final int[] hashOfBin;

  private final Map<Integer, Integer> binOfHash = new HashMap<>();

  private Folding(int[] hashOfBin) {
    this.hashOfBin = hashOfBin;
    for (int bin = 0; bin < hashOfBin.length; bin++) {
      binOfHash.put(hashOfBin[bin], bin);
    }
  }

  /** Every surrounding, by the remainder of its hash. */
  public static Folding byHash() {
    return BY_HASH;
  }

  /**
   * Chosen surroundings only.
   *
   * @param hashes 1 to 1024 different hashes, bin by bin; copied
   */
  public static Folding selected(int[] hashes) {
    if (hashes.length < 1 || hashes.length > SIZE) {
      throw new InvalidInputException(
          "a selection has 1 to " + SIZE + " surroundings, got " + hashes.length);
    }
    if (IntStream.of(hashes).distinct().count() < hashes.length) {
      throw new InvalidInputException("a selection must not name a surrounding twice");
    }
    return new Folding(hashes.clone());
  }

  /**
   * Selects the 1024 surroundings that occur in the most molecules.
   *
   * @param fingerprint what is counted
   * @param smiles the molecules to learn from
   */
  static Folding mostFrequent(CircularFingerprint fingerprint, List<String> smiles) {
    return mostFrequent(fingerprint, smiles, SIZE);
  }

  /** The same with so many surroundings at most. */
  static Folding mostFrequent(CircularFingerprint fingerprint, List<String> smiles, int most) {
    Map<Integer, Integer> molecules = new HashMap<>();
    for (String molecule : smiles) {
      for (int hash : fingerprint.surroundings(molecule).hashes()) {
        molecules.merge(hash, 1, Integer::sum);
      }
    }
    Comparator<Map.Entry<Integer, Integer>> frequentFirst =
        Map.Entry.<Integer, Integer>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey());
    return selected(
        molecules.entrySet().stream()
            .sorted(frequentFirst)
            .limit(most)
            .mapToInt(Map.Entry::getKey)
            .toArray());
  }

  /** Whether surroundings were chosen. */
  public boolean isSelected() {
    return hashOfBin.length > 0;
  }

  /** Sums the counts of surroundings by bin; 1024 numbers. */
  int[] fold(CircularFingerprint.Surroundings surroundings) {
    int[] counts = new int[SIZE];
    for (int i = 0; i < surroundings.hashes().length; i++) {
      int hash = surroundings.hashes()[i];
      int bin =
          isSelected() ? binOfHash.getOrDefault(hash, -1) : Integer.remainderUnsigned(hash, SIZE);
      if (bin >= 0) {
        counts[bin] += surroundings.counts()[i];
      }
    }
    return counts;
  }

  /** The chosen hashes, bin by bin; empty when folding is by hash. */
  int[] hashes() {
    return hashOfBin.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Folding that && Arrays.equals(hashOfBin, that.hashOfBin);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashOfBin);
  }

  @Override
  public String toString() {
    return isSelected() ? "Folding[" + hashOfBin.length + " selected]" : "Folding[by hash]";
  }
}
