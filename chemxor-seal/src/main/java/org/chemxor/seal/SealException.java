package org.chemxor.seal;

import org.chemxor.ckks.CkksException;

/** An exception of Microsoft SEAL, with its message. */
public final class SealException extends CkksException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what SEAL said
   */
  SealException(String message) {
    super("SEAL: " + message);
  }
}
