package org.chemxor.app.model;

/**
 * What a request to the server took.
 *
 * @param millis from the image to the outputs
 * @param bytesUp sent, without HTTP headers
 * @param bytesDown received, without HTTP headers
 * @param rows asked about together
 */
public record Cost(double millis, long bytesUp, long bytesDown, int rows) {
  /** Of a row that nothing was asked about. */
  public static final Cost NONE = new Cost(0, 0, 0, 0);
}
