package org.chemxor.fhe;

import java.util.Arrays;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.SecurityLevel;

/**
 * Picks primes: {@code q_0} with room for the largest values above the scale, one prime of the
 * scale's size for every level, and a special prime as large as {@code q_0}.
 */
final class ParameterChoice {
  private static final int MAX_SCALE_BITS = 40;
  private static final int MIN_SCALE_BITS = 24;

  private ParameterChoice() {}

  /**
   * Parameters for circuits of a depth.
   *
   * @param plan ring degree and security
   * @param depth levels needed
   * @param headroomBits log2 of the largest mean magnitude of a result, with a margin
   */
  static CkksParameters of(Plan plan, int depth, int headroomBits) {
    int limit =
        plan.security() == SecurityLevel.INSECURE
            ? Integer.MAX_VALUE
            : plan.security().maxModulusBits(plan.polyModulusDegree());
    int scaleBits =
        Math.min(
            Math.min(MAX_SCALE_BITS, CkksParameters.MAX_PRIME_BITS - headroomBits),
            (limit - 2 * headroomBits) / (depth + 2));
    if (scaleBits < MIN_SCALE_BITS) {
      throw new IllegalArgumentException(
          "a depth of "
              + depth
              + " with values up to 2^"
              + headroomBits
              + " leaves a scale of 2^"
              + scaleBits
              + " at N = "
              + plan.polyModulusDegree()
              + ", at least 2^"
              + MIN_SCALE_BITS
              + " is needed: use a larger ring degree or a narrower input range");
    }
    int[] dataBits = new int[depth + 1];
    Arrays.fill(dataBits, scaleBits);
    dataBits[0] = scaleBits + headroomBits;
    CkksParameters.Builder builder =
        CkksParameters.builder()
            .polyModulusDegree(plan.polyModulusDegree())
            .dataPrimeBits(dataBits)
            .specialPrimeBits(scaleBits + headroomBits)
            .scaleBits(scaleBits);
    return plan.security() == SecurityLevel.INSECURE
        ? builder.insecureWithoutBound().build()
        : builder.security(plan.security()).build();
  }
}
