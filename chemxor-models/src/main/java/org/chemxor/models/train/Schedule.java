package org.chemxor.models.train;

import java.util.Locale;
import org.chemxor.core.InvalidInputException;

/** How the learning rate changes while training: a factor on {@link Training#learningRate}. */
public sealed interface Schedule {

  /**
   * The factor for one step of the optimiser.
   *
   * @param epoch from 1
   * @param epochs the most there will be
   * @param progress share of this epoch that is done, from 0 to below 1
   * @return above 0, at most 1
   */
  double factor(int epoch, int epochs, double progress);

  /** The learning rate as it is. */
  static Schedule constant() {
    return new Constant();
  }

  /**
   * Half a cosine from 1 to 0.01 over the whole run, after a linear rise during the first
   * twentieth.
   */
  static Schedule cosine() {
    return new Cosine(0.05, 0.01);
  }

  /** Times {@code factor} after every {@code epochs} epochs. */
  static Schedule step(int epochs, double factor) {
    return new Step(epochs, factor);
  }

  /**
   * Reads {@code constant}, {@code cosine} or {@code step:EPOCHS:FACTOR}, as {@code toString}
   * writes them.
   *
   * @throws InvalidInputException for anything else
   */
  static Schedule parse(String text) {
    String[] parts = text.toLowerCase(Locale.ROOT).split(":", -1);
    try {
      if (parts[0].equals("constant") && parts.length == 1) {
        return constant();
      } else if (parts[0].equals("cosine") && parts.length == 1) {
        return cosine();
      } else if (parts[0].equals("step") && parts.length == 3) {
        return step(Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("schedule \"" + text + "\": " + e.getMessage(), e);
    }
    throw new InvalidInputException(
        "\"" + text + "\" is no schedule; use constant, cosine or step:EPOCHS:FACTOR");
  }

  /** See {@link #constant()}. */
  record Constant() implements Schedule {
    @Override
    public double factor(int epoch, int epochs, double progress) {
      return 1;
    }

    @Override
    public String toString() {
      return "constant";
    }
  }

  /**
   * See {@link #cosine()}.
   *
   * @param warmup share of the run during which the factor rises, 0 to below 1
   * @param floor factor at the end, above 0, at most 1
   */
  record Cosine(double warmup, double floor) implements Schedule {
    /** Checks the ranges. */
    public Cosine {
      if (!(warmup >= 0 && warmup < 1 && floor > 0 && floor <= 1)) {
        throw new IllegalArgumentException(
            "a cosine schedule needs a warm-up from 0 to below 1 and a floor above 0, got "
                + warmup
                + " and "
                + floor);
      }
    }

    @Override
    public double factor(int epoch, int epochs, double progress) {
      double done = (epoch - 1 + progress) / epochs;
      if (done < warmup) {
        return floor + (1 - floor) * done / warmup;
      }
      double angle = Math.PI * (done - warmup) / (1 - warmup);
      return floor + (1 - floor) * (1 + Math.cos(angle)) / 2;
    }

    @Override
    public String toString() {
      return "cosine";
    }
  }

  /**
   * See {@link #step(int, double)}.
   *
   * @param every epochs between two changes, at least 1
   * @param factor above 0, at most 1
   */
  record Step(int every, double factor) implements Schedule {
    /** Checks the ranges. */
    public Step {
      if (every < 1 || !(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException(
            "a step schedule needs at least 1 epoch and a factor above 0, at most 1, got "
                + every
                + " and "
                + factor);
      }
    }

    @Override
    public double factor(int epoch, int epochs, double progress) {
      return Math.max(Double.MIN_NORMAL, Math.pow(factor, Math.floorDiv(epoch - 1, every)));
    }

    @Override
    public String toString() {
      return "step:" + every + ":" + factor;
    }
  }
}
