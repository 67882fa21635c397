package org.chemxor.onnx.model;

import java.util.Arrays;

/**
 * A tensor whose values are known when the file is read: weights, shapes, coefficients. Never
 * written to after it was made.
 *
 * @param dimensions none for a single number
 * @param values in row-major order
 * @param isInteger whether the file has integers there, whose division truncates
 */
public record Constant(int[] dimensions, double[] values, boolean isInteger) {

  /** Checks that the sizes agree. */
  public Constant {
    if (Dimensions.count(dimensions) != values.length) {
      throw new Refusal(
          "dimensions " + Arrays.toString(dimensions) + " do not hold " + values.length);
    }
  }

  /** A vector of integers, such as a shape. */
  public static Constant integers(long... values) {
    return new Constant(
        new int[] {values.length}, Arrays.stream(values).asDoubleStream().toArray(), true);
  }

  /** Number of dimensions. */
  public int rank() {
    return dimensions.length;
  }

  /** Whether all values are the same number; a constant has at least one. */
  public boolean isUniform() {
    return values.length > 0 && Arrays.stream(values).allMatch(v -> v == values[0]);
  }

  /**
   * The only value.
   *
   * @param what its name in a message
   */
  public double single(String what) {
    if (values.length != 1) {
      throw new Refusal(what + " has " + values.length + " values where one is expected");
    }
    return values[0];
  }

  /**
   * The values as whole numbers.
   *
   * @param what their name in a message
   */
  public long[] toLongs(String what) {
    for (double value : values) {
      if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
        throw new Refusal(what + " has the value " + value + " where whole numbers are expected");
      }
    }
    return Arrays.stream(values).mapToLong(v -> (long) v).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Constant that
        && Arrays.equals(dimensions, that.dimensions)
        && Arrays.equals(values, that.values)
        && isInteger == that.isInteger;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dimensions) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Constant" + Arrays.toString(dimensions);
  }
}
