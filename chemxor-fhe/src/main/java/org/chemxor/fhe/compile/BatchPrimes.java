package org.chemxor.fhe.compile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.NttPrimes;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.fhe.circuit.Rescaling;
import org.chemxor.fhe.program.Plan;

/**
 * Primes for batches of {@link Rescaling#INNER_MAPS}. The last map of a part is the largest cost,
 * so it has the fewest and cheapest primes: products of a residue of 32 bits and a weight of 16
 * with its sign sum exactly in a double, a residue of 50 bits must be split in two. The scale of a
 * sum is its operands' scale times that of the weights; after the square one large prime takes both
 * away, after an inner map a small one the weights'.
 *
 * @param ring of the polynomials
 * @param dataBits of every data prime, the lowest first
 * @param tail how many primes are left at the end of a part
 */
record BatchPrimes(PolynomialRing ring, List<Integer> dataBits, int tail) {
  /** Primes left at the end of a part: one that is split, or two that are not. */
  private static final int[][] TAILS = {{50}, {32, 32}};

  private static final int ACTIVATION_BITS = 50;

  /** The smallest primes there are. */
  private static final int MAP_BITS = 20;

  /** log2 of the moduli tried for sums of squares. */
  private static final int MIN_SQUARES_BITS = 72;

  private static final int MAX_SQUARES_BITS = 132;

  /** An activation's prime may be so much smaller when the ring has no room for more. */
  private static final int MIN_ACTIVATION_BITS = 30;

  /** Copies the list. */
  BatchPrimes {
    dataBits = List.copyOf(dataBits);
  }

  /**
   * The primes that a ring degree has room for, the fastest first.
   *
   * @param degree ring degree N
   * @param depth levels needed
   */
  static List<BatchPrimes> of(Plan plan, int degree, int depth) {
    List<BatchPrimes> choices = new ArrayList<>();
    for (int[] tail : TAILS) {
      chain(tail, plan, degree, depth)
          .ifPresent(bits -> choices.add(new BatchPrimes(plan.ring(degree), bits, tail.length)));
    }
    return choices;
  }

  /**
   * The primes for a sum of squares that is never rescaled, the least modulus first: as many bits
   * travel with every feature.
   *
   * @param degree ring degree N
   */
  static List<BatchPrimes> ofSquares(Plan plan, int degree) {
    List<BatchPrimes> choices = new ArrayList<>();
    int limit = ParameterChoice.limit(plan, degree);
    for (int bits = MIN_SQUARES_BITS; bits <= MAX_SQUARES_BITS; bits += 2) {
      int count = (bits + ACTIVATION_BITS - 1) / ACTIVATION_BITS;
      int each = (bits + count - 1) / count;
      if (each * (count + 1) <= limit) {
        choices.add(new BatchPrimes(plan.ring(degree), Collections.nCopies(count, each), count));
      }
    }
    return choices;
  }

  /** Activations and maps take turns; all activations' primes but the last one's shrink to fit. */
  private static Optional<List<Integer>> chain(int[] tail, Plan plan, int degree, int depth) {
    int mapBits = mapBits(plan.ring(degree), depth / 2);
    for (int activation = ACTIVATION_BITS; activation >= MIN_ACTIVATION_BITS; activation--) {
      List<Integer> bits = new ArrayList<>();
      for (int tailBits : tail) {
        bits.add(tailBits);
      }
      for (int level = 0; level < depth; level++) {
        bits.add(level == 0 ? ACTIVATION_BITS : level % 2 == 0 ? activation : mapBits);
      }
      int special = largest(bits);
      if (bits.stream().mapToInt(Integer::intValue).sum() + special
          <= ParameterChoice.limit(plan, degree)) {
        return Optional.of(bits);
      }
    }
    return Optional.empty();
  }

  /**
   * The fewest bits of which a ring has so many primes: there are few small ones for large rings.
   */
  private static int mapBits(PolynomialRing ring, int count) {
    int bits = MAP_BITS;
    while (NttPrimes.count(ring.cyclotomicDegree(), bits) < count) {
      bits++;
    }
    return bits;
  }

  private static int largest(List<Integer> bits) {
    return bits.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** Half of what is left at the end of a part, where values end; less in sums of squares. */
  private int scaleBits() {
    int bits = dataBits.stream().limit(tail).mapToInt(Integer::intValue).sum();
    return tail == dataBits.size() ? bits / 4 : bits / 2;
  }

  CkksParameters build(Plan plan) {
    CkksParameters.Builder builder =
        CkksParameters.builder()
            .polyModulusDegree(ring.degree())
            .ring(ring.type())
            .dataPrimeBits(dataBits.stream().mapToInt(Integer::intValue).toArray())
            .specialPrimeBits(largest(dataBits))
            .scaleBits(scaleBits());
    return plan.security() == SecurityLevel.INSECURE
        ? builder.insecureWithoutBound().build()
        : builder.security(plan.security()).build();
  }
}
