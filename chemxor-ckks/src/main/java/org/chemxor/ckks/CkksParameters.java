package org.chemxor.ckks;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.chemxor.ckks.PolynomialRing.RingType;

/**
 * The public parameters of a CKKS instance: the ring and its degree N, the chain of data primes
 * {@code q_0 ... q_L}, the special primes {@code p_0 ... p_{k-1}} used in key switching, and how
 * many data primes one key-switching digit groups. Immutable; {@link Builder#build()} validates
 * everything.
 *
 * <p>A fresh ciphertext is at level L; each {@link Evaluator#rescale} drops the last remaining data
 * prime, so a ciphertext at level l lives modulo {@code q_0 ... q_l} and can be rescaled l more
 * times.
 */
public final class CkksParameters {
  /** Residues live exactly in a double below this many bits. */
  public static final int MAX_PRIME_BITS = 50;

  private final PolynomialRing ring;
  private final long[] dataPrimes;
  private final long[] specialPrimes;
  private final int digitSize;
  private final double scale;
  private final SecurityLevel security;

  private CkksParameters(Builder builder) {
    this.ring = new PolynomialRing(builder.ring, builder.polyModulusDegree);
    this.dataPrimes = builder.dataPrimes.clone();
    this.specialPrimes = builder.specialPrimes.clone();
    this.digitSize = builder.digitSize;
    this.scale = builder.scale;
    this.security = builder.security;
  }

  /** Starts from the defaults: 128 bits by the 2024 guidelines, scale 2^40, one prime a digit. */
  public static Builder builder() {
    return new Builder();
  }

  /** The ring degree N, a power of two from 1024 to 32768. */
  public int polyModulusDegree() {
    return ring.degree();
  }

  /** The ring: its degree N and which one of that degree. */
  public PolynomialRing ring() {
    return ring;
  }

  /** Number of slots: N/2 complex ones, or N real ones in the conjugate-invariant ring. */
  public int slotCount() {
    return ring.slotCount();
  }

  /** The data primes q_0 ... q_L; a copy. */
  public long[] dataPrimes() {
    return dataPrimes.clone();
  }

  /** The special primes, largest role in key switching; a copy. */
  public long[] specialPrimes() {
    return specialPrimes.clone();
  }

  /** The data prime that the rescale from {@code level} divides by. */
  public long dataPrime(int level) {
    return dataPrimes[level];
  }

  /** The level of a fresh ciphertext, one less than the number of data primes. */
  public int maxLevel() {
    return dataPrimes.length - 1;
  }

  /** Data primes grouped in one key-switching digit. 1 is what Microsoft SEAL does. */
  public int digitSize() {
    return digitSize;
  }

  /** Number of key-switching digits for a ciphertext at {@code level}. */
  public int digitCount(int level) {
    return (level + digitSize) / digitSize;
  }

  /** The scale that encoders use when none is given. */
  public double scale() {
    return scale;
  }

  /** Which security table these parameters were checked against. */
  public SecurityLevel security() {
    return security;
  }

  /** log2 of the product of all primes, the special ones included. */
  public double logPq() {
    return log2Product(dataPrimes) + log2Product(specialPrimes);
  }

  /** log2 of the modulus of a ciphertext at {@code level}. */
  public double logQ(int level) {
    return log2Product(Arrays.copyOf(dataPrimes, level + 1));
  }

  /**
   * Whether Microsoft SEAL can use these parameters and the keys made for them: the cyclotomic
   * ring, one special prime and one prime a digit.
   */
  public boolean isSealCompatible() {
    return ring.isCyclotomic() && digitSize == 1 && specialPrimes.length == 1;
  }

