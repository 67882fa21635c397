package org.chemxor.ckks;

/** Encrypts plaintexts with fresh randomness. Thread-safe. */
public interface Encryptor {
  /**
   * Encrypts at the plaintext's level and scale.
   *
   * @throws IllegalStateException when the secret key it uses has been closed
   */
  Ciphertext encrypt(Plaintext plaintext);
}
