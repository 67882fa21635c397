package org.chemxor.fhe;

import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.fhe.packing.FeatureLayout;
import org.chemxor.fhe.packing.SlotLayout;

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
 * @param outputShift what is added to it then
 */
record ReplyPlanner(
    CkksParameters parameters,
    double targetError,
    Magnitudes magnitudes,
    double outputScale,
    double outputShift) {
  private static final double SHARE = 1.0 / 64;
  private static final double LARGEST_DEVIATION = 5;

  /** Outputs may be this much further from their centre than on synthetic inputs. */
  private static final int MARGIN_BITS = 4;

  private static final int MIN_BITS = 8;

  /** A single number that takes more than this is worth a switch to a smaller ring. */
  private static final long MAX_CONSTANT_BYTES = 32_000;

  /** Less than an eighth saved is not worth two transforms on both sides. */
  private static final double MAX_PART = 7.0 / 8;

  /** A batch has better things to do. */
  private static final int MAX_CIPHERTEXTS = 8;

  /**
   * The form of a partition's reply.
   *
   * @param isLast whether it holds the network's outputs
   */
  ReplyForm choose(Partition partition, boolean isLast) {
    boolean isLow = partition.circuit().output().level() == 0;
    if (!isLow || partition.output().ciphertexts() > MAX_CIPHERTEXTS) {
      return ReplyForm.whole();
    }
    double scale = partition.circuit().output().scale();
    if (isLast && holdsOneNumber(partition.output())) {
      return constant(scale);
    }
    int bits = neededBits(ReplyForm.Kind.SWITCHED, scale, isLast);
    return bits > MAX_PART * largestBits()
        ? ReplyForm.whole()
        : new ReplyForm(ReplyForm.Kind.SWITCHED, Math.max(MIN_BITS, bits), 0, 0);
  }

  /** In the smaller ring when it would be too large otherwise and the switch costs no precision. */
  private ReplyForm constant(double scale) {
    ReplyForm large = constant(ReplyForm.Kind.CONSTANT, scale);
    boolean isLarge = large.sizeBytes(parameters) > MAX_CONSTANT_BYTES;
    return isLarge && canSwitchRings(scale)
        ? constant(ReplyForm.Kind.SMALL_CONSTANT, scale)
        : large;
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

  private ReplyForm constant(ReplyForm.Kind kind, double scale) {
    int needed = neededBits(kind, scale, true);
    double centre = (magnitudes.minOutput() + magnitudes.maxOutput()) / 2;
    double reach = (magnitudes.maxOutput() - magnitudes.minOutput()) / 2 / Math.abs(outputScale);
    double room = parameters.dataPrime(0) / (2 * scale * Math.scalb(reach, MARGIN_BITS));
    int modulusBits = Math.max(MIN_BITS, Math.min(needed, largestBits()));
    int dropped = Math.max(0, Math.min(log2(room), modulusBits - MIN_BITS));
    return new ReplyForm(
        kind, modulusBits - dropped, dropped, (centre - outputShift) / outputScale);
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

  /** The largest error at the outputs that a reply's form causes: five standard deviations. */
  double largestError(Partition partition, ReplyForm form, boolean isLast) {
    double scale = partition.circuit().output().scale();
    return LARGEST_DEVIATION * form.deviation(parameters, scale) * gain(isLast);
  }
}
