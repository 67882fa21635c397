package org.chemxor.fhe.reply;

import org.chemxor.core.ChemXorException;

/** A key set that has come to its end; the message says why, and how to go on. */
public final class KeysSpentException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  private final boolean isBurned;

  /**
   * An end of a key set.
   *
   * @param message why, and how to go on
   * @param isBurned whether something was wrong with a reply
   */
  public KeysSpentException(String message, boolean isBurned) {
    super(message);
    this.isBurned = isBurned;
  }

  /**
   * Whether something was wrong with a reply, so that going on with new keys is for somebody to
   * decide. If not, the key set has just answered as many replies as it may.
   */
  public boolean isBurned() {
    return isBurned;
  }
}
