package org.chemxor.fhe.program;

import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.core.Shape;
import org.chemxor.fhe.circuit.Rotations;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.domain.InputDomain;
import org.chemxor.fhe.message.ProgramId;

/**
 * The public part of an {@link EncryptedProgram}: all a client needs, and no weights.
 *
 * @param id identifies program and weights
 * @param name the network's name
 * @param parameters of all ciphertexts and keys
 * @param rotationSteps the rotations that need Galois keys
 * @param inputShape shape of one sample
 * @param domain the inputs the program was made for
 * @param rounds the rounds in order
 * @param outputScale what the last value is multiplied by to give the output
 * @param outputShift what is added to it then
 */
public record ProgramOutline(
    ProgramId id,
    String name,
    CkksParameters parameters,
    NavigableSet<Integer> rotationSteps,
    Shape inputShape,
    InputDomain domain,
    List<RoundOutline> rounds,
    double outputScale,
    double outputShift) {

  private static final long POLYNOMIALS = 2;
  private static final long MARGIN_BYTES = 65_536;
  private static final int MARGIN_SHARE = 16;

  /** Copies the list. */
  public ProgramOutline {
    rounds = List.copyOf(rounds);
  }

  /** The most samples in one request: more than 1 when the program takes batches. */
  public int maxSamples() {
    return rounds.stream().mapToInt(round -> round.input().maxSamples()).min().orElse(1);
  }

  /** Least number of an input. */
  public double minInput() {
    return domain.min();
  }

  /** Greatest number of an input. */
  public double maxInput() {
    return domain.max();
  }

  /**
   * Bytes of a reply at most, whatever form it has: its polynomials, uncompressed, and some for
   * what is around them. For clients that must say how much they read before they know what it is.
   *
   * @param round from 0
   */
  public long replyLimit(int round) {
    RoundOutline expected = rounds.get(round);
    long polynomial = (expected.reply().level() + 1L) * parameters.polyModulusDegree() * Long.BYTES;
    long bytes = POLYNOMIALS * expected.output().ciphertexts() * polynomial;
    return bytes + bytes / MARGIN_SHARE + MARGIN_BYTES;
  }

  /** What running it discloses; follows from the rounds. */
  public Set<Disclosure> disclosures() {
    return Disclosure.ofRounds(rounds.size());
  }

  /** The rotations that need Galois keys, and what can be composed of them. */
  public Rotations rotations() {
    return new Rotations(parameters.slotCount(), rotationSteps);
  }

  /** How the last reply gets into a smaller ring; empty when it stays where it is. */
  public Optional<RingSwitch> ringSwitch() {
    boolean isSmall = rounds.stream().anyMatch(round -> round.form().isSmall());
    return isSmall ? RingSwitch.of(parameters) : Optional.empty();
  }

  /** This outline as bytes, for {@link #read}. */
  public byte[] toBytes() {
    return OutlineCodec.write(this);
  }

  /**
   * Reads an outline that came from elsewhere. Everything in it is checked, but whether its
   * parameters are secure is for the {@link ClientPolicy} to judge.
   *
   * @throws org.chemxor.core.InvalidInputException when the bytes are damaged; the message says how
   */
  public static ProgramOutline read(byte[] bytes) {
    return read(bytes, OutlineLimits.standard());
  }

  /**
   * The same with other limits.
   *
   * @throws org.chemxor.core.InvalidInputException when the bytes are damaged or ask for more than
   *     the limits; nothing is allocated for them then
   */
  public static ProgramOutline read(byte[] bytes, OutlineLimits limits) {
    return OutlineCodec.read(bytes, limits);
  }
}
