package org.chemxor.data.featurise;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;

/**
 * The image of a molecule made from its circular fingerprint counts: one pixel for each of 1024
 * bins, placed by a grid layout and scaled to [0, 1].
 *
 * <pre>{@code
 * MoleculeFeaturiser standard = GridFingerprintFeaturiser.standard();
 * MoleculeFeaturiser learned = GridFingerprintFeaturiser.standard().learnedFrom(smiles, 42);
 * }</pre>
 */
public final class GridFingerprintFeaturiser implements MoleculeFeaturiser {
  /** A learned cap is a count that this share of the molecules having the bin does not exceed. */
  private static final double CAP_SHARE = 0.95;

  private final CircularFingerprint fingerprint;
  private final Folding folding;
  private final CountScaling scaling;
  private final GridLayout layout;
  private final Optional<DescriptorStrip> strip;

  private GridFingerprintFeaturiser(
      CircularFingerprint fingerprint,
      Folding folding,
      CountScaling scaling,
      GridLayout layout,
      Optional<DescriptorStrip> strip) {
    this.strip = strip;
    this.fingerprint = fingerprint;
    this.folding = folding;
    this.scaling = scaling;
    this.layout = layout;
  }

  /**
   * ECFP of radius 1 folded by hash, cap 15, the layout learned on the shipped drug set. Measured
   * best of the fingerprints folded by hash; a saved model keeps the settings it was trained with.
   */
  public static GridFingerprintFeaturiser standard() {
    return new GridFingerprintFeaturiser(
        CircularFingerprint.ECFP2,
        Folding.byHash(),
        CountScaling.standard(),
        GridLayout.standard(),
        Optional.empty());
  }

  /** The same featuriser on another fingerprint. */
  public GridFingerprintFeaturiser withFingerprint(CircularFingerprint other) {
    return new GridFingerprintFeaturiser(other, folding, scaling, layout, strip);
  }

  /** The same featuriser with another folding. */
  public GridFingerprintFeaturiser withFolding(Folding other) {
    return new GridFingerprintFeaturiser(fingerprint, other, scaling, layout, strip);
  }

  /** The same featuriser with another scaling. */
  public GridFingerprintFeaturiser withScaling(CountScaling other) {
    return new GridFingerprintFeaturiser(fingerprint, folding, other, layout, strip);
  }

  /** The same featuriser with another layout. */
  public GridFingerprintFeaturiser withLayout(GridLayout other) {
    return new GridFingerprintFeaturiser(fingerprint, folding, scaling, other, strip);
  }

  /**
   * The same fingerprint with a selection and a layout learned from molecules: the bins count the
   * 1024 surroundings that occur in the most molecules, and bins that vary together lie together.
   * Learn from training molecules only, never from those to test on. Where the molecules have fewer
   * than 64 different surroundings, which is too few for a layout, these lie where bins of this
   * featuriser do.
   *
   * @param smiles the molecules; one that cannot be read is an error
   * @param seed the same seed and molecules give the same featuriser on the same machine
   * @throws InvalidInputException when a molecule cannot be read
   */
  public GridFingerprintFeaturiser learnedFrom(List<String> smiles, long seed) {
    return withFolding(Folding.mostFrequent(fingerprint, smiles))
        .layoutLearnedWherePossible(smiles, seed);
  }

  private GridFingerprintFeaturiser layoutLearnedWherePossible(List<String> smiles, long seed) {
    return folding.hashes().length < GridLayoutLearner.FEWEST_BINS
        ? this
        : layoutLearnedFrom(smiles, seed);
  }

  /** How many surroundings were selected; empty when all are folded by hash. */
  public OptionalInt selected() {
    return folding.isSelected() ? OptionalInt.of(folding.hashes().length) : OptionalInt.empty();
  }

  /**
   * As {@link #learnedFrom}, with {@value DescriptorStrip#SIZE} physico-chemical descriptors in
   * pixels of the image: so many surroundings less are counted, and the ranges of the descriptors
   * are learned from the same molecules.
   */
  public GridFingerprintFeaturiser learnedWithDescriptorsFrom(List<String> smiles, long seed) {
    int surroundings = CircularFingerprint.SIZE - DescriptorStrip.SIZE;
    GridFingerprintFeaturiser learned =
        withFolding(Folding.mostFrequent(fingerprint, smiles, surroundings))
            .layoutLearnedWherePossible(smiles, seed);
    return learned
        .withLayout(DescriptorStrip.makeRoom(learned.layout))
        .withDescriptors(DescriptorStrip.learnedFrom(smiles));
  }

