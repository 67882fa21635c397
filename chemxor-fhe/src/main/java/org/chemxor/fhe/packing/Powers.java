package org.chemxor.fhe.packing;

import java.util.stream.IntStream;

/** Powers of two. */
final class Powers {
  private Powers() {}

  /** The least power of two that is at least {@code value}, which is from 1 to 2^30. */
  static int ceil(int value) {
    return value <= 1 ? 1 : Integer.highestOneBit(value - 1) << 1;
  }

  /** {@code start, 2 start, 4 start, ...} up to and without {@code end}. */
  static int[] doubling(int start, int end) {
    return IntStream.iterate(start, step -> step < end, step -> 2 * step).toArray();
  }

  /** {@code ceil(a / b)}. */
  static int divideUp(int a, int b) {
    return (a + b - 1) / b;
  }
}
