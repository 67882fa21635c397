package org.chemxor.ckks;

/** An engine was asked for by name and cannot run here. */
public class EngineUnavailableException extends CkksException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which engine, why it cannot run, and what to install
   */
  public EngineUnavailableException(String message) {
    super(message);
  }
}
