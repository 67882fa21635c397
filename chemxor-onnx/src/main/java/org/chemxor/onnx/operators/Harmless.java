package org.chemxor.onnx.operators;

import ai.onnx.proto.OnnxMl;
import java.util.Arrays;
import java.util.Set;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.model.TensorReader;
import org.chemxor.onnx.operators.Value.Known;

/** Operators that do nothing in a network that is only evaluated, and constants. */
final class Harmless {
  private static final Set<Integer> REAL_TYPES =
      Set.of(
          OnnxMl.TensorProto.DataType.FLOAT_VALUE,
          OnnxMl.TensorProto.DataType.DOUBLE_VALUE,
          OnnxMl.TensorProto.DataType.FLOAT16_VALUE,
          OnnxMl.TensorProto.DataType.BFLOAT16_VALUE);

  private Harmless() {}

  static Value identity(Operation op, Tracer tracer) {
    return op.input(0);
  }

  static Value dropout(Operation op, Tracer tracer) {
    if (op.has(2) && op.constant(2, "training_mode").single("training_mode") != 0) {
      throw new Refusal("is in training mode: export the model for inference");
    }
    return op.input(0);
  }

  /** We compute in double precision throughout, so that other real types change nothing. */
  static Value cast(Operation op, Tracer tracer) {
    int to = (int) op.integer("to", 0);
    if (op.input(0) instanceof Known known) {
      Constant c = known.constant();
      boolean isInteger = !REAL_TYPES.contains(to);
      double[] values = new double[tracer.budget().take("a constant", c.values().length)];
      Arrays.setAll(values, i -> isInteger ? (double) (long) c.values()[i] : c.values()[i]);
      return new Known(new Constant(c.dimensions(), values, isInteger));
    }
    if (!REAL_TYPES.contains(to)) {
      throw new Refusal("rounds the network's values to another type: keep them floating-point");
    }
    return op.traced(0);
  }

  static Value constant(Operation op, TensorReader tensors) {
    if (op.hasAttribute("value")) {
      return new Known(
          tensors.read(op.tensor("value").orElseThrow(() -> new Refusal("has no value"))));
    }
    if (op.hasAttribute("value_float")) {
      return new Known(new Constant(new int[0], new double[] {op.number("value_float", 0)}, false));
    }
    if (op.hasAttribute("value_int")) {
      return new Known(new Constant(new int[0], new double[] {op.integer("value_int", 0)}, true));
    }
    if (op.hasAttribute("value_ints")) {
      return new Known(Constant.integers(op.integers("value_ints").orElse(new long[0])));
    }
    double[] values =
        op.numbers("value_floats")
            .orElseThrow(() -> new Refusal("has a value that is no tensor of numbers"));
    return new Known(new Constant(new int[] {values.length}, values, false));
  }

  /** One number everywhere, such as the weights of a file that only shows an architecture. */
  static Value constantOfShape(Operation op, TensorReader tensors) {
    Constant fill =
        op.tensor("value")
            .map(tensors::read)
            .orElse(new Constant(new int[0], new double[] {0}, false));
    double number = fill.single("its value");
    long[] shape = op.constant(0, "shape").toLongs("shape");
    int[] dimensions = Dimensions.of(Arrays.stream(shape).boxed().toList());
    double[] values = tensors.room(Dimensions.count(dimensions));
    Arrays.fill(values, number);
    return new Known(new Constant(dimensions, values, fill.isInteger()));
  }
}
