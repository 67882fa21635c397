package org.chemxor.audit.reference;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which compounds each reference model learns from and which its settings are chosen by. Models
 * come in pairs whose training parts are the two halves of a random division, so that every
 * compound is in half of them; whether it is in one pair's first tells nothing about any other
 * pair. What a model's settings are chosen by is drawn from the other half.
 *
 * @param train {@code [model][compound]}
 * @param validate {@code [model][compound]}; never both
 */
public record Halves(boolean[][] train, boolean[][] validate) {
  /** Copies the arrays. */
  public Halves {
    train = Arrays.stream(train).map(boolean[]::clone).toArray(boolean[][]::new);
    validate = Arrays.stream(validate).map(boolean[]::clone).toArray(boolean[][]::new);
  }

  /**
   * Draws them.
   *
   * @param compounds at least 4
   * @param models an even number, at least 2
   * @param validateShare share of all compounds that settings are chosen by, 0 to below 0.5
   * @param seed the same seed gives the same halves
   */
  public static Halves draw(int compounds, int models, double validateShare, long seed) {
    if (compounds < 4 || models < 2 || models % 2 != 0) {
      throw new IllegalArgumentException(
          "halves are of at least 4 compounds for an even number of models, got "
              + compounds
              + " and "
              + models);
    }
    if (!(validateShare >= 0 && validateShare < 0.5)) {
      throw new IllegalArgumentException("a validation share of " + validateShare);
    }
    SplittableRandom random = new SplittableRandom(seed);
    boolean[][] train = new boolean[models][compounds];
    boolean[][] validate = new boolean[models][compounds];
    int half = compounds / 2;
    int chosenBy = Math.min((int) Math.round(validateShare * compounds), half - 1);
    for (int m = 0; m < models; m += 2) {
      int[] order = shuffled(compounds, random);
      for (int i = 0; i < compounds; i++) {
        train[i < half ? m : m + 1][order[i]] = true;
      }
      for (int i = 0; i < chosenBy; i++) {
        validate[m][order[half + i]] = true;
        validate[m + 1][order[i]] = true;
      }
    }
    return new Halves(train, validate);
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  }

  /** Number of models. */
  public int models() {
    return train.length;
  }

  /** A copy. */
  @Override
  public boolean[][] train() {
    return Arrays.stream(train).map(boolean[]::clone).toArray(boolean[][]::new);
  }

  /** A copy. */
  @Override
  public boolean[][] validate() {
    return Arrays.stream(validate).map(boolean[]::clone).toArray(boolean[][]::new);
  }
}
