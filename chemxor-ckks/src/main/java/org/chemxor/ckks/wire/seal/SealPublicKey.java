package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.chemxor.ckks.WireLimits;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireOutput;

/** A public key: an encryption of zero {@code (-(a s + e), a)} on all primes. */
public final class SealPublicKey extends SealObject {

  private final SealCiphertext encryption;

  private SealPublicKey(SealCiphertext encryption) {
    this.encryption = encryption;
  }

  /**
   * Returns a checked public key.
   *
   * @param encryption two polynomials on all primes, seeded or not, scale 1
   */
  public static SealPublicKey of(SealCiphertext encryption) {
    checkKey(encryption);
    return new SealPublicKey(encryption);
  }

  /** Checks the shape that public keys and digits of key-switching keys share. */
  static void checkKey(SealCiphertext encryption) {
    SealPlaintext.checkKeyLevel(encryption.parameters(), encryption.primeCount());
    if (encryption.size() != 2) {
      throw new WireFormatException(
          WireFormatException.Damage.BAD_COUNT,
          "key has " + encryption.size() + " polynomials, keys have 2");
    }
  }

  /** Returns the encryption of zero. */
  public SealCiphertext encryption() {
    return encryption;
  }

  /** Reads a public key that fills {@code source}. */
  public static SealPublicKey read(
      ByteBuffer source, SealParameters parameters, WireLimits limits) {
    return new SealPublicKey(
        Envelope.read(source, limits, in -> SealCiphertext.readKey(in, parameters)));
  }

  /** Reads a public key and leaves what follows it unread. */
  public static SealPublicKey read(InputStream source, SealParameters parameters, WireLimits limits)
      throws IOException {
    return new SealPublicKey(
        Envelope.read(source, limits, in -> SealCiphertext.readKey(in, parameters)));
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
    return "SealPublicKey[" + encryption + "]";
  }
}
