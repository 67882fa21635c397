package org.chemxor.onnx.operators;

import ai.onnx.proto.OnnxMl;
import java.util.List;
import java.util.Optional;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Names;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Known;
import org.chemxor.onnx.operators.Value.Traced;

/** A node of the ONNX graph with the values that it reads. */
final class Operation {
  private final OnnxMl.NodeProto node;
  private final List<Optional<Value>> inputs;

  /**
   * @param inputs empty where an optional input is left out
   */
  Operation(OnnxMl.NodeProto node, List<Optional<Value>> inputs) {
    this.node = node;
    this.inputs = inputs;
  }

  /** The node's name, or its output's when it has none. */
  static String name(OnnxMl.NodeProto node) {
    String name =
        node.getName().isEmpty() && node.getOutputCount() > 0 ? node.getOutput(0) : node.getName();
    return Names.shown(name);
  }

  String name() {
    return name(node);
  }

  String type() {
    return node.getOpType();
  }

  OnnxMl.NodeProto proto() {
    return node;
  }

  int inputCount() {
    return inputs.size();
  }

  boolean has(int index) {
    return index < inputs.size() && inputs.get(index).isPresent();
  }

  Value input(int index) {
    if (!has(index)) {
      throw new Refusal("has no input " + index);
    }
    return inputs.get(index).orElseThrow();
  }

  boolean isKnown(int index) {
    return has(index) && input(index) instanceof Known;
  }

  /** An input that depends on the network's input. */
  Traced traced(int index) {
    if (input(index) instanceof Traced traced) {
      return traced;
    }
    throw new Refusal("reads a constant where the network's values are expected");
  }

  /**
   * An input that does not depend on the network's input.
   *
   * @param what its name in messages
   */
  Constant constant(int index, String what) {
    if (input(index) instanceof Known known) {
      return known.constant();
    }
    throw new Refusal(
        "computes its " + what + " from the input: save the model with constant " + what);
  }

  private Optional<OnnxMl.AttributeProto> attribute(
      String name, OnnxMl.AttributeProto.AttributeType type) {
    for (OnnxMl.AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name)) {
        if (attribute.getType() != type) {
          throw new Refusal("has an attribute " + name + " of the wrong type");
        }
        return Optional.of(attribute);
      }
    }
    return Optional.empty();
  }

  boolean hasAttribute(String name) {
    return node.getAttributeList().stream().anyMatch(a -> a.getName().equals(name));
  }

  long integer(String name, long otherwise) {
    return attribute(name, OnnxMl.AttributeProto.AttributeType.INT)
        .map(OnnxMl.AttributeProto::getI)
        .orElse(otherwise);
  }

  double number(String name, double otherwise) {
    return attribute(name, OnnxMl.AttributeProto.AttributeType.FLOAT)
        .map(a -> (double) a.getF())
        .orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name, OnnxMl.AttributeProto.AttributeType.STRING)
        .map(a -> a.getS().toStringUtf8())
        .orElse(otherwise);
  }

  Optional<long[]> integers(String name) {
    return attribute(name, OnnxMl.AttributeProto.AttributeType.INTS)
        .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  Optional<double[]> numbers(String name) {
    return attribute(name, OnnxMl.AttributeProto.AttributeType.FLOATS)
        .map(a -> a.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray());
  }

  Optional<OnnxMl.TensorProto> tensor(String name) {
    return attribute(name, OnnxMl.AttributeProto.AttributeType.TENSOR)
        .map(OnnxMl.AttributeProto::getT);
  }

  /** Axes, which are an attribute in old opsets and an input in new ones. */
  Optional<long[]> axes() {
    return has(1) ? Optional.of(constant(1, "axes").toLongs("axes")) : integers("axes");
  }
}
