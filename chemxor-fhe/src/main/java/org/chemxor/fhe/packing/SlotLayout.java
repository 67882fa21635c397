package org.chemxor.fhe.packing;

import java.util.Arrays;

/**
 * Which feature each slot of each ciphertext holds. A feature may lie in many slots; a slot without
 * a feature is empty when a client packs, and of no meaning when it unpacks. Immutable.
 */
public final class SlotLayout implements FeatureLayout {
  /** Stands for "no feature". */
  public static final int EMPTY = -1;

  private final int featureCount;
  private final int[][] features;
  private final int[] firstCiphertext;
  private final int[] firstSlot;

  /**
   * @param featureCount number of features
   * @param features by ciphertext and slot, the feature index or {@link #EMPTY}; copied
   * @throws IllegalArgumentException when a feature index is out of range
   */
  public SlotLayout(int featureCount, int[][] features) {
    this.featureCount = featureCount;
    this.features = Arrays.stream(features).map(int[]::clone).toArray(int[][]::new);
    this.firstCiphertext = new int[featureCount];
    this.firstSlot = new int[featureCount];
    Arrays.fill(firstSlot, EMPTY);
    for (int c = features.length - 1; c >= 0; c--) {
      for (int slot = features[c].length - 1; slot >= 0; slot--) {
        int feature = features[c][slot];
        if (feature < EMPTY || feature >= featureCount) {
          throw new IllegalArgumentException(
              "slot " + slot + " holds feature " + feature + " of " + featureCount);
        }
        if (feature != EMPTY) {
          firstCiphertext[feature] = c;
          firstSlot[feature] = slot;
        }
      }
    }
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
    return features[0].length;
  }

  /** The feature in a slot, or {@link #EMPTY}. */
  public int feature(int ciphertext, int slot) {
    return features[ciphertext][slot];
  }

  /** The first ciphertext that holds a feature. */
  public int ciphertextOf(int feature) {
    return firstCiphertext[feature];
  }

  /** The first slot that holds a feature, or {@link #EMPTY}. */
  public int slotOf(int feature) {
    return firstSlot[feature];
  }

  /**
   * The least power of two with which the slots of every ciphertext repeat; all of them if none.
   */
  public int period() {
    int period = slots();
    while (period > 1 && repeats(period / 2)) {
      period /= 2;
    }
    return period;
  }

  /** Whether the first {@code 2 half} slots of every ciphertext are twice the same. */
  private boolean repeats(int half) {
    return Arrays.stream(features)
        .allMatch(row -> Arrays.equals(row, 0, half, row, half, 2 * half));
  }

  /**
   * Lays features out.
   *
   * @param values one number per feature
   * @return slot values by ciphertext
   */
  public double[][] pack(double[] values) {
    if (values.length != featureCount) {
      throw new IllegalArgumentException(
          "this layout packs " + featureCount + " features, got " + values.length);
    }
    double[][] slots = new double[features.length][slots()];
    for (int c = 0; c < features.length; c++) {
      for (int s = 0; s < slots(); s++) {
        slots[c][s] = features[c][s] == EMPTY ? 0 : values[features[c][s]];
      }
    }
    return slots;
  }

  /**
   * Reads features back, each from the first slot that holds it.
   *
   * @param slots slot values by ciphertext
   */
  public double[] unpack(double[][] slots) {
    double[] values = new double[featureCount];
    for (int f = 0; f < featureCount; f++) {
      values[f] = slots[firstCiphertext[f]][firstSlot[f]];
    }
    return values;
  }

  @Override
  public int maxSamples() {
    return 1;
  }

  @Override
  public double[][] packSamples(double[][] samples) {
    return pack(samples[0]);
  }

  @Override
  public double[][] unpackSamples(double[][] values, int samples) {
    return new double[][] {unpack(values)};
  }
}
