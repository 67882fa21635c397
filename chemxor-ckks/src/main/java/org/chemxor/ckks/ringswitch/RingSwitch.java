package org.chemxor.ckks.ringswitch;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.NttPrimes;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.ckks.wire.compact.PackedCiphertext;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.ckks.wire.seal.WireParameters;

/**
 * The parameters of a switch of results at the lowest level into a smaller ring, for the way back
 * to whoever decrypts them; {@link RingSwitcher} does it. A modulus of one prime needs no ring as
 * large as that of all primes, so a ciphertext of which only some coefficients count can be k times
 * smaller (Gentry, Halevi, Peikert, Smart, Ring Switching in BGV-Style Homomorphic Encryption, SCN
 * 2012).
 *
 * <p>Let N = k n, let t be a secret of the ring of degree n, and T = t(X^k) its image in the ring
 * of degree N. The key is an encryption of p s under T modulo q p, where q is the lowest prime and
 * p another one: {@code (b, a)} with {@code b = -a T + e + p s}. Multiplying it by c_1, lifted to q
 * p, and dividing by p gives an encryption of c_1 s under T modulo q; adding c_0, one of {@code c_0
 * + c_1 s}. Its coefficients at multiples of k, of both polynomials, are a ciphertext of degree n
 * under t, of the phase's coefficients at multiples of k.
 *
 * <p>The key is k samples of the ring of degree n modulo q p, so n is the least degree at which the
 * security table allows q p; that is at least 128 bits by the 2024 guidelines, whatever bound the
 * parameters themselves were made for. Immutable.
 */
public final class RingSwitch {
  private static final SecurityLevel SECURITY = SecurityLevel.GUIDELINES_2024;
  private static final int SMALLEST_DEGREE = 1024;

  /** Level of the key: its modulus is q p. */
  static final int KEY_LEVEL = 1;

  private static final double ERROR_VARIANCE = 3.24 * 3.24;

  private final CkksParameters parameters;
  private final CkksParameters small;
  private final CkksParameters keyParameters;

  private RingSwitch(CkksParameters parameters, int degree, long[] primes) {
    this.parameters = parameters;
    this.small =
        CkksParameters.builder()
            .polyModulusDegree(degree)
            .dataPrimes(primes[0])
            .specialPrimes(primes[1])
            .scale(parameters.scale())
            .security(SECURITY)
            .build();
    // The third prime makes the first two data primes for engines whose last prime is special.
    this.keyParameters =
        CkksParameters.builder()
            .polyModulusDegree(parameters.polyModulusDegree())
            .dataPrimes(primes[0], primes[1])
            .specialPrimes(primes[2])
            .scale((double) primes[1])
            .security(SECURITY)
            .build();
  }

  /**
   * The switch for results of some parameters; empty when no smaller ring is secure, and for the
   * conjugate-invariant ring.
   */
  public static Optional<RingSwitch> of(CkksParameters parameters) {
    if (!parameters.ring().isCyclotomic()) {
      return Optional.empty();
    }
    int large = parameters.polyModulusDegree();
    long q = parameters.dataPrime(0);
    long[] others =
        Arrays.stream(NttPrimes.ofBits(large, bits(3))).filter(p -> p != q).limit(2).toArray();
    int modulusBits = BigInteger.valueOf(q).multiply(BigInteger.valueOf(others[0])).bitLength();
    int degree = SMALLEST_DEGREE;
    while (degree < large && SECURITY.maxModulusBits(degree) < modulusBits) {
      degree *= 2;
    }
    return degree < large
        ? Optional.of(new RingSwitch(parameters, degree, new long[] {q, others[0], others[1]}))
        : Optional.empty();
  }

  private static int[] bits(int count) {
    int[] bits = new int[count];
    Arrays.fill(bits, CkksParameters.MAX_PRIME_BITS);
    return bits;
  }

  /** Where results are decrypted after the switch: degree n, one data prime. */
  public CkksParameters small() {
    return small;
  }

  /** Where the switch is computed, and its key lives: degree N, data primes q and p. */
  public CkksParameters keyParameters() {
    return keyParameters;
  }

  /** Bytes of a key. */
  public long keyBytes() {
    return new PackedCiphertext(WireParameters.of(keyParameters)).sizeBytes(KEY_LEVEL + 1, 1, true);
  }

  /**
   * Standard deviation that the switch adds to a coefficient: the key's error times c_1, divided by
   * p, and the rounding of that division, {@code sqrt(N q^2 / 12 * 3.24^2 / p^2 + (1 + 2n/3) /
   * 12)}.
   */
  public double noiseDeviation() {
    double ratio = (double) parameters.dataPrime(0) / keyParameters.dataPrime(1);
    double key = parameters.polyModulusDegree() / 12.0 * ratio * ratio * ERROR_VARIANCE;
    return Math.hypot(Math.sqrt(key), SwitchedFormat.roundingDeviation(small.ring()));
  }

  /** The parameters that results come from. */
  public CkksParameters parameters() {
    return parameters;
  }

  /** k. */
  int factor() {
    return parameters.polyModulusDegree() / small.polyModulusDegree();
  }
}
