package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.MismatchException;
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;

/**
 * CKKS encryption parameters: degree N and the chain of primes. The last prime is the special one
 * of key switching; keys live on the whole chain, fresh ciphertexts on all primes but the last, and
 * every rescaling drops the last prime left. With a single prime there is one level and no key
 * switching.
 */
public final class WireParameters extends WireObject {

  private static final int SCHEME_CKKS = 2;

  /** A scheme that SEAL does not have, so that it names no level of the other ring. */
  private static final int SCHEME_CONJUGATE_INVARIANT = 0x102;

  private static final int SEAL_MAX_DEGREE = 1 << 17;
  private static final int SEAL_MAX_PRIME_BITS = 60;
  private static final int MODULUS_BYTES = WireHeader.BYTES + Long.BYTES;

  /** A composite passes with probability below 2^-64. */
  private static final int PRIMALITY_CERTAINTY = 64;

  private final PolynomialRing ring;
  private final long[] primes;
  private final int dataPrimeCount;
  private final int digitCount;
  private final ParmsId[] ids;
  private final Map<ParmsId, Integer> primeCounts = new HashMap<>();

  private WireParameters(PolynomialRing ring, long[] primes, int dataPrimeCount, int digitCount) {
    this.ring = ring;
    this.primes = primes;
    this.dataPrimeCount = dataPrimeCount;
    this.digitCount = digitCount;
    this.ids = new ParmsId[primes.length + 1];
    int scheme = ring.isCyclotomic() ? SCHEME_CKKS : SCHEME_CONJUGATE_INVARIANT;
    for (int count = 1; count <= primes.length; count++) {
      ids[count] = ParmsId.of(scheme, ring.degree(), primes, count);
      primeCounts.put(ids[count], count);
    }
  }

  /**
   * Returns checked parameters. Security is not looked at here; that is the engine's duty.
   *
   * @param degree N, a power of two from 2 to 131072
   * @param primes distinct primes of at most 60 bits, each 1 modulo 2N, the special prime last
   * @throws WireFormatException if they are not so
   */
  public static WireParameters of(int degree, long... primes) {
    checkDegree(degree, SEAL_MAX_DEGREE);
    if (primes.length == 0) {
      throw new WireFormatException(Damage.BAD_COUNT, "at least one prime is needed");
    }
    long[] copy = primes.clone();
    checkPrimes(degree, copy);
    return sealShaped(degree, copy);
  }

  /**
   * Returns the parameters as the wire sees them: data primes, then special primes, and the shape
   * of key-switching keys.
   */
  public static WireParameters of(CkksParameters parameters) {
    long[] data = parameters.dataPrimes();
    long[] special = parameters.specialPrimes();
    long[] primes = Arrays.copyOf(data, data.length + special.length);
    System.arraycopy(special, 0, primes, data.length, special.length);
    checkPrimes(parameters.ring().cyclotomicDegree(), primes);
    return new WireParameters(
        parameters.ring(), primes, data.length, parameters.digitCount(parameters.maxLevel()));
  }

  private void checkSealShaped() {
    if (!ring.isCyclotomic()) {
      throw new MismatchException("SEAL has no conjugate-invariant ring");
    }
    if (dataPrimeCount != Math.max(1, primes.length - 1) || digitCount != dataPrimeCount) {
      throw new MismatchException(
          "SEAL has one special prime and one data prime a digit, these parameters have "
              + (primes.length - dataPrimeCount)
              + " special primes and "
              + digitCount
              + " digits for "
              + dataPrimeCount
              + " data primes: SEAL has no such parameters");
    }
  }

  private static WireParameters sealShaped(int degree, long[] primes) {
    int dataPrimeCount = Math.max(1, primes.length - 1);
    return new WireParameters(
        new PolynomialRing(RingType.CYCLOTOMIC, degree), primes, dataPrimeCount, dataPrimeCount);
  }

  /**
   * Returns the same primes with another division into data and special ones and other digits: the
   * same bytes in every other respect, but no longer something that SEAL can load.
   *
   * @param dataCount primes of a fresh ciphertext, from 1 to all
   * @param digits digits of a key-switching key, from 1 to {@code dataCount}
   */
  public WireParameters withShape(int dataCount, int digits) {
    if (dataCount < 1 || dataCount > primes.length || digits < 1 || digits > dataCount) {
      throw new IllegalArgumentException(
          dataCount + " data primes of " + primes.length + " in " + digits + " digits");
    }
    return new WireParameters(ring, primes, dataCount, digits);
  }

  /** Returns the polynomial degree N. */
  public int degree() {
    return ring.degree();
  }

  /** Returns the ring; what SEAL writes is of the cyclotomic one. */
  public PolynomialRing ring() {
    return ring;
  }

  /** Returns a copy of all primes, the special one last. */
  public long[] primes() {
    return primes.clone();
  }

  public long prime(int index) {
    return primes[index];
  }

  /** Returns the number of all primes, with the special one. */
  public int primeCount() {
    return primes.length;
  }

  /** Returns the number of primes of a fresh ciphertext: all but the special one. */
  public int dataPrimeCount() {
    return dataPrimeCount;
  }

