package org.chemxor.ckks;

import java.io.InputStream;

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
   * Reads a plaintext in Microsoft SEAL's format.
   *
   * @throws CkksException when the bytes are damaged or made for other parameters
   */
  Plaintext readPlaintext(InputStream in);

  /**
   * Reads a ciphertext in Microsoft SEAL's format, seeded or not.
   *
   * @throws CkksException when the bytes are damaged or made for other parameters
   */
  Ciphertext readCiphertext(InputStream in);

  /**
   * Reads a public key.
   *
   * @throws CkksException when the bytes are damaged or made for other parameters
   */
  PublicKey readPublicKey(InputStream in);

  /**
   * Reads a secret key.
   *
   * @throws CkksException when the bytes are damaged or made for other parameters
   */
  SecretKey readSecretKey(InputStream in);

  /**
   * Reads a relinearisation key.
   *
   * @throws CkksException when the bytes are damaged or made for other parameters
   */
  RelinearizationKey readRelinearizationKey(InputStream in);

  /**
   * Reads Galois keys.
   *
   * @throws CkksException when the bytes are damaged or made for other parameters
   */
  GaloisKeys readGaloisKeys(InputStream in);

  /** Releases native memory where the engine has any. Keys are closed by their owners. */
  @Override
  void close();
}
