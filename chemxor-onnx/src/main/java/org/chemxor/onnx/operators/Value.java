package org.chemxor.onnx.operators;

import java.util.Arrays;
import org.chemxor.onnx.layers.LayerGraph;
import org.chemxor.onnx.model.Constant;

/** What an edge of the ONNX graph carries. */
sealed interface Value {

  /** Numbers that do not depend on the network's input. */
  record Known(Constant constant) implements Value {}

  /** Comes from a node that was refused: what reads it is not looked at. */
  record Refused() implements Value {}

  /**
   * A value computed from the network's input: a polynomial of each number that a node computes.
   * Reshaping changes the dimensions alone, as the numbers keep their order.
   *
   * @param name of the operator it comes from
   * @param node what it is a polynomial of
   * @param dimensions of one sample: the first, the batch, is left out
   * @param polynomial coefficients, lowest power first; {@code [0, 1]} for the node itself
   */
  record Traced(String name, LayerGraph.Node node, int[] dimensions, double[] polynomial)
      implements Value {

    static Traced of(String name, LayerGraph.Node node, int... dimensions) {
      return new Traced(name, node, dimensions, Polynomials.IDENTITY);
    }

    Traced withPolynomial(String by, double[] coefficients) {
      return new Traced(by, node, dimensions, coefficients);
    }

    Traced withDimensions(int... others) {
      return new Traced(name, node, others, polynomial);
    }

    /** Numbers of one sample. */
    int size() {
      return node.shape().size();
    }

    /** The dimensions with the batch. */
    String shown() {
      String sample = Arrays.toString(dimensions);
      return dimensions.length == 0 ? "[batch]" : "[batch, " + sample.substring(1);
    }
  }
}
