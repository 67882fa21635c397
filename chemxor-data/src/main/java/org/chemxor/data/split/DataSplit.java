package org.chemxor.data.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;

/**
 * Items divided for training: learn from {@code train}, choose by {@code validate}, judge by {@code
 * test}. No item is in two of them.
 *
 * @param <T> what is divided, {@code Sample} for instance
 * @param train the items to learn from
 * @param validate the items to choose the best model by
 * @param test the items to judge it by
 */
public record DataSplit<T>(List<T> train, List<T> validate, List<T> test) {
  /** Share of the items to learn from, unless told otherwise. */
  public static final double TRAIN_SHARE = 0.7;

  /** Share of the items to choose by, unless told otherwise. */
  public static final double VALIDATE_SHARE = 0.2;

  private static final int CHEMXOR_SEED = 7777;

  /** Copies the lists. */
  public DataSplit {
    train = List.copyOf(train);
    validate = List.copyOf(validate);
    test = List.copyOf(test);
  }

  /**
   * Shuffles and divides 70/20/10.
   *
   * @param items at least 10
   * @param seed the same seed and items give the same split, on every machine
   */
  public static <T> DataSplit<T> random(List<T> items, long seed) {
    return random(items, seed, TRAIN_SHARE, VALIDATE_SHARE);
  }

  /**
   * Shuffles and divides; no item is dropped, the rest after train and validate is the test part.
   *
   * @param items what to divide
   * @param seed the same seed and items give the same split, on every machine
   * @param trainShare more than 0
   * @param validateShare at least 0; together with {@code trainShare} less than 1
   * @throws InvalidInputException when the shares are out of range, or there are so few items that
   *     a part with a share would be empty
   */
  public static <T> DataSplit<T> random(
      List<T> items, long seed, double trainShare, double validateShare) {
    requireShares(trainShare, validateShare);
    List<T> shuffled = new ArrayList<>(items);
    // Both algorithms are laid down in their specifications, so the split never changes.
    Collections.shuffle(shuffled, new Random(seed));
    int train = (int) Math.round(trainShare * items.size());
    int validate = (int) Math.round(validateShare * items.size());
    int test = items.size() - train - validate;
    if (train < 1 || test < 1 || (validateShare > 0 && validate < 1)) {
      throw new InvalidInputException(
          items.size()
              + " molecules are too few to divide into shares of "
              + trainShare
              + " and "
              + validateShare
              + " and a rest; ten are enough for 70/20/10");
    }
    return cut(shuffled, train, validate, test);
  }

  /**
   * The split ChemXor's data modules make, exactly: 70/20/10 with every size rounded down, what is
   * left over dropped, and the permutation PyTorch draws for seed 7777.
   *
   * @param items at least 10
   * @throws InvalidInputException when there are fewer
   */
  public static <T> DataSplit<T> chemxor(List<T> items) {
    int size = items.size();
    if (size < 10) {
      throw new InvalidInputException("ChemXor's split needs at least 10 molecules, got " + size);
    }
    int[] order = chemxorPermutation(size);
    List<T> shuffled = IntStream.of(order).<T>mapToObj(items::get).toList();
    // The same double products as in Python, so that they round down alike.
    return cut(shuffled, (int) (0.7 * size), (int) (0.2 * size), (int) (0.1 * size));
  }

  /** PyTorch's random permutation of {@code size} numbers on the CPU for ChemXor's seed. */
  static int[] chemxorPermutation(int size) {
    int[] order = IntStream.range(0, size).toArray();
    MersenneTwister random = new MersenneTwister(CHEMXOR_SEED);
    for (int i = 0; i < size - 1; i++) {
      int other = i + (int) (random.nextUnsignedInt() % (size - i));
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  private static <T> DataSplit<T> cut(List<T> items, int train, int validate, int test) {
    return new DataSplit<>(
        items.subList(0, train),
        items.subList(train, train + validate),
        items.subList(train + validate, train + validate + test));
  }

  static void requireShares(double train, double validate) {
    if (!(train > 0 && validate >= 0 && train + validate < 1)) {
      throw new InvalidInputException(
          "the train share must be above 0, the validate share at least 0 and their sum below 1;"
              + " got "
              + train
              + " and "
              + validate);
    }
  }

  /** Sizes only. */
  @Override
  public String toString() {
    return "DataSplit[train "
        + train.size()
        + ", validate "
        + validate.size()
        + ", test "
        + test.size()
        + "]";
  }
}
