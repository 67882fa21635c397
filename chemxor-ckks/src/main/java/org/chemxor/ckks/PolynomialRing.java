package org.chemxor.ckks;

/**
 * A ring of polynomials with N coefficients.
 *
 * <p>How an error spreads is all that differs between the families in the arithmetic: {@link
 * #slotVariance} and {@link #productVariance} are what noise bounds are made of.
 *
 * @param type which family
 * @param degree N, a power of two
 */
public record PolynomialRing(RingType type, int degree) {
  /** The families of rings. */
  public enum RingType {
    /**
     * {@code Z[X]/(X^N + 1)}: N/2 complex slots, with rotations. What Microsoft SEAL computes in,
     * and the default.
     */
    CYCLOTOMIC,

    /**
     * The subring of {@code Z[X]/(X^2N + 1)} that {@code X -> 1/X} leaves as it is, {@code a_0 +
     * sum of a_j (X^j + X^-j)} for j from 1 to N - 1: N real slots in N coefficients, so twice as
     * many values in the same bytes (Kim, Song, Approximate Homomorphic Encryption over the
     * Conjugate-Invariant Ring, ICISC 2018). Lattices of dimension N, so the security tables are
     * read at N. No rotations, and nothing that Microsoft SEAL can read.
     */
    CONJUGATE_INVARIANT
  }

  /** Whether it is Z[X]/(X^N + 1). */
  public boolean isCyclotomic() {
    return type == RingType.CYCLOTOMIC;
  }

  /** Number of slots: N/2 complex ones, or N real ones in the conjugate-invariant ring. */
  public int slotCount() {
    return isCyclotomic() ? degree / 2 : degree;
  }

  /** Degree of the power-of-two cyclotomic ring that contains this one: N or 2N. */
  public int cyclotomicDegree() {
    return isCyclotomic() ? degree : 2 * degree;
  }

  /**
   * Variance of the real part of a slot, of a polynomial whose coefficients are independent with
   * variance 1: N/2, or 2N, as every coefficient but the first counts twice and all of it is real.
   */
  public double slotVariance() {
    return isCyclotomic() ? degree / 2.0 : 2.0 * degree;
  }

  /**
   * Variance of a coefficient of the product of two polynomials whose coefficients are independent
   * with variance 1: N or 2N.
   */
  public double productVariance() {
    return cyclotomicDegree();
  }
}
