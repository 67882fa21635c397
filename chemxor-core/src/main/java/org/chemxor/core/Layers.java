package org.chemxor.core;

import java.util.List;

/** Checks shared by the layers. */
final class Layers {
  private Layers() {}

  static Shape single(String layer, List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException(layer + " takes one input, got " + inputs.size());
    }
    return inputs.get(0);
  }

  static void requireRank(String what, Tensor tensor, int rank) {
    if (tensor.rank() != rank) {
      throw new IllegalArgumentException(what + " need " + rank + " dimensions, got " + tensor);
    }
  }

  static void requireVector(String what, Tensor tensor, int size) {
    if (tensor.rank() != 1 || tensor.size() != size) {
      throw new IllegalArgumentException(what + " needs " + size + " values, got " + tensor);
    }
  }

  static void requireAtLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
    }
  }

  static void requirePool(String layer, int size, int stride, int padding) {
    requireAtLeast(layer + " size", size, 1);
    requireAtLeast(layer + " stride", stride, 1);
    if (padding < 0 || padding >= size) {
      throw new IllegalArgumentException(
          layer + " padding must be from 0 to " + (size - 1) + ", got " + padding);
    }
  }

  static Shape pooled(String layer, List<Shape> inputs, int size, int stride, int padding) {
    Shape in = single(layer, inputs);
    return Shape.image(
        in.channels(),
        slidingSize(layer, in.height(), size, stride, padding),
        slidingSize(layer, in.width(), size, stride, padding));
  }

  /** Number of positions of a window of {@code kernel} cells: floor((in + 2 pad - k) / s) + 1. */
  static int slidingSize(String layer, int input, int kernel, int stride, int padding) {
    int room = input + 2 * padding - kernel;
    if (room < 0) {
      throw new IllegalArgumentException(
          layer
              + " has a window of "
              + kernel
              + " but its padded input is only "
              + (input + 2 * padding)
              + " wide");
    }
    return room / stride + 1;
  }
}
