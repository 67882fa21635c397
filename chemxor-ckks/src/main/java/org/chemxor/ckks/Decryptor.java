package org.chemxor.ckks;

/** Decrypts with the secret key. Thread-safe. */
public interface Decryptor {

  /**
   * Decrypts for the key owner's own eyes. The low bits of the result carry the encryption noise;
   * whoever sees them next to the ciphertext can recover the key (Li and Micciancio, EUROCRYPT
   * 2021, ia.cr/2020/1533). Use {@link #decryptForSharing} for results that leave the owner's
   * hands.
   *
   * @throws IllegalStateException when the secret key has been closed
   */
  Plaintext decrypt(Ciphertext ciphertext);

  /**
   * Decrypts and drowns the noise, so that the result may be shown to others.
   *
   * <p>Adds to every coefficient an error of standard deviation {@code 2^floodingBits} (see
   * ia.cr/2022/816): at least 30 bits above the ciphertext's own noise hides it statistically. In
   * every slot the result is then off by about {@code sqrt(N) 2^floodingBits / scale}.
   *
   * @param ciphertext what to decrypt
   * @param floodingBits log2 of the standard deviation, from 1 to 45
   * @throws IllegalStateException when the secret key has been closed
   * @throws CkksException when the flooding would swamp the modulus
   */
  Plaintext decryptForSharing(Ciphertext ciphertext, int floodingBits);
}
