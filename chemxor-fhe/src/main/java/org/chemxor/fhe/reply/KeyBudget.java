package org.chemxor.fhe.reply;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long one key set may answer: counts replies, and ends for good at the first that is refused.
 * Thread-safe.
 */
public final class KeyBudget {
  private final int maxReplies;
  private int left;
  private @Nullable String burned;
  private ReplyLedger ledger = ReplyLedger.NONE;

  /**
   * @param maxReplies how many replies are decrypted in all, at least 1
   */
  public KeyBudget(int maxReplies) {
    this(maxReplies, maxReplies);
  }

  /**
   * A key set that has answered already.
   *
   * @param maxReplies how many replies are decrypted in all, at least 1
   * @param left how many of them are still to come, at least 0; more than {@code maxReplies} are
   *     {@code maxReplies}
   */
  public KeyBudget(int maxReplies, int left) {
    if (maxReplies < 1) {
      throw new IllegalArgumentException("maxReplies must be at least 1, got " + maxReplies);
    }
    if (left < 0) {
      throw new IllegalArgumentException("replies left must be at least 0, got " + left);
    }
    this.maxReplies = maxReplies;
    this.left = Math.min(maxReplies, left);
  }

  /**
   * Keeps the count elsewhere too, from now on.
   *
   * @throws KeysSpentException when the key set is burned
   * @throws java.io.UncheckedIOException when the count cannot be written
   */
  public synchronized void keepIn(ReplyLedger other) {
    requireUnburned();
    other.left(left);
    ledger = other;
  }

  /**
   * Sets replies aside for an evaluation; they count whether they come or not.
   *
   * @param replies one for each round
   * @throws KeysSpentException when fewer are left, or the key set is burned
   * @throws java.io.UncheckedIOException when the count is kept in a file that cannot be written
   */
  public synchronized void take(int replies) {
    requireUnburned();
    if (replies > left) {
      throw new KeysSpentException(
          "this key set has answered "
              + (maxReplies - left)
              + " of at most "
              + maxReplies
              + " replies and an evaluation takes "
              + replies
              + ": make a new one (a new FheClient, or connect again), or accept more with"
              + " ReplyPolicy.withMaxReplies",
          false);
    }
    left -= replies;
    ledger.left(left);
  }

  /** How many replies are left; 0 when burned. */
  public synchronized int repliesLeft() {
    return burned == null ? left : 0;
  }

  /**
   * Ends the key set, if it has not ended already.
   *
   * @param reason what happened, a clause
   * @throws java.io.UncheckedIOException when that is kept in a file that cannot be written; in
   *     this process the key set has ended all the same
   */
  public synchronized void burn(String reason) {
    if (burned == null) {
      burned = reason;
      ledger.burned();
    }
  }

  /** Why the key set has ended; empty while it has not. */
  public synchronized Optional<String> burned() {
    return Optional.ofNullable(burned);
  }

  /**
   * Does nothing while the key set may be used.
   *
   * @throws KeysSpentException when it is burned
   */
  public synchronized void requireUnburned() {
    if (burned != null) {
      throw new KeysSpentException(
          "this key set is not used any more, because an answer under it was wrong ("
              + burned
              + "). What its owner does next could tell the evaluator something about the key."
              + " If you still trust the evaluator, make a new key set: a new FheClient, or connect"
              + " again",
          true);
    }
  }
}
