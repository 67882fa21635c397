package org.chemxor.ckks;

import org.chemxor.ckks.bytes.Serializable;

/** Brings a product of two ciphertexts back to two polynomials. Public, immutable. */
public interface RelinearizationKey extends Serializable {
  /** Bytes this key takes when it is written seeded and uncompressed. */
  long sizeBytes();
}
