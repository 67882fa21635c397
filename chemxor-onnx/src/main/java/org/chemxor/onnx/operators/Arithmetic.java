package org.chemxor.onnx.operators;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.chemxor.onnx.model.Budget;
import org.chemxor.onnx.model.Constant;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.operators.Value.Known;

/** Operators on constants: what exporters leave to be computed of weights and shapes. */
final class Arithmetic {
  private Arithmetic() {}

  static Known map(Constant x, Budget budget, DoubleUnaryOperator function) {
    double[] values = new double[budget.take("a constant", x.values().length)];
    Arrays.setAll(values, i -> function.applyAsDouble(x.values()[i]));
    return new Known(new Constant(x.dimensions(), values, x.isInteger()));
  }

  /** A function of two constants of which either may be broadcast. */
  static Known combine(Constant a, Constant b, Budget budget, DoubleBinaryOperator function) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dimensions = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int left = i <= a.rank() ? a.dimensions()[a.rank() - i] : 1;
      int right = i <= b.rank() ? b.dimensions()[b.rank() - i] : 1;
      if (left != right && left != 1 && right != 1) {
        throw new Refusal("combines constants " + a + " and " + b + ", which do not fit");
      }
      dimensions[rank - i] = left == 1 ? right : left;
    }
    double[] values = new double[budget.take("a constant", Dimensions.count(dimensions))];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          function.applyAsDouble(
              a.values()[broadcastIndex(i, dimensions, a)],
              b.values()[broadcastIndex(i, dimensions, b)]);
    }
    return new Known(new Constant(dimensions, values, a.isInteger() && b.isInteger()));
  }

  private static int broadcastIndex(int flat, int[] dimensions, Constant constant) {
    int rest = flat;
    int index = 0;
    int stride = 1;
    for (int axis = 1; axis <= constant.rank(); axis++) {
      int side = dimensions[dimensions.length - axis];
      int own = constant.dimensions()[constant.rank() - axis];
      index += own == 1 ? 0 : rest % side * stride;
      stride *= own;
      rest /= side;
    }
    return index;
  }

  /** Division as the element types have it: integers truncate. */
  static Known divide(Constant a, Constant b, Budget budget) {
    boolean isInteger = a.isInteger() && b.isInteger();
    return combine(
        a,
        b,
        budget,
        (x, y) -> {
          if (y == 0) {
            throw new Refusal("divides a constant by zero");
          }
          double quotient = x / y;
          return isInteger ? (double) (long) quotient : quotient;
        });
  }

  /** The product of two constant matrices. */
  static Known matrixProduct(Operation op, Tracer tracer) {
    Constant a = op.constant(0, "first factor");
    Constant b = op.constant(1, "second factor");
    if (a.rank() != 2 || b.rank() != 2 || a.dimensions()[1] != b.dimensions()[0]) {
      throw new Refusal("multiplies constants " + a + " and " + b);
    }
    int rows = a.dimensions()[0];
    int inner = a.dimensions()[1];
    int columns = b.dimensions()[1];
    // The work counts, too.
    tracer.budget().take("a product of constants", (long) rows * columns * Math.max(1, inner));
    double[] values = new double[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < inner; i++) {
        for (int c = 0; c < columns; c++) {
          values[r * columns + c] += a.values()[r * inner + i] * b.values()[i * columns + c];
        }
      }
    }
    return new Known(new Constant(new int[] {rows, columns}, values, false));
  }
}
