package org.chemxor.seal.binding;

import org.chemxor.ckks.CkksException;

/** An exception of Microsoft SEAL, or of the C face over it, with its message. */
public final class SealException extends CkksException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was said
   */
  SealException(String message) {
    super("the engine seal: " + message);
  }
}
