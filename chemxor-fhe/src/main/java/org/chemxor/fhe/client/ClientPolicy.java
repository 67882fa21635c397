package org.chemxor.fhe.client;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.message.KeyMessage;
import org.chemxor.fhe.program.Disclosure;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.ReplyPolicy;

/**
 * What a client insists on before it makes a key, whatever the evaluator asks for. Immutable.
 *
 * @param floor the security table that parameters must respect
 * @param maxKeyBytes limit on the bytes of the keys the client is willing to make
 * @param maxRounds limit on the rounds, at least 1; in each of them its secret key answers once
 * @param accepted what the program may disclose; everything else is refused
 * @param rings in which of them it encrypts
 * @param replies what it does with replies
 */
public record ClientPolicy(
    SecurityLevel floor,
    long maxKeyBytes,
    int maxRounds,
    Set<Disclosure> accepted,
    Set<RingType> rings,
    ReplyPolicy replies) {
  private static final long STANDARD_KEY_BYTES = 256_000_000;

  /** Twice what the deepest OlindaNet takes. */
  private static final int STANDARD_ROUNDS = 16;

  /** Copies the sets. */
  public ClientPolicy {
    accepted = Set.copyOf(accepted);
    rings = Set.copyOf(rings);
    if (maxRounds < 1) {
      throw new IllegalArgumentException("maxRounds must be at least 1, got " + maxRounds);
    }
  }

  /**
   * 128-bit security by the 2024 guidelines, at most 256 MB of keys and 16 rounds, all of {@link
   * Disclosure} and {@link ReplyPolicy#standard}: the partitioned plans of the OlindaNets pass.
   */
  public static ClientPolicy standard() {
    return new ClientPolicy(
        SecurityLevel.GUIDELINES_2024,
        STANDARD_KEY_BYTES,
        STANDARD_ROUNDS,
        EnumSet.allOf(Disclosure.class),
        EnumSet.allOf(RingType.class),
        ReplyPolicy.standard());
  }

  /**
   * The standard policy for clients that accept nothing but the outputs, in a single round. What
   * becomes of the reply does not show, because the client sends nothing after it.
   */
  public static ClientPolicy outputsOnly() {
    return standard().accepting(Disclosure.OUTPUTS).withMaxRounds(1);
  }

  /**
   * No security floor, no limits, and refused replies are reported at once: for tests and for
   * molecules that are not secret. The first refused reply ends a key set all the same.
   */
  public static ClientPolicy insecureWithoutFloor() {
    return new ClientPolicy(
        SecurityLevel.INSECURE,
        Long.MAX_VALUE,
        Integer.MAX_VALUE,
        EnumSet.allOf(Disclosure.class),
        EnumSet.allOf(RingType.class),
        ReplyPolicy.insecureOpen());
  }

  /** The same policy with another limit on rounds; 1 accepts only single-round programs. */
  public ClientPolicy withMaxRounds(int rounds) {
    return new ClientPolicy(floor, maxKeyBytes, rounds, accepted, rings, replies);
  }

  /** The same policy with another limit on the bytes of keys. */
  public ClientPolicy withMaxKeyBytes(long bytes) {
    return new ClientPolicy(floor, bytes, maxRounds, accepted, rings, replies);
  }

  /** The same policy, accepting these disclosures and no others. */
  public ClientPolicy accepting(Disclosure... disclosures) {
    return new ClientPolicy(floor, maxKeyBytes, maxRounds, Set.of(disclosures), rings, replies);
  }

  /**
   * The same policy, encrypting in these rings and no others: {@code
   * withRings(RingType.CYCLOTOMIC)} for clients who trust none but the usual one.
   */
  public ClientPolicy withRings(RingType... types) {
    return new ClientPolicy(floor, maxKeyBytes, maxRounds, accepted, Set.of(types), replies);
  }

  /** The same policy with another conduct towards replies. */
  public ClientPolicy withReplies(ReplyPolicy conduct) {
    return new ClientPolicy(floor, maxKeyBytes, maxRounds, accepted, rings, conduct);
  }

  /**
   * Checks a program.
   *
   * @throws InvalidInputException when it asks for more than the client accepts; the message says
   *     what to call to accept it
   */
  void check(ProgramOutline outline) {
    checkSecurity(outline.parameters());
    long bytes =
        KeyMessage.sizeBytes(PackedFormat.of(outline.parameters()), outline.rotationSteps().size());
    if (bytes > maxKeyBytes) {
      throw new InvalidInputException(
          "the evaluator asks for "
              + bytes
              + " bytes of keys, this client makes at most "
              + maxKeyBytes
              + ": accept more with ClientPolicy.withMaxKeyBytes");
    }
    checkDisclosures(outline);
    int rounds = outline.rounds().size();
    if (rounds > maxRounds) {
      throw new InvalidInputException(
          "the program has "
              + rounds
              + " rounds, this client accepts "
              + maxRounds
              + ": ask for Plan.singleRound(), or accept more with ClientPolicy.withMaxRounds("
              + rounds
              + ")");
    }
    if (rounds > replies.maxReplies()) {
      throw new InvalidInputException(
          "the program has "
              + rounds
              + " rounds, this client's keys answer at most "
              + replies.maxReplies()
              + " replies: accept more with ReplyPolicy.withMaxReplies");
    }
  }

  private void checkSecurity(CkksParameters parameters) {
    if (!rings.contains(parameters.ring().type())) {
      throw new InvalidInputException(
          "the evaluator asks for the ring "
              + parameters.ring().type()
              + ", this client encrypts in "
              + rings
              + " alone: ask for Plan.withCyclotomicRing(), or accept it with"
              + " ClientPolicy.withRings");
    }
    int limit = floor.maxModulusBits(parameters.polyModulusDegree());
    if (parameters.logPq() > limit) {
      throw new InvalidInputException(
          "the evaluator asks for parameters with log2(PQ) = "
              + Math.round(parameters.logPq())
              + " at N = "
              + parameters.polyModulusDegree()
              + ", this client accepts at most "
              + limit
              + " ("
              + floor
              + "): ask for a secure program, or lower the floor knowingly");
    }
  }

  private void checkDisclosures(ProgramOutline outline) {
    List<Disclosure> refused =
        outline.disclosures().stream()
            .filter(d -> !accepted.contains(d) && !isHidden(d))
            .sorted()
            .toList();
    if (!refused.isEmpty()) {
      throw new InvalidInputException(
          "the program discloses what this client did not accept, "
              + refused
              + " ("
              + refused.get(0).describe(outline.rounds().size())
              + "): ask for Plan.singleRound(), or accept it with ClientPolicy.accepting");
    }
  }

  private boolean isHidden(Disclosure disclosure) {
    return disclosure == Disclosure.ROUND_OUTCOMES && replies.hidesOutcomes();
  }
}
