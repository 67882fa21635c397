package org.chemxor.ckks.wire.seal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;
import org.jspecify.annotations.Nullable;

/**
 * A ciphertext {@code (c_0, c_1, ...)} in NTT form at one level; it decrypts to {@code c_0 + c_1 s
 * + c_2 s^2 + ...}. A seeded one has two polynomials, of which only the first is stored; the second
 * is {@link UniformSampler}'s expansion of the seed.
 */
public final class WireCiphertext extends WireObject {

  /** Bytes of the metadata: id, NTT flag, and five words. */
  private static final int META_BYTES = ParmsId.BYTES + 1 + 5 * Long.BYTES;

  private final WireParameters parameters;
  private final int primeCount;
  private final double scale;
  private final long[][] stored;
  private final @Nullable WireSeed seed;

  private WireCiphertext(
      WireParameters parameters,
      int primeCount,
      double scale,
      long[][] stored,
      @Nullable WireSeed seed) {
    this.parameters = parameters;
    this.primeCount = primeCount;
    this.scale = scale;
    this.stored = stored;
    this.seed = seed;
  }

  /**
   * Returns a checked ciphertext.
   *
   * @param primeCount primes of the level; all primes for keys only
   * @param scale positive, finite, normal; 1 for keys
   * @param components 2 to 16 polynomials in NTT form, each of shape {@code [primeCount * N]} with
   *     residues in {@code [0, p)}; not copied
   */
  public static WireCiphertext of(
      WireParameters parameters, int primeCount, double scale, long[]... components) {
    checkSize(components.length, 16);
    check(parameters, primeCount, scale, components);
    return new WireCiphertext(parameters, primeCount, scale, components, null);
  }

  /**
   * Returns a checked ciphertext of two polynomials, the second given by a seed.
   *
   * @param component0 the first polynomial, shape {@code [primeCount * N]}; not copied
   */
  public static WireCiphertext seeded(
      WireParameters parameters, int primeCount, double scale, long[] component0, WireSeed seed) {
    long[][] stored = {component0};
    check(parameters, primeCount, scale, stored);
    return new WireCiphertext(parameters, primeCount, scale, stored, seed);
  }

  /**
   * The residues of an engine's ciphertext: as they are where the engine shows them, through bytes
   * where it does not.
   *
   * @return a copy; its arrays are the caller's
   * @throws WireFormatException when it is for other parameters
   */
  public static WireCiphertext of(Ciphertext ciphertext, WireParameters parameters) {
    if (ciphertext instanceof ResidueSource source) {
      return source.toResidues().requireData(parameters);
    }
    ByteBuffer bytes = ByteBuffer.wrap(ciphertext.toBytes(Compression.NONE));
    return read(bytes, parameters, WireLimits.DEFAULT);
  }

  /**
   * An engine's ciphertext with these residues; its context checks what it checks in bytes.
   *
   * @throws org.chemxor.ckks.CkksException when it refuses them
   */
  public Ciphertext into(CkksContext context) {
    return context instanceof ResidueSink sink
        ? sink.fromResidues(this)
        : context.readCiphertext(new ByteArrayInputStream(toByteArray(Compression.NONE)));
  }

  /**
   * Returns this when it is a ciphertext of these parameters, at a level that data can have.
   *
   * @throws WireFormatException when it is not
   */
  public WireCiphertext requireData(WireParameters expected) {
    WirePlaintext.checkDataLevel(expected, expected.primeCountOf(parmsId()));
    return this;
  }

  private static void check(
      WireParameters parameters, int primeCount, double scale, long[][] components) {
    parameters.parmsId(primeCount);
    PolynomialWords.checkScale(scale);
    for (long[] component : components) {
      PolynomialWords.checkPolynomial(component, parameters, primeCount);
    }
  }

  /** Returns the parameters this ciphertext belongs to. */
  public WireParameters parameters() {
    return parameters;
  }

  /** Returns the id of the level. */
  public ParmsId parmsId() {
    return parameters.parmsId(primeCount);
  }

  /** Returns the number of primes of the level. */
  public int primeCount() {
    return primeCount;
  }

  /** Returns the number of polynomials, 2 to 16. */
  public int size() {
    return seed == null ? stored.length : 2;
  }

  /** Returns the scale. */
  public double scale() {
    return scale;
  }

  /** Returns the seed of the second polynomial, if it is stored as one. */
  public Optional<WireSeed> seed() {
    return Optional.ofNullable(seed);
  }

