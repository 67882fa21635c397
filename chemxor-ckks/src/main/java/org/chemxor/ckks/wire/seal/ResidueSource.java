package org.chemxor.ckks.wire.seal;

/** A ciphertext of an engine that shows its residues without a detour through bytes. */
public interface ResidueSource {
  /** A copy of its residues; the arrays are the caller's. A seed stays one. */
  WireCiphertext toResidues();
}
