package org.chemxor.ckks.wire.compact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.BitPacking;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WireSeed;

/**
 * A ciphertext in packed form, little-endian:
 *
 * <pre>
 * offset  bytes  content
 *      0      1  format, 1
 *      1      1  polynomials that follow: 1 with a seed, else 2 or more
 *      2      1  primes of the level
 *      3      1  generator of the seed as in SEAL's format, 0 without a seed
 *      4      8  first bytes of the level's parameters id
 *     12      8  scale
 *     20     64  the seed, where there is one
 *                by polynomial and prime: N residues in as many bits as the prime has
 * </pre>
 */
public final class PackedCiphertext {
  static final int FORMAT = 1;
  private static final int HEADER_BYTES = 4 + 2 * Long.BYTES;
  static final int SEED_BYTES = WireSeed.WORDS * Long.BYTES;

  private final WireParameters parameters;

  public PackedCiphertext(WireParameters parameters) {
    this.parameters = parameters;
  }

  public long sizeBytes(int primeCount, int polynomials, boolean seeded) {
    return HEADER_BYTES + (seeded ? SEED_BYTES : 0) + polynomials * polynomialBytes(primeCount);
  }

  /** Bytes of one polynomial. */
  long polynomialBytes(int primeCount) {
    long bytes = 0;
    for (int i = 0; i < primeCount; i++) {
      bytes += BitPacking.bytes(parameters.degree(), width(i));
    }
    return bytes;
  }

  private int width(int prime) {
    return BitPacking.width(parameters.prime(prime));
  }

  public byte[] pack(WireCiphertext c) {
    Optional<WireSeed> seed = c.seed();
    int polynomials = seed.isPresent() ? 1 : c.size();
    long size = sizeBytes(c.primeCount(), polynomials, seed.isPresent());
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) FORMAT).put((byte) polynomials).put((byte) c.primeCount());
    int generator = seed.map(s -> s.generator().code()).orElse(0);
    out.put((byte) generator);
    out.putLong(c.parmsId().word0()).putDouble(c.scale());
    seed.ifPresent(s -> putSeed(s, out));
    for (int k = 0; k < polynomials; k++) {
      putPolynomial(c.component(k), c.primeCount(), out);
    }
    return out.array();
  }

  static void putSeed(WireSeed seed, ByteBuffer out) {
    for (long word : seed.words()) {
      out.putLong(word);
    }
  }

  static WireSeed getSeed(WireSeed.Generator generator, ByteBuffer in) {
    long[] words = new long[WireSeed.WORDS];
    for (int i = 0; i < words.length; i++) {
      words[i] = in.getLong();
    }
    return new WireSeed(generator, words);
  }

  void putPolynomial(long[] words, int primeCount, ByteBuffer out) {
    int degree = parameters.degree();
    for (int i = 0; i < primeCount; i++) {
      BitPacking.write(words, i * degree, degree, width(i), out);
    }
  }

  long[] getPolynomial(int primeCount, ByteBuffer in) {
    int degree = parameters.degree();
    long[] words = new long[primeCount * degree];
    for (int i = 0; i < primeCount; i++) {
      BitPacking.read(in, words, i * degree, degree, width(i));
    }
    return words;
  }

  /**
   * Reads a ciphertext.
   *
   * @param packed the whole ciphertext and nothing else
   */
  public WireCiphertext unpack(byte[] packed) {
    requireSize(packed.length, HEADER_BYTES);
    ByteBuffer in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    requireFormat(in.get(), FORMAT);
    int polynomials = in.get() & 0xFF;
    int primeCount = in.get() & 0xFF;
    int code = in.get() & 0xFF;
    boolean seeded = code != 0;
    int most = seeded ? 1 : WireLimits.DEFAULT.maxComponents();
    if (polynomials < (seeded ? 1 : 2) || polynomials > most) {
      throw new WireFormatException(
          Damage.BAD_COUNT, polynomials + " polynomials, allowed are 2 to 3, or 1 with a seed");
    }
    requirePrimeCount(parameters, primeCount);
    requireId(parameters, in.getLong(), primeCount);
    requireExactSize(packed.length, sizeBytes(primeCount, polynomials, seeded));
    double scale = in.getDouble();
    if (seeded) {
      WireSeed seed = getSeed(WireSeed.Generator.ofCode(code), in);
      long[] first = getPolynomial(primeCount, in);
      return WireCiphertext.seeded(parameters, primeCount, scale, first, seed);
    }
    long[][] components = new long[polynomials][];
    for (int k = 0; k < polynomials; k++) {
      components[k] = getPolynomial(primeCount, in);
    }
    return WireCiphertext.of(parameters, primeCount, scale, components);
  }

  static void requirePrimeCount(WireParameters parameters, int primeCount) {
    if (primeCount < 1 || primeCount > parameters.dataPrimeCount()) {
      throw new WireFormatException(
          Damage.BAD_COUNT,
          primeCount + " primes, ciphertexts have 1 to " + parameters.dataPrimeCount());
    }
  }

  static void requireId(WireParameters parameters, long id, int primeCount) {
    long expected = parameters.parmsId(primeCount).word0();
    if (id != expected) {
      throw new WireFormatException(
          Damage.UNKNOWN_PARAMETERS,
          String.format(
              "made for parameters %016x, this is %016x: %s",
              Long.reverseBytes(id), Long.reverseBytes(expected), parameters));
    }
  }

  static void requireFormat(int format, int expected) {
    if (format != expected) {
      throw new WireFormatException(
          Damage.BAD_HEADER, "packed object of format " + format + ", expected format " + expected);
    }
  }

  static void requireSize(long bytes, long least) {
    if (bytes < least) {
      throw new WireFormatException(
          Damage.TRUNCATED, "needs at least " + least + " bytes, got " + bytes);
    }
  }

  static void requireExactSize(long bytes, long expected) {
    requireSize(bytes, expected);
    if (bytes > expected) {
      throw new WireFormatException(
          Damage.TRAILING_DATA,
          bytes - expected + " unexpected bytes follow the end of the packed object");
    }
  }
}
