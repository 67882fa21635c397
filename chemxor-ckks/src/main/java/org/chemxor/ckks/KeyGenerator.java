package org.chemxor.ckks;

import java.util.Collection;

/** Makes the keys that belong to one secret key. */
public interface KeyGenerator {

  /** The secret key; the same object at every call. The caller closes it. */
  SecretKey secretKey();

  /** A fresh public key. */
  PublicKey createPublicKey();

  /**
   * A fresh relinearisation key.
   *
   * @throws MismatchException when the parameters have no special prime
   */
  RelinearizationKey createRelinearizationKey();

  /**
   * Fresh Galois keys.
   *
   * @param steps rotations to the left; each from -(N/2 - 1) to N/2 - 1; 0 and repeats are ignored
   * @throws MismatchException when the parameters have no special prime
   */
  GaloisKeys createGaloisKeys(Collection<Integer> steps);

  /** Like {@link #createGaloisKeys(Collection)}, with the key for complex conjugation as well. */
  GaloisKeys createGaloisKeysWithConjugation(Collection<Integer> steps);
}
