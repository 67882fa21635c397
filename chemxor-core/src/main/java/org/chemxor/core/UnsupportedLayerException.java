package org.chemxor.core;

/** A backend was given a network with a layer that it cannot run. */
public class UnsupportedLayerException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  private final String layerName;

  /**
   * @param layerName the node's name in the network
   * @param message which layer, why not, and what to use instead
   */
  public UnsupportedLayerException(String layerName, String message) {
    super(message);
    this.layerName = layerName;
  }

  /** The name of the node that cannot be run. */
  public String layerName() {
    return layerName;
  }
}
