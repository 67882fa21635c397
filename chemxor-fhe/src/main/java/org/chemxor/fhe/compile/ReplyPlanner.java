package org.chemxor.fhe.compile;

import java.util.Optional;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.fhe.domain.RoundRange;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.exchange.ConstantReply;
import org.chemxor.fhe.guard.CoarseCopy;
import org.chemxor.fhe.guard.ReplyRoom;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.packing.FeatureLayout;
import org.chemxor.fhe.packing.SlotLayout;
import org.chemxor.fhe.program.Round;

/**
 * Chooses the form of every reply: the fewest bits whose rounding, at five standard deviations and
 * amplified by the rest of the network, stays below 1/64 of the wanted precision. That is so little
 * because the precision is relative to the range of outputs on synthetic inputs, and real ones may
 * differ less; a factor of two costs one bit.
 *
 * @param parameters lowest prime and ring degree
 * @param targetError the largest error wanted at the outputs
 * @param magnitudes how large outputs get and how noise grows on its way there
 * @param outputScale what the last value is multiplied by
 */
record ReplyPlanner(
    CkksParameters parameters, double targetError, Magnitudes magnitudes, double outputScale) {
  private static final double SHARE = 1.0 / 64;
  private static final double LARGEST_DEVIATION = 5;

  private static final int MIN_BITS = 8;

  /** A single number that takes more than this is worth a switch to a smaller ring. */
  private static final long MAX_CONSTANT_BYTES = 40_000;

  /** Less than an eighth saved is not worth two transforms on both sides. */
  private static final double MAX_PART = 7.0 / 8;

  /** A batch has better things to do. */
  private static final int MAX_CIPHERTEXTS = 8;

  /**
   * The form of a round's reply.
   *
   * @param part what is certain about its values
   * @param isLast whether it holds the network's outputs
   */
  ReplyForm choose(Round round, RoundRange part, boolean isLast) {
    Optional<CoarseCopy> coarse = CoarseCopy.ofBits(part.coarseBits());
    ReplyForm form = choose(round, part, coarse, isLast);
    return coarse.map(form::with).orElse(form);
  }

  private ReplyForm choose(
      Round round, RoundRange range, Optional<CoarseCopy> coarse, boolean isLast) {
    boolean isLow = round.circuit().output().level() == 0;
    if (!isLow || round.output().ciphertexts() > MAX_CIPHERTEXTS) {
      return ReplyForm.whole();
    }
    double scale = round.circuit().output().scale();
    if (isLast && holdsOneNumber(round.output())) {
      return constant(scale, range, coarse);
    }
    int period = round.output() instanceof SlotLayout layout ? layout.period() : 1;
    int bits =
        Math.max(
            neededBits(ReplyForm.Kind.SWITCHED, scale, isLast),
            coarseBits(coarse, parameters.ring(), period));
    return bits > MAX_PART * largestBits()
        ? ReplyForm.whole()
        : new ReplyForm(ReplyForm.Kind.SWITCHED, Math.max(MIN_BITS, bits), 0, 0, 0);
  }

  /** In the smaller ring when it would be too large otherwise and the switch costs no precision. */
  private ReplyForm constant(double scale, RoundRange range, Optional<CoarseCopy> coarse) {
    ReplyForm large = constant(ReplyForm.Kind.CONSTANT, scale, range, coarse);
    boolean isLarge = large.sizeBytes(parameters) > MAX_CONSTANT_BYTES;
    return isLarge && canSwitchRings(scale)
        ? constant(ReplyForm.Kind.SMALL_CONSTANT, scale, range, coarse)
        : large;
  }

  /**
   * Bits with which the rounding of a coarse copy stays below its tolerance.
   *
   * @param ring in which it is rounded
   * @param period of the outputs in the slots: their copy lies in twice as many coefficients
   */
  private static int coarseBits(Optional<CoarseCopy> coarse, PolynomialRing ring, int period) {
    double deviation = SwitchedFormat.roundingDeviation(ring) * Math.sqrt(2.0 * period);
    return coarse.map(copy -> log2(deviation / copy.largestDeviation()) + 1).orElse(0);
  }

  private boolean canSwitchRings(double scale) {
    return RingSwitch.of(parameters).isPresent()
        && LARGEST_DEVIATION
                * ReplyForm.switchDeviation(ReplyForm.Kind.SMALL_CONSTANT, parameters, scale)
                * gain(true)
            <= SHARE * targetError;
  }

  /** Bytes to set aside for the key of a switch to a smaller ring, should there be one. */
  static long reservedKeyBytes(CkksParameters parameters) {
    return RingSwitch.of(parameters).map(RingSwitch::keyBytes).orElse(0L);
  }

  /**
   * Leading bits are dropped only as far as no value can reach, which is half the range of outputs,
   * so never where bits are guards; with a coarse copy as far as it tells values apart.
   */
  private ReplyForm constant(
      ReplyForm.Kind kind, double scale, RoundRange part, Optional<CoarseCopy> coarse) {
    ValueRange range = part.accepted();
    PolynomialRing ring = ReplyForm.parameters(kind, parameters).ring();
    double room = parameters.dataPrime(0) / (2 * scale * ConstantReply.limitFor(range.reach() / 2));
    int unread = range.guardBits() > 0 ? 0 : log2(room);
    int spare = coarse.isPresent() ? part.droppedBits() : unread;
    int needed =
        Math.max(neededBits(kind, scale, true), Math.addExact(coarseBits(coarse, ring, 1), spare));
    int modulusBits = Math.max(MIN_BITS, Math.min(needed, largestBits()));
    int dropped = Math.max(0, Math.min(spare, modulusBits - MIN_BITS));
    return new ReplyForm(kind, modulusBits - dropped, dropped, range.centre(), 0);
  }

  private static boolean holdsOneNumber(FeatureLayout features) {
    return features instanceof SlotLayout layout
        && layout.ciphertexts() == 1
        && layout.featureCount() == 1
        && IntStream.range(0, layout.slots()).allMatch(slot -> layout.feature(0, slot) == 0);
  }

  /** The bits of a modulus below the lowest prime. */
  private int largestBits() {
    return log2((double) parameters.dataPrime(0));
  }

  private static int log2(double value) {
    return Math.getExponent(value);
  }

  private int neededBits(ReplyForm.Kind kind, double scale, boolean isLast) {
    double error = LARGEST_DEVIATION * ReplyForm.unitDeviation(kind, parameters, scale);
    double modulus = error * gain(isLast) / (SHARE * targetError);
    return modulus >= parameters.dataPrime(0) ? Integer.MAX_VALUE : log2(modulus) + 1;
  }

  /** Noise in an early reply counts at most as much as that of all rescales. */
  private double gain(boolean isLast) {
    return isLast ? Math.abs(outputScale) : magnitudes.noiseGain();
  }

  /**
   * The largest error at the outputs that a reply's form causes, and its scale where that is
   * smaller than usual to leave room for values: five standard deviations.
   */
  double largestError(Round round, ReplyForm form, boolean isLast) {
    double scale = round.circuit().output().scale();
    double ofForm = LARGEST_DEVIATION * form.deviation(parameters, scale) * gain(isLast);
    double lost = parameters.scale() / scale;
    double working =
        lost > ReplyRoom.NEGLIGIBLE ? parameters.scale() / Math.sqrt(lost) : parameters.scale();
    if (lost <= ReplyRoom.NEGLIGIBLE) {
      return ofForm;
    }
    PolynomialRing ring = parameters.ring();
    double ofOperands = ParameterChoice.largestError(ring, working, magnitudes);
    double ofRescale = ParameterChoice.lastError(ring, scale, gain(isLast));
    return Math.hypot(ofForm, Math.hypot(ofOperands, ofRescale));
  }
}
