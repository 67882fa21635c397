package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireOutput;

/** A public key: an encryption of zero {@code (-(a s + e), a)} on all primes. */
public final class WirePublicKey extends WireObject {

  private final WireCiphertext encryption;

  private WirePublicKey(WireCiphertext encryption) {
    this.encryption = encryption;
  }

  /**
   * Returns a checked public key.
   *
   * @param encryption two polynomials on all primes, seeded or not, scale 1
   */
  public static WirePublicKey of(WireCiphertext encryption) {
    checkKey(encryption);
    return new WirePublicKey(encryption);
  }

  /** Checks the shape that public keys and digits of key-switching keys share. */
  static void checkKey(WireCiphertext encryption) {
    WirePlaintext.checkKeyLevel(encryption.parameters(), encryption.primeCount());
    if (encryption.size() != 2) {
      throw new WireFormatException(
          WireFormatException.Damage.BAD_COUNT,
          "key has " + encryption.size() + " polynomials, keys have 2");
    }
  }

  /** Returns the encryption of zero. */
  public WireCiphertext encryption() {
    return encryption;
  }

  /** Reads a public key that fills {@code source}. */
  public static WirePublicKey read(
      ByteBuffer source, WireParameters parameters, WireLimits limits) {
    return new WirePublicKey(
        Envelope.read(source, limits, in -> WireCiphertext.readKey(in, parameters)));
  }

  /** Reads a public key and leaves what follows it unread. */
  public static WirePublicKey read(InputStream source, WireParameters parameters, WireLimits limits)
      throws IOException {
    return new WirePublicKey(
        Envelope.read(source, limits, in -> WireCiphertext.readKey(in, parameters)));
  }

  @Override
  long bodyBytes() {
    return encryption.bodyBytes();
  }

  @Override
  void writeBody(WireOutput out) throws IOException {
    encryption.writeBody(out);
  }

  /** Returns the shape of the key. */
  @Override
  public String toString() {
    return "WirePublicKey[" + encryption + "]";
  }
}
