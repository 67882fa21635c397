package org.chemxor.data;

import org.chemxor.core.MoleculeImage;

/**
 * The image of a molecule made from its circular fingerprint counts: one pixel for each of 1024
 * bins, in the order of a grid layout, scaled to [0, 1].
 */
public final class GridFingerprintFeaturizer implements MoleculeFeaturizer {
  private final CircularFingerprint fingerprint;
  private final CountScaling scaling;

  private GridFingerprintFeaturizer(CircularFingerprint fingerprint, CountScaling scaling) {
    this.fingerprint = fingerprint;
    this.scaling = scaling;
  }

  /** FCFP of radius 3, cap 15: the default of every ChemXor model. */
  public static GridFingerprintFeaturizer standard() {
    return new GridFingerprintFeaturizer(CircularFingerprint.FCFP6, CountScaling.STANDARD);
  }

  /** The same featurizer on another fingerprint. */
  public GridFingerprintFeaturizer withFingerprint(CircularFingerprint other) {
    return new GridFingerprintFeaturizer(other, scaling);
  }

  /** The same featurizer with another scaling. */
  public GridFingerprintFeaturizer withScaling(CountScaling other) {
    return new GridFingerprintFeaturizer(fingerprint, other);
  }

  /** What is counted. */
  public CircularFingerprint fingerprint() {
    return fingerprint;
  }

  /** How counts become pixels. */
  public CountScaling scaling() {
    return scaling;
  }

  @Override
  public MoleculeImage image(String smiles) {
    int[] counts = fingerprint.counts(smiles);
    double[] pixels = new double[CircularFingerprint.SIZE];
    for (int bin = 0; bin < counts.length; bin++) {
      pixels[bin] = scaling.pixel(counts[bin]);
    }
    return new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GridFingerprintFeaturizer that
        && fingerprint.equals(that.fingerprint)
        && scaling.equals(that.scaling);
  }

  @Override
  public int hashCode() {
    return 31 * fingerprint.hashCode() + scaling.hashCode();
  }

  @Override
  public String toString() {
    return "GridFingerprintFeaturizer[" + fingerprint + ", cap " + scaling.cap() + "]";
  }
}
