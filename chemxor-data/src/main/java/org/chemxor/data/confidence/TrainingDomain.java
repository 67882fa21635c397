package org.chemxor.data.confidence;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.data.featurise.MoleculeProfile;

/**
 * What a training set looked like, in one bit for each bin of the featuriser and four numbers,
 * without a list of molecules: which bins were filled by at least {@value #FAMILIAR} of its
 * molecules, how many unfamiliar surroundings its molecules have (seen from the others), and how
 * large they are. A molecule is judged by how many of its surroundings are unfamiliar and by its
 * size; of the summaries that were tried, that tells large errors from small ones about as well as
 * the similarity to the nearest training molecule, which would need all of them.
 *
 * @param familiar the bins that are
 * @param unfamiliarIn most unfamiliar surroundings of a molecule inside the domain
 * @param unfamiliarEdge most of one on its edge
 * @param sizeIn most surroundings of one inside
 * @param sizeEdge most of one on its edge
 */
public record TrainingDomain(
    BitSet familiar, int unfamiliarIn, int unfamiliarEdge, int sizeIn, int sizeEdge) {
  /** Fewer molecules than this do not make a surrounding familiar, nor its bin public. */
  static final int FAMILIAR = 5;

  private static final double SHARE_IN = 0.80;
  private static final double SHARE_EDGE = 0.95;

  /** Size alone is seldom what is wrong with a molecule: only the largest are on the edge. */
  private static final double SHARE_SIZE_IN = 0.98;

  private static final double SHARE_SIZE_EDGE = 0.995;

  /** Copies the bits and checks the numbers. */
  public TrainingDomain {
    if (familiar.length() > MoleculeProfile.BINS
        || unfamiliarIn < 0
        || unfamiliarEdge < unfamiliarIn
        || sizeIn < 0
        || sizeEdge < sizeIn) {
      throw new IllegalArgumentException("the numbers of a domain are not negative and in order");
    }
    familiar = (BitSet) familiar.clone();
  }

  /** The familiar bins; a copy. */
  @Override
  public BitSet familiar() {
    return (BitSet) familiar.clone();
  }

  /**
   * Learns the domain of a training set.
   *
   * @param featuriser the model's
   * @param smiles the molecules that the model has learned from, at least one
   * @return empty for a featuriser that counts nothing
   * @throws org.chemxor.core.InvalidInputException when a molecule cannot be read
   */
  public static Optional<TrainingDomain> learnedFrom(
      MoleculeFeaturiser featuriser, List<String> smiles) {
    List<MoleculeProfile> profiles =
        smiles.parallelStream().flatMap(s -> featuriser.profile(s).stream()).toList();
    return profiles.isEmpty() ? Optional.empty() : Optional.of(of(profiles));
  }

  private static TrainingDomain of(List<MoleculeProfile> profiles) {
    int[] molecules = new int[MoleculeProfile.BINS];
    for (MoleculeProfile profile : profiles) {
      for (int bin = 0; bin < molecules.length; bin++) {
        molecules[bin] += profile.count(bin) > 0 ? 1 : 0;
      }
    }
    // Each molecule as the others see it: without its own contribution.
    BitSet toOthers = atLeast(molecules, FAMILIAR + 1);
    int[] unfamiliar = profiles.stream().mapToInt(p -> unfamiliar(toOthers, p)).sorted().toArray();
    int[] sizes = profiles.stream().mapToInt(MoleculeProfile::size).sorted().toArray();
    return new TrainingDomain(
        atLeast(molecules, FAMILIAR),
        quantile(unfamiliar, SHARE_IN),
        quantile(unfamiliar, SHARE_EDGE),
        quantile(sizes, SHARE_SIZE_IN),
        quantile(sizes, SHARE_SIZE_EDGE));
  }

  private static BitSet atLeast(int[] molecules, int least) {
    BitSet bins = new BitSet();
    IntStream.range(0, molecules.length).filter(bin -> molecules[bin] >= least).forEach(bins::set);
    return bins;
  }

  private static int quantile(int[] sorted, double share) {
    return sorted[Math.min(sorted.length - 1, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private static int unfamiliar(BitSet familiar, MoleculeProfile profile) {
    int[] counts = profile.counts();
    return profile.uncounted()
        + IntStream.range(0, counts.length)
            .filter(bin -> !familiar.get(bin))
            .map(bin -> counts[bin])
            .sum();
  }

  /** How many surroundings of a molecule are unfamiliar. */
  public int unfamiliar(MoleculeProfile profile) {
    return unfamiliar(familiar, profile);
  }

  /** Where a molecule lies. */
  public DomainVerdict verdict(MoleculeProfile profile) {
    int strange = unfamiliar(profile);
    if (profile.isEmpty() || strange > unfamiliarEdge || profile.size() > sizeEdge) {
      return DomainVerdict.OUT;
    }
    return strange > unfamiliarIn || profile.size() > sizeIn
        ? DomainVerdict.EDGE
        : DomainVerdict.IN;
  }

  /** The familiar bins as 128 bytes, the lowest bin in the lowest bit. */
  byte[] familiarBytes() {
    return Arrays.copyOf(familiar.toByteArray(), MoleculeProfile.BINS / Byte.SIZE);
  }

  @Override
  public String toString() {
    return "TrainingDomain["
        + familiar.cardinality()
        + " familiar bins, unfamiliar surroundings to "
        + unfamiliarIn
        + " in, to "
        + unfamiliarEdge
        + " edge]";
  }
}