  /**
   * Returns polynomial {@code index}, shape {@code [primeCount * N]}. A stored one is not a copy; a
   * seeded one is expanded anew at each call.
   */
  public long[] component(int index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException(
          "component " + index + " of a ciphertext with " + size() + " polynomials");
    }
    if (index == 1 && seed != null) {
      return UniformSampler.sample(seed, parameters, primeCount);
    }
    return stored[index];
  }

  /** Returns the same ciphertext with the seed expanded. */
  public WireCiphertext expanded() {
    if (seed == null) {
      return this;
    }
    long[][] components = {stored[0], component(1)};
    return new WireCiphertext(parameters, primeCount, scale, components, null);
  }

  /** Reads a ciphertext that fills {@code source}. */
  public static WireCiphertext read(
      ByteBuffer source, WireParameters parameters, WireLimits limits) {
    return Envelope.read(source, limits, in -> readData(in, parameters, limits));
  }

  /** Reads a ciphertext and leaves what follows it unread. */
  public static WireCiphertext read(
      InputStream source, WireParameters parameters, WireLimits limits) throws IOException {
    return Envelope.read(source, limits, in -> readData(in, parameters, limits));
  }

  private static WireCiphertext readData(WireInput in, WireParameters parameters, WireLimits limits)
      throws IOException {
    int primeCount = parameters.primeCountOf(ParmsId.read(in));
    WirePlaintext.checkDataLevel(parameters, primeCount);
    return readAfterId(in, parameters, primeCount, limits.maxComponents());
  }

  /** Reads the body of a public key or of one digit of a key-switching key. */
  static WireCiphertext readKey(WireInput in, WireParameters parameters) throws IOException {
    int primeCount = parameters.primeCountOf(ParmsId.read(in));
    WirePlaintext.checkKeyLevel(parameters, primeCount);
    return readAfterId(in, parameters, primeCount, 2);
  }

  private static WireCiphertext readAfterId(
      WireInput in, WireParameters parameters, int primeCount, int maxSize) throws IOException {
    int nttForm = in.readByte();
    if (nttForm != 1) {
      throw new WireFormatException(
          Damage.NOT_NTT, "NTT flag is " + nttForm + "; CKKS ciphertexts are in NTT form (1)");
    }
    int size = checkSize(in.readLong(), maxSize);
    long degree = in.readLong();
    if (degree != parameters.degree()) {
      throw new WireFormatException(
          Damage.BAD_DEGREE,
          "degree " + Long.toUnsignedString(degree) + ", parameters have " + parameters.degree());
    }
    long primes = in.readLong();
    if (primes != primeCount) {
      throw new WireFormatException(
          Damage.BAD_COUNT, Long.toUnsignedString(primes) + " primes, the level has " + primeCount);
    }
    double scale = PolynomialWords.checkScale(in.readDouble());
    long correction = in.readLong();
    if (correction != 1) {
      throw new WireFormatException(
          Damage.BAD_CORRECTION_FACTOR,
          "correction factor is " + Long.toUnsignedString(correction) + ", in CKKS it is 1");
    }
    return readPolynomials(in, parameters, primeCount, size, scale);
  }

  private static WireCiphertext readPolynomials(
      WireInput in, WireParameters parameters, int primeCount, int size, double scale)
      throws IOException {
    long words = (long) primeCount * parameters.degree();
    long count = PolynomialWords.readArrayCount(in, size * words, size == 2 ? words : size * words);
    in.requireAvailable(count * Long.BYTES);
    long[][] stored = new long[(int) (count / words)][];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = PolynomialWords.readPolynomial(in, parameters, primeCount);
    }
    WireSeed seed = stored.length < size ? WireSeed.read(in) : null;
    return new WireCiphertext(parameters, primeCount, scale, stored, seed);
  }

  private static int checkSize(long size, int limit) {
    if (size < 2 || size > limit) {
      throw new WireFormatException(
          Damage.BAD_COUNT,
          Long.toUnsignedString(size) + " polynomials, allowed are 2 to " + limit);
    }
    return (int) size;
  }

  @Override
  long bodyBytes() {
    long words = (long) stored.length * stored[0].length;
    return META_BYTES + PolynomialWords.arrayBytes(words) + (seed == null ? 0 : WireSeed.BYTES);
  }

  /** Body bytes of a key of two polynomials, stored in full or with a seed. */
  static long keyBodyBytes(WireParameters parameters, boolean seeded) {
    long words = (long) parameters.primeCount() * parameters.degree();
    return META_BYTES
        + PolynomialWords.arrayBytes(seeded ? words : 2 * words)
        + (seeded ? WireSeed.BYTES : 0);
  }

  @Override
  void writeBody(WireOutput out) throws IOException {
    parmsId().write(out);
    out.writeByte(1);
    out.writeLong(size());
    out.writeLong(parameters.degree());
    out.writeLong(primeCount);
    out.writeDouble(scale);
    out.writeLong(1);
    PolynomialWords.writeArrayHead(out, (long) stored.length * stored[0].length);
    for (long[] component : stored) {
      out.writeLongs(component);
    }
    if (seed != null) {
      seed.write(out);
    }
  }

  /** Returns size, level and scale, not the content. */
  @Override
  public String toString() {
    return "WireCiphertext[size="
        + size()
        + ", primes="
        + primeCount
        + ", scale="
        + scale
        + (seed == null ? "]" : ", seeded]");
  }
}
