package org.chemxor.fhe.program;

import org.chemxor.core.InvalidInputException;

/**
 * What reading an outline may cost, whatever its bytes say. Immutable.
 *
 * @param maxBytes limit on its bytes
 * @param maxDegree limit on the ring degree
 * @param maxRounds limit on the rounds
 * @param maxFeatures limit on the features of a value
 * @param maxCells limit on the slots of all its layouts together, and on their features: a few
 *     bytes describe thousands of slots, so this is what bounds the memory, about 16 bytes each
 */
public record OutlineLimits(
    int maxBytes, int maxDegree, int maxRounds, int maxFeatures, int maxCells) {
  private static final OutlineLimits STANDARD =
      new OutlineLimits(4 << 20, 1 << 16, 64, 1 << 18, 1 << 20);

  /** Checks the numbers. */
  public OutlineLimits {
    if (maxBytes < 1 || maxDegree < 1 || maxRounds < 1 || maxFeatures < 1 || maxCells < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  /** Ten times what the OlindaNets need; reading takes 20 MB at most. */
  public static OutlineLimits standard() {
    return STANDARD;
  }

  /** The same with another limit on slots and features. */
  public OutlineLimits withMaxCells(int cells) {
    return new OutlineLimits(maxBytes, maxDegree, maxRounds, maxFeatures, cells);
  }

  /** Counts what one outline takes. Not thread-safe. */
  static final class Budget {
    private final OutlineLimits limits;
    private long spent;

    Budget(OutlineLimits limits) {
      this.limits = limits;
    }

    OutlineLimits limits() {
      return limits;
    }

    /**
     * Takes some cells before they are allocated.
     *
     * @throws InvalidInputException when there are not so many
     */
    void spend(long cells) {
      spent += cells;
      if (spent > limits.maxCells()) {
        throw OutlineCodec.invalid(
            "lays out "
                + spent
                + " slots and features or more, the limit is "
                + limits.maxCells()
                + ": raise it with OutlineLimits.withMaxCells if you trust it");
      }
    }
  }
}
