package org.chemxor.data.split;

/** How a data set is divided for training, validation and test. */
public sealed interface SplitRule {

  /** Shuffle and divide 70/20/10; the same seed gives the same split. */
  static SplitRule random(long seed) {
    return random(seed, DataSplit.TRAIN_SHARE, DataSplit.VALIDATE_SHARE);
  }

  /** Shuffle and divide by these shares; what they leave is the test part. */
  static SplitRule random(long seed, double trainShare, double validateShare) {
    return new Random(seed, trainShare, validateShare);
  }

  /**
   * Each molecule goes where a hash of itself and the seed says, with chances of 70/20/10, whatever
   * else is in the file: to leave one molecule out moves no other. That is what training with
   * differential privacy needs; a shuffle of one molecule less has other training and validation
   * parts altogether, which tells whether it was there.
   */
  static SplitRule independent(long seed) {
    return new Independent(seed, DataSplit.TRAIN_SHARE, DataSplit.VALIDATE_SHARE);
  }

  /** The split ChemXor's data modules make, exactly; see {@link DataSplit#chemxor}. */
  static SplitRule chemxor() {
    return new ChemXor();
  }

  /**
   * Molecules with the same Bemis-Murcko scaffold stay together, 70/20/10 as far as their groups
   * allow, the largest groups first into training: a harder and more honest test of how a model
   * does on new chemistry. Groups of one size come in an order drawn by the seed; the order of the
   * file has no part in it, so that a file sorted by class does not give a test part of one class.
   */
  static SplitRule scaffold(long seed) {
    return scaffold(seed, DataSplit.TRAIN_SHARE, DataSplit.VALIDATE_SHARE);
  }

  /** As {@link #scaffold(long)}, with other shares. */
  static SplitRule scaffold(long seed, double trainShare, double validateShare) {
    return new Scaffold(seed, trainShare, validateShare);
  }

  /**
   * The file says it: the column set by {@code MoleculeCsv.splitColumn(...)} holds train, validate
   * (or validation, valid, val) or test, in upper or lower case.
   */
  static SplitRule given() {
    return new Given();
  }

  /**
   * By chance.
   *
   * @param seed repeats the split
   * @param trainShare share of the training part, above 0
   * @param validateShare share of the validation part; with {@code trainShare} below 1
   */
  record Random(long seed, double trainShare, double validateShare) implements SplitRule {
    /** Checks the shares. */
    public Random {
      DataSplit.requireShares(trainShare, validateShare);
    }
  }

  /**
   * By chance, each molecule by itself.
   *
   * @param seed repeats the split
   * @param trainShare chance of the training part, above 0
   * @param validateShare chance of the validation part; with {@code trainShare} below 1
   */
  record Independent(long seed, double trainShare, double validateShare) implements SplitRule {
    /** Checks the shares. */
    public Independent {
      DataSplit.requireShares(trainShare, validateShare);
    }
  }

  /** As ChemXor does. */
  record ChemXor() implements SplitRule {}

  /**
   * By scaffold.
   *
   * @param seed orders groups of one size
   * @param trainShare share of the training part, above 0
   * @param validateShare share of the validation part; with {@code trainShare} below 1
   */
  record Scaffold(long seed, double trainShare, double validateShare) implements SplitRule {
    /** Checks the shares. */
    public Scaffold {
      DataSplit.requireShares(trainShare, validateShare);
    }
  }

  /** As the file says. */
  record Given() implements SplitRule {}
}