  /** Returns the number of digits of a key-switching key; in SEAL one for each data prime. */
  public int digitCount() {
    return digitCount;
  }

  /** Returns the id of the level with the first {@code primeCount} primes, 1 to {@code K}. */
  public ParmsId parmsId(int primeCount) {
    if (primeCount < 1 || primeCount > primes.length) {
      throw new IllegalArgumentException(
          "level with " + primeCount + " primes asked for, there are 1 to " + primes.length);
    }
    return ids[primeCount];
  }

  /** Returns the id of the level where keys live: all primes. */
  public ParmsId keyParmsId() {
    return ids[primes.length];
  }

  /**
   * Returns the number of primes of the level called {@code id}.
   *
   * @throws WireFormatException if no level of these parameters is called so
   */
  public int primeCountOf(ParmsId id) {
    Integer count = primeCounts.get(id);
    if (count == null) {
      throw new WireFormatException(
          Damage.UNKNOWN_PARAMETERS,
          "parameters id " + id + " is no level of " + this + "; made with other parameters?");
    }
    return count;
  }

  /** Reads parameters that fill {@code source}. */
  public static WireParameters read(ByteBuffer source, WireLimits limits) {
    return Envelope.read(source, limits, in -> readBody(in, limits));
  }

  /** Reads parameters and leaves what follows them unread. */
  public static WireParameters read(InputStream source, WireLimits limits) throws IOException {
    return Envelope.read(source, limits, in -> readBody(in, limits));
  }

  private static WireParameters readBody(WireInput in, WireLimits limits) throws IOException {
    int scheme = in.readByte();
    if (scheme != SCHEME_CKKS) {
      throw new WireFormatException(
          Damage.WRONG_SCHEME, "scheme " + scheme + " is not CKKS (2): 1 is BFV, 3 is BGV");
    }
    long degree = in.readLong();
    checkDegree(degree, limits.maxDegree());
    long count = in.readLong();
    if (count < 1 || count > limits.maxPrimes()) {
      throw new WireFormatException(
          Damage.BAD_COUNT,
          Long.toUnsignedString(count) + " primes, allowed are 1 to " + limits.maxPrimes());
    }
    in.requireAvailable((count + 1) * MODULUS_BYTES);
    long[] primes = new long[(int) count];
    for (int i = 0; i < primes.length; i++) {
      primes[i] = readModulus(in);
    }
    long plainModulus = readModulus(in);
    if (plainModulus != 0) {
      throw new WireFormatException(
          Damage.WRONG_SCHEME, "plain modulus is " + plainModulus + ", CKKS has none (0)");
    }
    checkPrimes((int) degree, primes);
    return sealShaped((int) degree, primes);
  }

  private static long readModulus(WireInput in) throws IOException {
    WireHeader.expectNested(in, Long.BYTES, "a modulus");
    return in.readLong();
  }

  private static void checkDegree(long degree, int limit) {
    if (degree < 2 || degree > limit || Long.bitCount(degree) != 1) {
      throw new WireFormatException(
          Damage.BAD_DEGREE,
          "degree " + Long.toUnsignedString(degree) + " is not a power of two from 2 to " + limit);
    }
  }

  private static void checkPrimes(int degree, long[] primes) {
    for (long prime : primes) {
      boolean fits = prime > 1 && prime >>> SEAL_MAX_PRIME_BITS == 0;
      if (!fits
          || (prime - 1) % (2L * degree) != 0
          || !BigInteger.valueOf(prime).isProbablePrime(PRIMALITY_CERTAINTY)) {
        throw new WireFormatException(
            Damage.BAD_PRIME,
            "modulus "
                + Long.toUnsignedString(prime)
                + " is not a prime of at most 60 bits that is 1 modulo "
                + 2L * degree);
      }
    }
    if (LongStream.of(primes).distinct().count() != primes.length) {
      throw new WireFormatException(Damage.BAD_PRIME, "the same prime occurs twice");
    }
  }

  @Override
  long bodyBytes() {
    return 1 + 2L * Long.BYTES + (primes.length + 1L) * MODULUS_BYTES;
  }

  @Override
  void writeBody(WireOutput out) throws IOException {
    checkSealShaped();
    out.writeByte(SCHEME_CKKS);
    out.writeLong(ring.degree());
    out.writeLong(primes.length);
    for (long prime : primes) {
      writeModulus(out, prime);
    }
    writeModulus(out, 0);
  }

  private static void writeModulus(WireOutput out, long value) throws IOException {
    new WireHeader(Compression.NONE, MODULUS_BYTES).write(out);
    out.writeLong(value);
  }

  /** Returns degree and bit lengths of the primes. */
  @Override
  public String toString() {
    int[] bits =
        LongStream.of(primes).mapToInt(p -> Long.SIZE - Long.numberOfLeadingZeros(p)).toArray();
    String kind = ring.isCyclotomic() ? "" : " conjugate-invariant";
    return "CKKS[N=" + ring.degree() + kind + ", prime bits=" + Arrays.toString(bits) + "]";
  }
}
