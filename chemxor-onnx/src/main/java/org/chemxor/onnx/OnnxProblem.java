package org.chemxor.onnx;

/**
 * Something in a model that a network cannot have.
 *
 * @param node name of the node, or of its output when it has none; empty when it is the model as a
 *     whole
 * @param operator the node's operator; empty when it is the model as a whole
 * @param reason what is wrong, and what to do instead
 */
public record OnnxProblem(String node, String operator, String reason) {
  @Override
  public String toString() {
    return node.isEmpty() ? reason : node + " (" + operator + ") " + reason;
  }
}
