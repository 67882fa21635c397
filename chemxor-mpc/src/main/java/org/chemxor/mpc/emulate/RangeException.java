package org.chemxor.mpc.emulate;

import org.chemxor.core.ChemXorException;

/** A number inside a network grew beyond what its layer was compiled for. */
public final class RangeException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  private final String layerName;

  /**
   * @param layerName the layer
   * @param message which number, the limit, and what to do
   */
  public RangeException(String layerName, String message) {
    super(message);
    this.layerName = layerName;
  }

  /** The layer's name. */
  public String layerName() {
    return layerName;
  }
}
