package org.chemxor.ckks;

import java.util.Set;
import org.chemxor.ckks.bytes.Serializable;

/** Lets an evaluator rotate slots by the steps it was made for. Public, immutable. */
public interface GaloisKeys extends Serializable {
  /** The Galois elements covered, odd numbers below 2N. */
  Set<Integer> galoisElements();

  /** Whether rotation left by {@code steps} slots is covered; negative steps go right. */
  boolean coversRotation(int steps);

  /** Bytes these keys take when they are written seeded and uncompressed. */
  long sizeBytes();
}
