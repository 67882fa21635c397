package org.chemxor.fhe.reply;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a client does with replies. Immutable.
 *
 * @param maxReplies how many replies one key set decrypts, at least 1; counted when an evaluation
 *     starts, one for each of its rounds, whether they come or not
 * @param hidesOutcomes whether an evaluation whose reply was refused goes on with encryptions of
 *     zero to its last round, and reports the failure only then. If so, what is sent depends on no
 *     decrypted value; if not, the evaluator sees whether its reply was one that decrypts
 * @param hidesRefusedInputs whether an input that the program does not take is replaced by one of
 *     zeros and evaluated like any other before the refusal is reported. If not, silence tells the
 *     evaluator that there was an input outside of what it asked for
 * @param renewsKeys whether whoever holds the connection may make a fresh key set by itself when
 *     {@code maxReplies} is reached. Never after a refused reply
 * @param decimals of predictions that are written down or shown, 0 to 12
 */
public record ReplyPolicy(
    int maxReplies,
    boolean hidesOutcomes,
    boolean hidesRefusedInputs,
    boolean renewsKeys,
    int decimals) {
  /**
   * Fewer than the bits of the least secret key in use: N log2(3) = 6,492 for a ternary key of
   * degree 4096. So even one bit for every reply, by whatever way, does not make up a key; what
   * gets out by refusals is much less, log2(maxReplies + 1) = 12 bits, because the first one ends
   * the key set. And keys sent anew after 4096 replies add a tenth to what requests take at most
   * (OlindaNetOne in a single round: 239 MB of keys, 58 kB for each request of 581 kB).
   */
  public static final int STANDARD_REPLIES = 4096;

  private static final int STANDARD_DECIMALS = 4;
  private static final int MOST_DECIMALS = 12;

  /** Checks the numbers. */
  public ReplyPolicy {
    if (maxReplies < 1) {
      throw new IllegalArgumentException("maxReplies must be at least 1, got " + maxReplies);
    }
    if (decimals < 0 || decimals > MOST_DECIMALS) {
      throw new IllegalArgumentException(
          "decimals must be from 0 to " + MOST_DECIMALS + ", got " + decimals);
    }
  }

  /**
   * {@value #STANDARD_REPLIES} replies for a key set, outcomes hidden, refused inputs not, keys
   * renewed, four decimals.
   */
  public static ReplyPolicy standard() {
    return new ReplyPolicy(STANDARD_REPLIES, true, false, true, STANDARD_DECIMALS);
  }

  /**
   * No limit on replies, and failures are reported at once, for all to see: for tests, and where
   * client and evaluator are the same.
   */
  public static ReplyPolicy insecureOpen() {
    return new ReplyPolicy(Integer.MAX_VALUE, false, false, true, STANDARD_DECIMALS);
  }

  /** The same policy with another number of replies for a key set. */
  public ReplyPolicy withMaxReplies(int replies) {
    return new ReplyPolicy(replies, hidesOutcomes, hidesRefusedInputs, renewsKeys, decimals);
  }

  /** The same policy, going on with encryptions of zero after a refused reply. */
  public ReplyPolicy hidingOutcomes() {
    return new ReplyPolicy(maxReplies, true, hidesRefusedInputs, renewsKeys, decimals);
  }

  /** The same policy, ending at a refused reply, where the evaluator sees it. */
  public ReplyPolicy showingOutcomes() {
    return new ReplyPolicy(maxReplies, false, hidesRefusedInputs, renewsKeys, decimals);
  }

  /** The same policy, evaluating zeros in the place of inputs that are refused. */
  public ReplyPolicy hidingRefusedInputs() {
    return new ReplyPolicy(maxReplies, hidesOutcomes, true, renewsKeys, decimals);
  }

  /** The same policy, asking for a decision when a key set has come to its end. */
  public ReplyPolicy withoutRenewal() {
    return new ReplyPolicy(maxReplies, hidesOutcomes, hidesRefusedInputs, false, decimals);
  }

  /** The same policy with another number of decimals. */
  public ReplyPolicy withDecimals(int count) {
    return new ReplyPolicy(maxReplies, hidesOutcomes, hidesRefusedInputs, renewsKeys, count);
  }

  /**
   * A number rounded to this policy's decimals, half to even. Rounding keeps noise out of what is
   * written down by honest evaluations; against an evaluator that chooses its replies it does not
   * help.
   *
   * @param value any; what is not finite stays as it is
   */
  public double round(double value) {
    return Double.isFinite(value) ? decimal(value).doubleValue() : value;
  }

  /** A number written with this policy's decimals, without an exponent. */
  public String format(double value) {
    return Double.isFinite(value) ? decimal(value).toPlainString() : String.valueOf(value);
  }

  private BigDecimal decimal(double value) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
  }
}
