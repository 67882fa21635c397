package org.chemxor.ckks;

/** The families of rings that polynomials can live in; {@link PolynomialRing} has the degree. */
public enum RingType {
  /**
   * {@code Z[X]/(X^N + 1)}: N/2 complex slots, with rotations. What Microsoft SEAL computes in, and
   * the default.
   */
  CYCLOTOMIC,

  /**
   * The subring of {@code Z[X]/(X^2N + 1)} that {@code X -> 1/X} leaves as it is, {@code a_0 + sum
   * of a_j (X^j + X^-j)} for j from 1 to N - 1: N real slots in N coefficients, so twice as many
   * values in the same bytes (Kim, Song, Approximate Homomorphic Encryption over the
   * Conjugate-Invariant Ring, ICISC 2018). Lattices of dimension N, so the security tables are read
   * at N. No rotations, and nothing that Microsoft SEAL can read.
   */
  CONJUGATE_INVARIANT
}
