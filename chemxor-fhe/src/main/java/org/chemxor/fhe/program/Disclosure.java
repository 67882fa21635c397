package org.chemxor.fhe.program;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What running a program discloses, and to whom. It follows from the program's rounds, so an
 * evaluator cannot understate it: {@link ProgramOutline#disclosures()}. A client says in its {@code
 * ClientPolicy} what it accepts; a model owner reads it in a {@code ProgramReport}.
 */
public enum Disclosure {
  /** The network's outputs, to the client. That is what it asked for. */
  OUTPUTS("the client learns the outputs"),

  /**
   * The values at the end of every round but the last, to the client. The model owner's risk: each
   * round answers for its own layers, and the weights follow from enough answers. For the client it
   * is knowledge it may not want to hold.
   */
  INTERMEDIATE_ACTIVATIONS(
      "the client learns the values at the end of each of the %d rounds, from which a determined"
          + " client can solve for the weights"),

  /**
   * Whether each reply was one that the client accepts, to the evaluator: the client goes on, or
   * does not. The client's risk: its secret key answers a question of the evaluator's choice, if
   * only with that one bit, and such bits add up to images and keys. A plan of one round has it as
   * well: whoever asks again after a refusal has answered. A client hides it by going on with
   * encryptions of zero ({@link org.chemxor.fhe.reply.ReplyPolicy#hidesOutcomes}), which the
   * standard policy does; and in any case a key set gives one such answer only, because it ends
   * with the first refusal.
   */
  ROUND_OUTCOMES(
      "the evaluator learns in each of the %d rounds whether its reply was accepted, unless the"
          + " client goes on with encryptions of zero");

  private final String sentence;

  Disclosure(String sentence) {
    this.sentence = sentence;
  }

  /** A sentence for people. */
  public String describe(int rounds) {
    String text =
        rounds == 1 ? sentence.replace("each of the %d rounds", "the only round") : sentence;
    return String.format(Locale.ROOT, text, rounds);
  }

  /** What a program of some rounds discloses. */
  static Set<Disclosure> ofRounds(int rounds) {
    return Collections.unmodifiableSet(
        rounds == 1 ? EnumSet.of(OUTPUTS, ROUND_OUTCOMES) : EnumSet.allOf(Disclosure.class));
  }
}
