package org.chemxor.fhe;

import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.ckks.wire.PackedFormat;
import org.chemxor.core.InvalidInputException;

/**
 * What a client insists on before it makes a key, whatever the evaluator asks for. Immutable.
 *
 * @param floor the security table that parameters must respect
 * @param maxKeyBytes limit on the bytes of the keys the client is willing to make
 * @param maxRounds limit on the rounds; in every round but the last the client sees intermediate
 *     values of the network, and its secret key answers once more
 */
public record ClientPolicy(SecurityLevel floor, long maxKeyBytes, int maxRounds) {

  /** 128-bit security by the 2024 guidelines, at most 256 MB of keys and 64 rounds. */
  public static ClientPolicy standard() {
    return new ClientPolicy(SecurityLevel.GUIDELINES_2024, 256_000_000, 64);
  }

  /** No security floor: for tests and for molecules that are not secret. */
  public static ClientPolicy insecureWithoutFloor() {
    return new ClientPolicy(SecurityLevel.INSECURE, Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** The same policy with another limit on rounds; 1 accepts only single-round programs. */
  public ClientPolicy withMaxRounds(int rounds) {
    return new ClientPolicy(floor, maxKeyBytes, rounds);
  }

  /**
   * Checks a program.
   *
   * @throws InvalidInputException when it asks for more than the client accepts
   */
  void check(ProgramOutline outline) {
    CkksParameters parameters = outline.parameters();
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
    long bytes = KeyPlan.keyBytes(PackedFormat.of(parameters), outline.rotationSteps().size());
    if (bytes > maxKeyBytes) {
      throw new InvalidInputException(
          "the evaluator asks for "
              + bytes
              + " bytes of keys, this client makes at most "
              + maxKeyBytes
              + ": raise maxKeyBytes in the client's policy");
    }
    if (outline.steps().size() > maxRounds) {
      throw new InvalidInputException(
          "the program has "
              + outline.steps().size()
              + " rounds, this client accepts "
              + maxRounds
              + ": ask for Plan.singleRound(), or accept more rounds");
    }
  }
}
