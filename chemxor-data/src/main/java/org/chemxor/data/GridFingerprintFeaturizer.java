package org.chemxor.data;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;

/**
 * The image of a molecule made from its circular fingerprint counts: one pixel for each of 1024
 * bins, placed by a grid layout and scaled to [0, 1].
 *
 * <pre>{@code
 * MoleculeFeaturizer standard = GridFingerprintFeaturizer.standard();
 * MoleculeFeaturizer learned = GridFingerprintFeaturizer.standard().learnedFrom(smiles, 42);
 * }</pre>
 */
public final class GridFingerprintFeaturizer implements MoleculeFeaturizer {
  /** A learned cap is a count that this share of the molecules having the bin does not exceed. */
  private static final double CAP_SHARE = 0.95;

  private final CircularFingerprint fingerprint;
  private final CountScaling scaling;
  private final GridLayout layout;

  private GridFingerprintFeaturizer(
      CircularFingerprint fingerprint, CountScaling scaling, GridLayout layout) {
    this.fingerprint = fingerprint;
    this.scaling = scaling;
    this.layout = layout;
  }

  /** FCFP of radius 3, cap 15, the layout learned on the shipped drug set. */
  public static GridFingerprintFeaturizer standard() {
    return new GridFingerprintFeaturizer(
        CircularFingerprint.FCFP6, CountScaling.standard(), GridLayout.standard());
  }

  /** The same featurizer on another fingerprint. */
  public GridFingerprintFeaturizer withFingerprint(CircularFingerprint other) {
    return new GridFingerprintFeaturizer(other, scaling, layout);
  }

  /** The same featurizer with another scaling. */
  public GridFingerprintFeaturizer withScaling(CountScaling other) {
    return new GridFingerprintFeaturizer(fingerprint, other, layout);
  }

  /** The same featurizer with another layout. */
  public GridFingerprintFeaturizer withLayout(GridLayout other) {
    return new GridFingerprintFeaturizer(fingerprint, scaling, other);
  }

  /**
   * The same fingerprint with a layout and a scaling learned from molecules: bins that vary
   * together lie together, and each bin's cap is the count that 95 % of the molecules having it do
   * not exceed. Learn from training molecules only, never from those to test on.
   *
   * @param smiles the molecules; those that cannot be read are an error
   * @param seed the same seed and molecules give the same featurizer on the same machine
   * @throws InvalidInputException when a molecule cannot be read, or they fill fewer than 64 bins
   */
  public GridFingerprintFeaturizer learnedFrom(List<String> smiles, long seed) {
    FingerprintStatistics statistics = statistics(smiles);
    int[] caps =
        IntStream.range(0, CircularFingerprint.SIZE)
            .map(bin -> statistics.quantile(bin, CAP_SHARE))
            .toArray();
    return withScaling(CountScaling.perBin(caps))
        .withLayout(GridLayoutLearner.learn(statistics, seed));
  }

  /** The same as {@link #learnedFrom}, but the scaling stays as it is. */
  public GridFingerprintFeaturizer layoutLearnedFrom(List<String> smiles, long seed) {
    return withLayout(GridLayoutLearner.learn(statistics(smiles), seed));
  }

  private FingerprintStatistics statistics(List<String> smiles) {
    FingerprintStatistics statistics = new FingerprintStatistics();
    smiles.stream().map(fingerprint::counts).forEachOrdered(statistics::add);
    return statistics;
  }

  /** What is counted. */
  public CircularFingerprint fingerprint() {
    return fingerprint;
  }

  /** How counts become pixels. */
  public CountScaling scaling() {
    return scaling;
  }

  /** Where the pixels lie. */
  public GridLayout layout() {
    return layout;
  }

  @Override
  public MoleculeImage image(String smiles) {
    int[] counts = fingerprint.counts(smiles);
    double[] pixels = new double[CircularFingerprint.SIZE];
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        pixels[layout.pixel(bin)] = scaling.pixel(bin, counts[bin]);
      }
    }
    return new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels);
  }

  @Override
  public String toJson() {
    return FeaturizerJson.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GridFingerprintFeaturizer that
        && fingerprint.equals(that.fingerprint)
        && scaling.equals(that.scaling)
        && layout.equals(that.layout);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fingerprint, scaling, layout);
  }

  @Override
  public String toString() {
    return "GridFingerprintFeaturizer[" + fingerprint + ", " + scaling + ", " + layout + "]";
  }
}
