package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.guard.ReplyRoom;
import org.chemxor.fhe.program.Plan;

/**
 * Picks primes: {@code q_0} with room for the largest values above the scale, one prime of the
 * scale's size for every level, and special primes whose product is as large as the largest digit
 * and, where the security level leaves that many, four bits more.
 *
 * @param ring of the polynomials
 * @param depth levels
 * @param digitSize data primes in a key-switching digit
 * @param scaleBits log2 of the scale
 * @param headroomBits log2 of the room above the scale
 * @param joinedBits what prime 1 has more than the scale, for a {@link JoinedLevel}; otherwise 0
 */
record ParameterChoice(
    PolynomialRing ring,
    int depth,
    int digitSize,
    int scaleBits,
    int headroomBits,
    int joinedBits) {
  private static final int MAX_SCALE_BITS = 40;
  private static final int MIN_SCALE_BITS = 24;
  private static final int[] SINGLE_ROUND_DEGREES = {8192, 16384, 32768};

  /** What single rounds of batches try. */
  private static final int[] BATCH_DEGREES = {16384, 32768};

  private static final int MAX_DIGITS = 8;

  /** Bits that special primes get on top, if there are any left. */
  private static final int SPARE_BITS = 4;

  /** What the rounding of replies may add, to the second power, is the rest. */
  private static final double OWN_SHARE = 0.9;

  private static final double LOG2 = Math.log(2);

  /** The largest error of many outputs, in standard deviations. */
  private static final double LARGEST_DEVIATION = 5;

  /**
   * The parameters that would do for circuits of a depth; the planner takes the fastest.
   *
   * @param plan ring degree, security and precision
   * @param depth levels needed
   * @param magnitudes how large values get and how much outputs differ
   * @return at least one choice
   * @throws UnfitPlanException when nothing fits; the message says what to change
   */
  static List<ParameterChoice> candidates(Plan plan, int depth, Magnitudes magnitudes) {
    return candidates(plan, depth, magnitudes, 0);
  }

  /**
   * The same for circuits whose square shares a level with the map after it.
   *
   * @param depth levels needed, that one counted once
   */
  static List<ParameterChoice> joinedCandidates(Plan plan, int depth, Magnitudes magnitudes) {
    return candidates(plan, depth, magnitudes, JoinedLevel.EXTRA_BITS);
  }

  private static List<ParameterChoice> candidates(
      Plan plan, int depth, Magnitudes magnitudes, int joinedBits) {
    int headroom = magnitudes.headroomBits();
    int[] degrees = degrees(plan);
    boolean isSingleRound = plan.kind() == Plan.Kind.SINGLE_ROUND;
    List<ParameterChoice> choices = new ArrayList<>();
    for (int degree : degrees) {
      int limit = limit(plan, degree);
      PolynomialRing ring = plan.ring(degree);
      int needed = isSingleRound ? neededScaleBits(ring, plan, magnitudes) : MIN_SCALE_BITS;
      for (int digit : isSingleRound ? digitSizes(depth + 1) : new int[] {1}) {
        int scaleBits = scaleBits(limit, depth, digit, headroom, joinedBits);
        if (scaleBits >= needed + (joinedBits > 0 ? JoinedLevel.OPERAND_BITS : 0)) {
          choices.add(new ParameterChoice(ring, depth, digit, scaleBits, headroom, joinedBits));
        }
      }
    }
    if (choices.isEmpty()) {
      throw new UnfitPlanException(
          "a depth of "
              + depth
              + " with values up to 2^"
              + headroom
              + " does not fit a ring degree of "
              + degrees[degrees.length - 1]
              + " at the wanted precision "
              + plan.targetPrecision()
              + ": use Plan.partitioned(), a coarser precision, or a narrower input range");
    }
    return choices;
  }

  /** log2 of the largest modulus of a ciphertext at the top of a depth. */
  static int maxModulusBits(int depth) {
    return CkksParameters.MAX_PRIME_BITS + depth * MAX_SCALE_BITS;
  }

  /** The ring degrees that a plan allows. */
  static int[] degrees(Plan plan) {
    boolean isFree = plan.polyModulusDegree() == Plan.CHOOSE_DEGREE;
    int[] free = plan.isBatch() ? BATCH_DEGREES : SINGLE_ROUND_DEGREES;
    return isFree ? free.clone() : new int[] {plan.polyModulusDegree()};
  }

  /** The least digit size for every number of digits up to eight, and one prime a digit. */
  private static int[] digitSizes(int primes) {
    IntStream grouped =
        IntStream.rangeClosed(1, Math.min(primes, MAX_DIGITS))
            .map(digits -> (primes + digits - 1) / digits);
    return IntStream.concat(grouped, IntStream.of(1)).distinct().toArray();
  }

  /** Bits of all primes together that a ring degree is secure with. */
  static int limit(Plan plan, int degree) {
    return plan.security() == SecurityLevel.INSECURE
        ? 2000
        : plan.security().maxModulusBits(degree);
  }

  private static int scaleBits(int limit, int depth, int digitSize, int headroom, int joinedBits) {
    int largest = digitSize == 1 ? Math.max(headroom, joinedBits) : headroom + joinedBits;
    return Math.min(
        Math.min(MAX_SCALE_BITS, CkksParameters.MAX_PRIME_BITS - Math.max(headroom, joinedBits)),
        (limit - headroom - joinedBits - largest) / (depth + 1 + digitSize));
  }

  /** So that the outputs' noise stays below the precision wanted. */
  private static int neededScaleBits(PolynomialRing ring, Plan plan, Magnitudes magnitudes) {
    double wanted = OWN_SHARE * plan.targetPrecision() * magnitudes.outputRange();
    int bits = (int) Math.ceil(Math.log(largestError(ring, 1, magnitudes) / wanted) / LOG2);
    return Math.max(MIN_SCALE_BITS, bits);
  }

  /**
   * The largest error to expect at the outputs: five standard deviations.
   *
   * @param ring of the polynomials
   * @param scale what values are multiplied by
   * @param magnitudes how noise grows on its way to the outputs
   */
  static double largestError(PolynomialRing ring, double scale, Magnitudes magnitudes) {
    double rescale = ReplyRoom.rescaleDeviation(ring) / scale;
    return LARGEST_DEVIATION * rescale * magnitudes.noiseGain();
  }

  /**
   * What the rescale of a result itself adds, five standard deviations.
   *
   * @param scale of the result
   * @param gain from the result to the outputs
   */
  static double lastError(PolynomialRing ring, double scale, double gain) {
    return LARGEST_DEVIATION * ReplyRoom.rescaleDeviation(ring) / scale * gain;
  }

  /**
   * The largest error at the outputs when a reply's scale is lowered so that values have room, half
   * of it in the weights; 0 when it need not be.
   *
   * @param largest magnitude of the reply's values
   * @param gain from the reply to the outputs
   */
  double errorWithRoomFor(double largest, Magnitudes magnitudes, double gain) {
    double scale = Math.scalb(1.0, scaleBits);
    double reply = ReplyRoom.scale(Math.scalb(1.0, scaleBits + headroomBits), largest);
    double lost = scale / reply;
    return lost <= ReplyRoom.NEGLIGIBLE
        ? 0
        : Math.hypot(
            largestError(ring, scale / Math.sqrt(lost), magnitudes), lastError(ring, reply, gain));
  }

  private int specialBits() {
    int more = digitSize == 1 ? Math.max(headroomBits, joinedBits) : headroomBits + joinedBits;
    return digitSize * scaleBits + more;
  }

  private int specialPrimes() {
    return (specialBits() + CkksParameters.MAX_PRIME_BITS - 1) / CkksParameters.MAX_PRIME_BITS;
  }

  /**
   * A larger product of special primes, as far as the security level and their number leave room:
   * the first digit, with the large lowest prime in it, then adds less noise than rounding does.
   */
  private int spareBits(Plan plan) {
    int used = (depth + 1) * scaleBits + headroomBits + joinedBits + specialBits();
    int room = specialPrimes() * CkksParameters.MAX_PRIME_BITS - specialBits();
    return Math.max(0, Math.min(SPARE_BITS, Math.min(limit(plan, ring.degree()) - used, room)));
  }

  /** The primes themselves. */
  CkksParameters build(Plan plan) {
    int[] dataBits = new int[depth + 1];
    Arrays.fill(dataBits, scaleBits);
    dataBits[0] = scaleBits + headroomBits;
    if (joinedBits > 0) {
      dataBits[1] = scaleBits + joinedBits;
    }
    int[] special = new int[specialPrimes()];
    int bits = specialBits() + spareBits(plan);
    for (int i = 0; i < special.length; i++) {
      special[i] = (bits + i) / special.length;
    }
    CkksParameters.Builder builder =
        CkksParameters.builder()
            .polyModulusDegree(ring.degree())
            .ring(ring.type())
            .dataPrimeBits(dataBits)
            .specialPrimeBits(special)
            .digitSize(digitSize)
            .scaleBits(scaleBits);
    return plan.security() == SecurityLevel.INSECURE
        ? builder.insecureWithoutBound().build()
        : builder.security(plan.security()).build();
  }
}
