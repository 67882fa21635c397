package org.chemxor.ckks;

import java.io.InputStream;
import org.chemxor.ckks.bytes.WireLimits;

/**
 * The factory of everything that belongs to one set of parameters. Thread-safe; objects made by one
 * context can be used with another context of the same engine and equal parameters.
 */
public interface CkksContext extends AutoCloseable {

  /** The engine this context computes with. */
  CkksEngine engine();

  /** The parameters. */
  CkksParameters parameters();

  /** A generator with a fresh secret key. */
  KeyGenerator keyGenerator();

  /** A generator for an existing secret key. */
  KeyGenerator keyGenerator(SecretKey secretKey);

  /** Turns vectors of numbers into plaintexts and back. */
  CkksEncoder encoder();

  /** Encrypts with a public key. */
  Encryptor encryptor(PublicKey publicKey);

  /** Encrypts with the secret key itself: less noise, and half the bytes when written seeded. */
  Encryptor encryptor(SecretKey secretKey);

  /** Decrypts. */
  Decryptor decryptor(SecretKey secretKey);

  /** Computes on ciphertexts; needs no secret. */
  Evaluator evaluator();

  /**
   * Reads a plaintext, in Microsoft SEAL's format.
   *
   * @param limits what to accept at most
   * @throws CkksException when the bytes are damaged, made for other parameters, or over a limit
   */
  Plaintext readPlaintext(InputStream in, WireLimits limits);

  /** Reads a plaintext, within {@link WireLimits#DEFAULT}. */
  default Plaintext readPlaintext(InputStream in) {
    return readPlaintext(in, WireLimits.DEFAULT);
  }

  /**
   * Reads a ciphertext, seeded or not, in Microsoft SEAL's format.
   *
   * @param limits what to accept at most
   * @throws CkksException when the bytes are damaged, made for other parameters, or over a limit
   */
  Ciphertext readCiphertext(InputStream in, WireLimits limits);

  /** Reads a ciphertext, seeded or not, within {@link WireLimits#DEFAULT}. */
  default Ciphertext readCiphertext(InputStream in) {
    return readCiphertext(in, WireLimits.DEFAULT);
  }

  /**
   * Reads a public key, in Microsoft SEAL's format.
   *
   * @param limits what to accept at most
   * @throws CkksException when the bytes are damaged, made for other parameters, or over a limit
   */
  PublicKey readPublicKey(InputStream in, WireLimits limits);

  /** Reads a public key, within {@link WireLimits#DEFAULT}. */
  default PublicKey readPublicKey(InputStream in) {
    return readPublicKey(in, WireLimits.DEFAULT);
  }

  /**
   * Reads a secret key, in Microsoft SEAL's format.
   *
   * @param limits what to accept at most
   * @throws CkksException when the bytes are damaged, made for other parameters, or over a limit
   */
  SecretKey readSecretKey(InputStream in, WireLimits limits);

  /** Reads a secret key, within {@link WireLimits#DEFAULT}. */
  default SecretKey readSecretKey(InputStream in) {
    return readSecretKey(in, WireLimits.DEFAULT);
  }

  /**
   * Reads a relinearisation key, in Microsoft SEAL's format.
   *
   * @param limits what to accept at most
   * @throws CkksException when the bytes are damaged, made for other parameters, or over a limit
   */
  RelinearizationKey readRelinearizationKey(InputStream in, WireLimits limits);

  /** Reads a relinearisation key, within {@link WireLimits#DEFAULT}. */
  default RelinearizationKey readRelinearizationKey(InputStream in) {
    return readRelinearizationKey(in, WireLimits.DEFAULT);
  }

  /**
   * Reads Galois keys, in Microsoft SEAL's format.
   *
   * @param limits what to accept at most
   * @throws CkksException when the bytes are damaged, made for other parameters, or over a limit
   */
  GaloisKeys readGaloisKeys(InputStream in, WireLimits limits);

  /** Reads Galois keys, within {@link WireLimits#DEFAULT}. */
  default GaloisKeys readGaloisKeys(InputStream in) {
    return readGaloisKeys(in, WireLimits.DEFAULT);
  }

  /** Releases native memory where the engine has any. Keys are closed by their owners. */
  @Override
  void close();
}
