package org.chemxor.data.featurise;

import java.util.stream.IntStream;

/**
 * What a featuriser counts in a molecule, before counts are scaled and placed: what can be said
 * about how familiar the molecule is.
 *
 * @param counts of each of the 1024 bins; copied
 * @param uncounted surroundings that no bin counts, because they were not selected
 */
public record MoleculeProfile(int[] counts, int uncounted) {
  /** Bins of a profile. */
  public static final int BINS = CircularFingerprint.SIZE;

  /** Copies the counts and checks them. */
  public MoleculeProfile {
    if (counts.length != BINS || uncounted < 0 || IntStream.of(counts).anyMatch(c -> c < 0)) {
      throw new IllegalArgumentException(
          "a profile has " + BINS + " counts, none negative, got " + counts.length);
    }
    counts = counts.clone();
  }

  /** The counts; a copy. */
  @Override
  public int[] counts() {
    return counts.clone();
  }

  /** The count of a bin. */
  public int count(int bin) {
    return counts[bin];
  }

  /** All surroundings, counted or not: about the atoms times the radius and one. */
  public int size() {
    return IntStream.of(counts).sum() + uncounted;
  }

  /** Whether no bin counts anything: the image shows nothing of the molecule's structure. */
  public boolean isEmpty() {
    return IntStream.of(counts).allMatch(count -> count == 0);
  }

  /** Size only: a profile may be somebody's secret. */
  @Override
  public String toString() {
    return "MoleculeProfile[" + size() + " surroundings]";
  }
}
