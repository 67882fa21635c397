package org.chemxor.core;

import java.util.Arrays;

/** An immutable dense array of finite doubles in row-major order; holds weights and biases. */
public final class Tensor {
  private final int[] dimensions;
  private final double[] values;

  private Tensor(int[] dimensions, double[] values) {
    this.dimensions = dimensions;
    this.values = values;
  }

  /**
   * A tensor from its values in row-major order.
   *
   * @param values copied; every one must be finite
   * @param dimensions each at least 1; their product must equal {@code values.length}
   * @throws IllegalArgumentException when the sizes disagree or a value is not finite
   */
  public static Tensor of(double[] values, int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException("a dimension must be at least 1, got " + dimension);
      }
      size = Math.multiplyExact(size, dimension);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "dimensions "
              + Arrays.toString(dimensions)
              + " need "
              + size
              + " values, got "
              + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException("value " + i + " is " + values[i] + ", not finite");
      }
    }
    return new Tensor(dimensions.clone(), values.clone());
  }

  /** A vector of zeros, the bias of a layer that has none. */
  public static Tensor zeros(int size) {
    return of(new double[size], size);
  }

  /** The dimensions, outermost first; a copy. */
  public int[] dimensions() {
    return dimensions.clone();
  }

  /** The length of dimension {@code axis}. */
  public int dimension(int axis) {
    return dimensions[axis];
  }

  /** Number of dimensions. */
  public int rank() {
    return dimensions.length;
  }

  /** Number of values. */
  public int size() {
    return values.length;
  }

  /** The value at position {@code flatIndex} of the row-major order. */
  public double at(int flatIndex) {
    return values[flatIndex];
  }

  /** The values in row-major order; a copy. */
  public double[] toArray() {
    return values.clone();
  }

  /** The values without a copy, for readers inside this package that do not write. */
  double[] shared() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(dimensions, that.dimensions)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dimensions) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(dimensions);
  }
}
