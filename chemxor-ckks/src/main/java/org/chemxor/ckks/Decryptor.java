package org.chemxor.ckks;

import org.chemxor.ckks.sharing.Flooding;

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
   * Decrypts and drowns the noise, so that the result may be shown to others: to every coefficient
   * a Gaussian error is added that {@link Flooding} derives from the policy (ia.cr/2022/816). The
   * key counts the results it has shared and refuses more than the policy is for.
   *
   * @param ciphertext what to decrypt
   * @param policy against whom and how often it must hold, and how noisy the ciphertext is
   * @throws IllegalStateException when the secret key has been closed
   * @throws CkksException when the policy states less noise than any ciphertext has, when nothing
   *     of the values would be left, when the flood would not fit the modulus, or when the key has
   *     shared as many results as the policy is for
   */
  Plaintext decryptForSharing(Ciphertext ciphertext, SharingPolicy policy);
}
