package org.chemxor.ckks.wire.seal;

import org.chemxor.ckks.Ciphertext;

/** A context of an engine that takes residues without a detour through bytes. */
public interface ResidueSink {
  /**
   * A ciphertext of this engine.
   *
   * @param residues in range, as every {@link WireCiphertext} is; not written to
   * @throws org.chemxor.ckks.CkksException when it is for other parameters, at a level of keys, or
   *     hides nothing
   */
  Ciphertext fromResidues(WireCiphertext residues);
}