  /**
   * The same with descriptors where the last bins lie.
   *
   * @throws InvalidInputException when bins are folded by hash or a surrounding takes their place
   */
  GridFingerprintFeaturiser withDescriptors(DescriptorStrip descriptors) {
    int most = CircularFingerprint.SIZE - DescriptorStrip.SIZE;
    if (!folding.isSelected() || folding.hashes().length > most) {
      throw new InvalidInputException(
          "descriptors need images of at most " + most + " selected surroundings");
    }
    return new GridFingerprintFeaturiser(
        fingerprint, folding, scaling, layout, Optional.of(descriptors));
  }

  /**
   * The same bins in a layout learned from molecules, as ChemXor's grid transformer does.
   *
   * @throws InvalidInputException when a molecule cannot be read, or they fill fewer than 64 bins
   */
  public GridFingerprintFeaturiser layoutLearnedFrom(List<String> smiles, long seed) {
    return withLayout(GridLayoutLearner.learn(statistics(smiles), seed));
  }

  /**
   * The same bins, each with its own cap learned from molecules: the count that 95 % of the
   * molecules having the bin at all do not exceed.
   */
  public GridFingerprintFeaturiser scalingLearnedFrom(List<String> smiles) {
    FingerprintStatistics statistics = statistics(smiles);
    return withScaling(
        CountScaling.perBin(
            IntStream.range(0, CircularFingerprint.SIZE)
                .map(bin -> statistics.quantile(bin, CAP_SHARE))
                .toArray()));
  }

  private FingerprintStatistics statistics(List<String> smiles) {
    FingerprintStatistics statistics = new FingerprintStatistics();
    for (String molecule : smiles) {
      statistics.add(folding.fold(fingerprint.surroundings(molecule)));
    }
    return statistics;
  }

  /** What is counted. */
  public CircularFingerprint fingerprint() {
    return fingerprint;
  }

  /** Which bins count it. */
  public Folding folding() {
    return folding;
  }

  /** How counts become pixels. */
  public CountScaling scaling() {
    return scaling;
  }

  /** Where the pixels lie. */
  public GridLayout layout() {
    return layout;
  }

  /** The descriptors beside the fingerprint, if there are any. */
  public Optional<DescriptorStrip> descriptors() {
    return strip;
  }

  /**
   * {@inheritDoc}
   *
   * <p>A molecule with none of the selected surroundings has an image all the same, without any or
   * with its descriptors alone: its {@link #profile} is empty, and it lies outside every domain.
   */
  @Override
  public MoleculeImage image(String smiles) {
    int[] counts = folding.fold(fingerprint.surroundings(smiles));
    double[] pixels = new double[CircularFingerprint.SIZE];
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        pixels[layout.pixel(bin)] = scaling.pixel(bin, counts[bin]);
      }
    }
    strip.ifPresent(
        descriptors -> {
          double[] values = descriptors.pixels(smiles);
          int first = CircularFingerprint.SIZE - values.length;
          for (int d = 0; d < values.length; d++) {
            pixels[layout.pixel(first + d)] = values[d];
          }
        });
    return new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels);
  }

  @Override
  public Optional<MoleculeProfile> profile(String smiles) {
    CircularFingerprint.Surroundings surroundings = fingerprint.surroundings(smiles);
    int[] counts = folding.fold(surroundings);
    int all = IntStream.of(surroundings.counts()).sum();
    return Optional.of(new MoleculeProfile(counts, all - IntStream.of(counts).sum()));
  }

  @Override
  public String toJson() {
    return FeaturiserJson.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GridFingerprintFeaturiser that
        && fingerprint.equals(that.fingerprint)
        && folding.equals(that.folding)
        && scaling.equals(that.scaling)
        && layout.equals(that.layout)
        && strip.equals(that.strip);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fingerprint, folding, scaling, layout, strip);
  }

  @Override
  public String toString() {
    return "GridFingerprintFeaturiser["
        + fingerprint
        + ", "
        + folding
        + ", "
        + scaling
        + ", "
        + layout
        + strip.map(descriptors -> ", " + descriptors).orElse("")
        + "]";
  }
}
