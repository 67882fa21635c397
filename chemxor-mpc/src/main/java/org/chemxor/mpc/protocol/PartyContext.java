package org.chemxor.mpc.protocol;

import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.material.CorrelationSource;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;

/**
 * What one party has in hand while a batch runs.
 *
 * @param party 0 for the data owner, 1 for the model owner
 * @param plan what is evaluated
 * @param batch samples
 * @param peer the other party
 * @param source records from the dealer
 * @param seed this party's seed for this batch
 * @param hash the session's hash
 */
public record PartyContext(
    int party,
    Plan plan,
    int batch,
    Channel peer,
    CorrelationSource source,
    Seed seed,
    FixedKeyHash hash) {

  /** Number of a message between the parties. */
  static int tag(int gate, int step, Message message) {
    return gate << 18 | step << 3 | message.code;
  }

  /** What the parties tell each other. */
  enum Message {
    /** A masked input of an affine gate. */
    INPUT(1),
    /** A share of a masked number. */
    OPENING(2),
    /** A share of a masked bit. */
    BIT(3),
    /** Shares of masked variables of a comparison by tables. */
    TABLE(4);

    private final int code;

    Message(int code) {
      this.code = code;
    }
  }
}
