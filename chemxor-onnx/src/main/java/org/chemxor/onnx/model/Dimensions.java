package org.chemxor.onnx.model;

import java.util.Arrays;
import java.util.List;

/** Arithmetic on the dimensions of tensors that cannot overflow. */
public final class Dimensions {
  /** More than this along one axis is refused. */
  public static final int MAX_SIDE = 1 << 28;

  private Dimensions() {}

  /**
   * Number of elements.
   *
   * @throws Refusal when it exceeds 2^62
   */
  public static long count(int[] dimensions) {
    long count = 1;
    for (int dimension : dimensions) {
      if (dimension != 0 && count > (1L << 62) / dimension) {
        throw new Refusal("dimensions " + Arrays.toString(dimensions) + " are far too large");
      }
      count *= dimension;
    }
    return count;
  }

  /**
   * Dimensions as a file gives them.
   *
   * @throws Refusal when one is negative or above {@value #MAX_SIDE}, or there are more than 16
   */
  public static int[] of(List<Long> dimensions) {
    if (dimensions.size() > 16) {
      throw new Refusal("it has " + dimensions.size() + " dimensions, at most 16 are read");
    }
    int[] result = new int[dimensions.size()];
    for (int i = 0; i < result.length; i++) {
      result[i] = side("dimension " + i, dimensions.get(i));
    }
    return result;
  }

  /**
   * One dimension.
   *
   * @throws Refusal when it is negative or above {@value #MAX_SIDE}
   */
  public static int side(String what, long value) {
    if (value < 0 || value > MAX_SIDE) {
      throw new Refusal(what + " is " + value + ", it must be from 0 to " + MAX_SIDE);
    }
    return (int) value;
  }

  /** The axis that a possibly negative index means among {@code rank} axes. */
  public static int axis(long index, int rank) {
    if (index < -rank || index >= rank) {
      throw new Refusal("axis " + index + " does not exist, there are " + rank + " dimensions");
    }
    return (int) (index < 0 ? index + rank : index);
  }

  /** The product of the dimensions from {@code from} on, before {@code to}. */
  public static long count(int[] dimensions, int from, int to) {
    return count(Arrays.copyOfRange(dimensions, from, to));
  }
}
