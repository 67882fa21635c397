package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;

/** An encoded plaintext in NTT form at one level. */
public final class WirePlaintext extends WireObject {

  private final ParmsId parmsId;
  private final int primeCount;
  private final double scale;
  private final long[] residues;

  private WirePlaintext(ParmsId parmsId, int primeCount, double scale, long[] residues) {
    this.parmsId = parmsId;
    this.primeCount = primeCount;
    this.scale = scale;
    this.residues = residues;
  }

  /**
   * Returns a checked plaintext.
   *
   * @param primeCount primes of the level, at most the data primes
   * @param scale positive, finite, normal
   * @param residues NTT form, shape {@code [primeCount * N]}, each row in {@code [0, p)}; not
   *     copied
   */
  public static WirePlaintext of(
      WireParameters parameters, int primeCount, double scale, long[] residues) {
    checkDataLevel(parameters, primeCount);
    PolynomialWords.checkScale(scale);
    PolynomialWords.checkPolynomial(residues, parameters, primeCount);
    return new WirePlaintext(parameters.parmsId(primeCount), primeCount, scale, residues);
  }

  /** Returns the id of the level. */
  public ParmsId parmsId() {
    return parmsId;
  }

  /** Returns the number of primes of the level. */
  public int primeCount() {
    return primeCount;
  }

  /** Returns the scale. */
  public double scale() {
    return scale;
  }

  /** Returns the residues, shape {@code [primeCount * N]}; not a copy. */
  public long[] residues() {
    return residues;
  }

  /** Reads a plaintext that fills {@code source}. */
  public static WirePlaintext read(
      ByteBuffer source, WireParameters parameters, WireLimits limits) {
    return Envelope.read(source, limits, in -> readBody(in, parameters, false));
  }

  /** Reads a plaintext and leaves what follows it unread. */
  public static WirePlaintext read(InputStream source, WireParameters parameters, WireLimits limits)
      throws IOException {
    return Envelope.read(source, limits, in -> readBody(in, parameters, false));
  }

  /** Reads a body at a data level, or at the key level, where secret keys live. */
  static WirePlaintext readBody(WireInput in, WireParameters parameters, boolean keyLevel)
      throws IOException {
    ParmsId id = ParmsId.read(in);
    if (id.isZero()) {
      throw new WireFormatException(
          Damage.NOT_NTT, "plaintext is not in NTT form; encode it with a CKKS encoder");
    }
    int primeCount = parameters.primeCountOf(id);
    if (keyLevel) {
      checkKeyLevel(parameters, primeCount);
    } else {
      checkDataLevel(parameters, primeCount);
    }
    long words = (long) primeCount * parameters.degree();
    long count = in.readLong();
    if (count != words) {
      throw new WireFormatException(
          Damage.BAD_COUNT, Long.toUnsignedString(count) + " coefficients, the level has " + words);
    }
    double scale = PolynomialWords.checkScale(in.readDouble());
    PolynomialWords.readArrayCount(in, words, words);
    long[] residues = PolynomialWords.readPolynomial(in, parameters, primeCount);
    return new WirePlaintext(id, primeCount, scale, residues);
  }

  static void checkDataLevel(WireParameters parameters, int primeCount) {
    if (primeCount > parameters.dataPrimeCount()) {
      throw new WireFormatException(
          Damage.UNKNOWN_PARAMETERS,
          "object lives on all "
              + primeCount
              + " primes, where only keys do; data has at most "
              + parameters.dataPrimeCount());
    }
  }

  static void checkKeyLevel(WireParameters parameters, int primeCount) {
    if (primeCount != parameters.primeCount()) {
      throw new WireFormatException(
          Damage.UNKNOWN_PARAMETERS,
          "key lives on " + primeCount + " primes, keys need all " + parameters.primeCount());
    }
  }

  @Override
  long bodyBytes() {
    return bodyBytes(residues.length);
  }

  static long bodyBytes(long words) {
    return ParmsId.BYTES + 2L * Long.BYTES + PolynomialWords.arrayBytes(words);
  }

  @Override
  void writeBody(WireOutput out) throws IOException {
    writeBody(out, parmsId, scale, residues);
  }

  static void writeBody(WireOutput out, ParmsId id, double scale, long[] residues)
      throws IOException {
    id.write(out);
    out.writeLong(residues.length);
    out.writeDouble(scale);
    PolynomialWords.writeArrayHead(out, residues.length);
    out.writeLongs(residues);
  }

  /** Returns level and scale, not the content. */
  @Override
  public String toString() {
    return "WirePlaintext[primes=" + primeCount + ", scale=" + scale + "]";
  }
}
