package org.chemxor.service.client;

import java.util.List;

/**
 * What came of one molecule.
 *
 * @param outputs the network's outputs: values in the target's units, or one score per class
 * @param rounds requests it took
 * @param bytesUp bytes sent, without HTTP headers
 * @param bytesDown bytes received, without HTTP headers
 * @param millis time from the image to the outputs
 */
public record Prediction(
    List<Double> outputs, int rounds, long bytesUp, long bytesDown, double millis) {
  /** Copies the list. */
  public Prediction {
    outputs = List.copyOf(outputs);
  }
}
