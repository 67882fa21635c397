package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.SecurityLevel;

/**
 * Picks primes: {@code q_0} with room for the largest values above the scale, one prime of the
 * scale's size for every level, and special primes whose product is as large as one digit.
 *
 * @param degree ring degree N
 * @param depth levels
 * @param digitSize data primes in a key-switching digit
 * @param scaleBits log2 of the scale
 * @param headroomBits log2 of the room above the scale
 */
record ParameterChoice(int degree, int depth, int digitSize, int scaleBits, int headroomBits) {
  private static final int MAX_SCALE_BITS = 40;
  private static final int MIN_SCALE_BITS = 24;
  private static final int[] SINGLE_ROUND_DEGREES = {16384, 32768};
  private static final double LOG2 = Math.log(2);

  /** The error at the output, in units of the noise of one rescale: measured at most 8. */
  private static final double ERROR_GAIN_BITS = 4;

  /**
   * Parameters for circuits of a depth.
   *
   * @param plan ring degree, security and precision
   * @param depth levels needed
   * @param magnitudes how large values get and how much outputs differ
   * @throws IllegalArgumentException when nothing fits; the message says what to change
   */
  static CkksParameters of(Plan plan, int depth, Magnitudes magnitudes) {
    int headroom = magnitudes.headroomBits();
    boolean isFree = plan.polyModulusDegree() == Plan.CHOOSE_DEGREE;
    int[] degrees = isFree ? SINGLE_ROUND_DEGREES : new int[] {plan.polyModulusDegree()};
    boolean isSingleRound = plan.kind() == Plan.Kind.SINGLE_ROUND;
    for (int degree : degrees) {
      int limit = limit(plan, degree);
      int needed = isSingleRound ? neededScaleBits(degree, plan, magnitudes) : MIN_SCALE_BITS;
      List<ParameterChoice> choices = new ArrayList<>();
      for (int digit = 1; digit <= (isSingleRound ? depth + 1 : 1); digit++) {
        choices.add(
            new ParameterChoice(
                degree, depth, digit, scaleBits(limit, depth, digit, headroom), headroom));
      }
      List<ParameterChoice> possible =
          choices.stream().filter(c -> c.scaleBits() >= needed).toList();
      if (!possible.isEmpty()) {
        return possible.stream()
            .min(Comparator.comparingLong(ParameterChoice::keyRows))
            .orElseThrow()
            .build(plan);
      }
    }
    throw new IllegalArgumentException(
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

  private static int limit(Plan plan, int degree) {
    return plan.security() == SecurityLevel.INSECURE
        ? 2000
        : plan.security().maxModulusBits(degree);
  }

  private static int scaleBits(int limit, int depth, int digitSize, int headroom) {
    return Math.min(
        Math.min(MAX_SCALE_BITS, CkksParameters.MAX_PRIME_BITS - headroom),
        (limit - 2 * headroom) / (depth + 1 + digitSize));
  }

  /** So that the noise of a rescale times the gain is below the precision wanted. */
  private static int neededScaleBits(int degree, Plan plan, Magnitudes magnitudes) {
    double rescale = Math.sqrt(degree / 2.0 * (1 + 2.0 * degree / 3) / 12);
    double wanted = plan.targetPrecision() * magnitudes.outputRange();
    int bits = (int) Math.ceil(Math.log(rescale / wanted) / LOG2 + ERROR_GAIN_BITS);
    return Math.max(MIN_SCALE_BITS, bits);
  }

  private int specialBits() {
    return digitSize * scaleBits + headroomBits;
  }

  private int specialPrimes() {
    return (specialBits() + CkksParameters.MAX_PRIME_BITS - 1) / CkksParameters.MAX_PRIME_BITS;
  }

  /** Polynomials in one half of a key: what its bytes and the time of a rotation depend on. */
  private long keyRows() {
    int digits = (depth + digitSize) / digitSize;
    return (long) digits * (depth + 1 + specialPrimes());
  }

  private CkksParameters build(Plan plan) {
    int[] dataBits = new int[depth + 1];
    Arrays.fill(dataBits, scaleBits);
    dataBits[0] = scaleBits + headroomBits;
    int[] special = new int[specialPrimes()];
    for (int i = 0; i < special.length; i++) {
      special[i] = (specialBits() + i) / special.length;
    }
    CkksParameters.Builder builder =
        CkksParameters.builder()
            .polyModulusDegree(degree)
            .dataPrimeBits(dataBits)
            .specialPrimeBits(special)
            .digitSize(digitSize)
            .scaleBits(scaleBits);
    return plan.security() == SecurityLevel.INSECURE
        ? builder.insecureWithoutBound().build()
        : builder.security(plan.security()).build();
  }
}
