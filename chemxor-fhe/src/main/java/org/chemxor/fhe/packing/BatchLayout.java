package org.chemxor.fhe.packing;

/** One sample in every slot and one feature in every ciphertext. Immutable. */
public final class BatchLayout implements FeatureLayout {
  private final int featureCount;
  private final int[] features;
  private final int slots;
  private final int maxSamples;

  /**
   * @param featureCount number of features
   * @param features by ciphertext, the feature it holds; those that are missing count as zero;
   *     copied
   * @param slots slots of a ciphertext
   * @param maxSamples the most samples, from 1 to {@code slots}
   * @throws IllegalArgumentException when a feature index or the number of samples is out of range
   */
  public BatchLayout(int featureCount, int[] features, int slots, int maxSamples) {
    if (maxSamples < 1 || maxSamples > slots) {
      throw new IllegalArgumentException(
          "a ciphertext of " + slots + " slots holds no " + maxSamples + " samples");
    }
    for (int feature : features) {
      if (feature < 0 || feature >= featureCount) {
        throw new IllegalArgumentException(
            "a ciphertext holds feature " + feature + " of " + featureCount);
      }
    }
    this.featureCount = featureCount;
    this.features = features.clone();
    this.slots = slots;
    this.maxSamples = maxSamples;
  }

  @Override
  public int featureCount() {
    return featureCount;
  }

  @Override
  public int ciphertexts() {
    return features.length;
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public int maxSamples() {
    return maxSamples;
  }

  /** The feature in a ciphertext. */
  public int feature(int ciphertext) {
    return features[ciphertext];
  }

  /**
   * {@inheritDoc}
   *
   * <p>Slots without a sample repeat those there are. With zeros, what later parts compute there
   * would be no network's values (a sum whose terms do not cancel its bias), and grow beyond the
   * room that parameters were chosen for.
   */
  @Override
  public double[][] packSamples(double[][] samples) {
    double[][] packed = new double[features.length][slots];
    for (int c = 0; c < features.length; c++) {
      for (int s = 0; s < slots; s++) {
        packed[c][s] = samples[s % samples.length][features[c]];
      }
    }
    return packed;
  }

  @Override
  public double[][] unpackSamples(double[][] values, int samples) {
    double[][] unpacked = new double[samples][featureCount];
    for (int c = 0; c < features.length; c++) {
      for (int s = 0; s < samples; s++) {
        unpacked[s][features[c]] = values[c][s];
      }
    }
    return unpacked;
  }
}
