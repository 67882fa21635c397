package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.WireOutput;

/**
 * A secret key: the secret polynomial in NTT form on all primes. Close it to wipe it. Always
 * written without compression: compressors keep copies in native memory that they do not overwrite.
 * One that was compressed by someone else is read all the same, and may leave such copies.
 */
public final class WireSecretKey extends WireObject implements AutoCloseable {

  private final ParmsId parmsId;
  private final long[] residues;

  private WireSecretKey(ParmsId parmsId, long[] residues) {
    this.parmsId = parmsId;
    this.residues = residues;
  }

  /**
   * Returns a checked secret key.
   *
   * @param residues NTT form, shape {@code [primeCount * N]} on all primes; not copied, wiped by
   *     {@link #close}
   */
  public static WireSecretKey of(WireParameters parameters, long[] residues) {
    PolynomialWords.checkPolynomial(residues, parameters, parameters.primeCount());
    return new WireSecretKey(parameters.keyParmsId(), residues);
  }

  /** Returns the residues, shape {@code [primeCount * N]}; not a copy. */
  public long[] residues() {
    return residues;
  }

  /** Reads a secret key that fills {@code source}. */
  public static WireSecretKey read(
      ByteBuffer source, WireParameters parameters, WireLimits limits) {
    return of(Envelope.read(source, limits, in -> WirePlaintext.readBody(in, parameters, true)));
  }

  /** Reads a secret key and leaves what follows it unread. */
  public static WireSecretKey read(InputStream source, WireParameters parameters, WireLimits limits)
      throws IOException {
    return of(Envelope.read(source, limits, in -> WirePlaintext.readBody(in, parameters, true)));
  }

  private static WireSecretKey of(WirePlaintext plaintext) {
    return new WireSecretKey(plaintext.parmsId(), plaintext.residues());
  }

  @Override
  boolean isSecret() {
    return true;
  }

  @Override
  long bodyBytes() {
    return WirePlaintext.bodyBytes(residues.length);
  }

  @Override
  void writeBody(WireOutput out) throws IOException {
    WirePlaintext.writeBody(out, parmsId, 1.0, residues);
  }

  /** Overwrites the secret with zeros. */
  @Override
  public void close() {
    Arrays.fill(residues, 0);
  }

  /** Says only that this is a secret key. */
  @Override
  public String toString() {
    return "WireSecretKey[hidden]";
  }
}
