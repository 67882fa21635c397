package org.chemxor.mpc.channel;

import org.chemxor.core.ChemXorException;

/** A run with a peer that had to be given up: what happened, in a sentence. */
public final class ChannelException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message who did what, and what was expected
   */
  public ChannelException(String message) {
    super(message);
  }

  /**
   * @param message who did what, and what was expected
   * @param cause the error underneath
   */
  public ChannelException(String message, Throwable cause) {
    super(message, cause);
  }
}