  private static double log2Product(long[] primes) {
    return Arrays.stream(primes).mapToDouble(p -> Math.log((double) p) / Math.log(2)).sum();
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof CkksParameters that
        && ring.equals(that.ring)
        && digitSize == that.digitSize
        && Arrays.equals(dataPrimes, that.dataPrimes)
        && Arrays.equals(specialPrimes, that.specialPrimes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dataPrimes) + Arrays.hashCode(specialPrimes) + ring.degree();
  }

  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "CKKS[N=%d%s, %d data + %d special primes, log2(PQ)=%.1f, scale=2^%.1f, %s]",
        ring.degree(),
        ring.isCyclotomic() ? "" : " conjugate-invariant",
        dataPrimes.length,
        specialPrimes.length,
        logPq(),
        Math.log(scale) / Math.log(2),
        security == SecurityLevel.INSECURE ? "INSECURE" : security.bits() + "-bit secure");
  }

  /** Collects and validates parameters. Not thread-safe. */
  public static final class Builder {
    private static final int MAX_PRIMES = 64;

    private int polyModulusDegree;
    private RingType ring = RingType.CYCLOTOMIC;
    private long[] dataPrimes = new long[0];
    private long[] specialPrimes = new long[0];
    private int[] dataPrimeBits = new int[0];
    private int[] specialPrimeBits = new int[0];
    private int digitSize = 1;
    private double scale = 0x1p40;
    private SecurityLevel security = SecurityLevel.GUIDELINES_2024;

    private Builder() {}

    /** Sets N, a power of two from 1024 to 32768. */
    public Builder polyModulusDegree(int degree) {
      this.polyModulusDegree = degree;
      return this;
    }

    /** Sets the ring; the cyclotomic one unless this is called. */
    public Builder ring(RingType type) {
      this.ring = type;
      return this;
    }

    /** Chooses data primes by size, q_0 first; each from 20 to {@value #MAX_PRIME_BITS} bits. */
    public Builder dataPrimeBits(int... bits) {
      this.dataPrimeBits = bits.clone();
      return this;
    }

    /** Chooses special primes by size. */
    public Builder specialPrimeBits(int... bits) {
      this.specialPrimeBits = bits.clone();
      return this;
    }

    /** Gives the data primes themselves, q_0 first. */
    public Builder dataPrimes(long... primes) {
      this.dataPrimes = primes.clone();
      return this;
    }

    /** Gives the special primes themselves. */
    public Builder specialPrimes(long... primes) {
      this.specialPrimes = primes.clone();
      return this;
    }

    /** Groups this many data primes into one key-switching digit. */
    public Builder digitSize(int size) {
      this.digitSize = size;
      return this;
    }

    /** Sets the encoders' default scale, at least 1. */
    public Builder scale(double value) {
      this.scale = value;
      return this;
    }

    /** Sets the default scale to a power of two. */
    public Builder scaleBits(int bits) {
      return scale(Math.scalb(1.0, bits));
    }

    /** Checks against another table than the default. */
    public Builder security(SecurityLevel level) {
      if (level == SecurityLevel.INSECURE) {
        throw new InsecureParametersException(
            "parameters without a security bound need insecureWithoutBound(), by that name");
      }
      this.security = level;
      return this;
    }

    /** Switches the security check off: for tests and for data that is not secret. */
    public Builder insecureWithoutBound() {
      this.security = SecurityLevel.INSECURE;
      return this;
    }

    /**
     * The validated parameters.
     *
     * @throws InsecureParametersException when log2(PQ) exceeds the security table's bound
     * @throws CkksException when anything else is out of range; the message says what and the limit
     */
    public CkksParameters build() {
      checkDegree();
      resolvePrimes();
      checkPrimes();
      checkDigits();
      if (!(scale >= 1) || scale > 0x1p100) {
        throw new CkksException("scale must be from 1 to 2^100, got " + scale);
      }
      CkksParameters parameters = new CkksParameters(this);
      checkSecurity();
      return parameters;
    }

    private void checkDegree() {
      if (Integer.bitCount(polyModulusDegree) != 1
          || polyModulusDegree < 1024
          || polyModulusDegree > 32768) {
        throw new CkksException(
            "polyModulusDegree must be a power of two from 1024 to 32768, got "
                + polyModulusDegree);
      }
    }

    private int cyclotomicDegree() {
      return new PolynomialRing(ring, polyModulusDegree).cyclotomicDegree();
    }

    /** Primes asked for by size are chosen together, so that they are distinct. */
    private void resolvePrimes() {
      if (dataPrimeBits.length == 0 && specialPrimeBits.length == 0) {
        return;
      }
      if (dataPrimes.length > 0 || specialPrimes.length > 0) {
        throw new CkksException("give primes either by value or by size, not both");
      }
      // Before primes are looked for: a search for thousands takes minutes.
      checkPrimeCount(dataPrimeBits.length + specialPrimeBits.length);
      int[] bits = Arrays.copyOf(dataPrimeBits, dataPrimeBits.length + specialPrimeBits.length);
      System.arraycopy(specialPrimeBits, 0, bits, dataPrimeBits.length, specialPrimeBits.length);
      for (int size : bits) {
        if (size < 20 || size > MAX_PRIME_BITS) {
          throw new CkksException(
              "primes must have from 20 to " + MAX_PRIME_BITS + " bits, got " + size);
        }
      }
      long[] primes = NttPrimes.ofBits(cyclotomicDegree(), bits);
      dataPrimes = Arrays.copyOf(primes, dataPrimeBits.length);
      specialPrimes = Arrays.copyOfRange(primes, dataPrimeBits.length, primes.length);
    }

    private void checkPrimes() {
      if (dataPrimes.length == 0) {
        throw new CkksException("at least one data prime is needed");
      }
      checkPrimeCount(dataPrimes.length + specialPrimes.length);
      Set<Long> seen = new HashSet<>();
      for (long[] group : new long[][] {dataPrimes, specialPrimes}) {
        for (long p : group) {
          checkPrime(p, seen);
        }
      }
    }

    private static void checkPrimeCount(int count) {
      if (count > MAX_PRIMES) {
        throw new CkksException("at most " + MAX_PRIMES + " primes are supported, got " + count);
      }
    }

    private void checkPrime(long p, Set<Long> seen) {
      if (p >= 1L << MAX_PRIME_BITS || p < 1L << 19) {
        throw new CkksException(
            "prime " + p + " must be below 2^" + MAX_PRIME_BITS + " and at least 2^19");
      }
      int degree = cyclotomicDegree();
      if (!NttPrimes.isNttPrime(p, degree)) {
        String order = ring == RingType.CYCLOTOMIC ? "2N" : "4N";
        throw new CkksException(p + " is not a prime that is 1 mod " + order + " = " + 2L * degree);
      }
      if (!seen.add(p)) {
        throw new CkksException("prime " + p + " is given twice");
      }
    }

    private void checkDigits() {
      if (digitSize < 1 || digitSize > dataPrimes.length) {
        throw new CkksException(
            "digitSize must be from 1 to the number of data primes, got " + digitSize);
      }
      if (digitSize > 1 && specialPrimes.length == 0) {
        throw new CkksException("grouped digits need special primes: give some");
      }
    }

    private void checkSecurity() {
      BigInteger product = BigInteger.ONE;
      for (long[] group : new long[][] {dataPrimes, specialPrimes}) {
        for (long p : group) {
          product = product.multiply(BigInteger.valueOf(p));
        }
      }
      int limit = security.maxModulusBits(polyModulusDegree);
      if (product.bitLength() > limit) {
        throw new InsecureParametersException(
            "the primes multiply to "
                + product.bitLength()
                + " bits, the limit for N = "
                + polyModulusDegree
                + " at 128-bit security ("
                + security
                + ") is "
                + limit
                + ": use fewer or smaller primes or a larger N");
      }
    }
  }
}
