package org.chemxor.ckks.jvm;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Scratch vectors of one length, handed from operation to operation instead of allocated anew.
 * Grows to what the threads use at the same time; contents of a taken vector are arbitrary.
 */
final class ArrayPool {
  private final int length;
  private final ConcurrentLinkedQueue<double[]> free = new ConcurrentLinkedQueue<>();

  ArrayPool(int length) {
    this.length = length;
  }

  double[] take() {
    double[] array = free.poll();
    return array == null ? new double[length] : array;
  }

  double[][] take(int rows) {
    double[][] arrays = new double[rows][];
    for (int i = 0; i < rows; i++) {
      arrays[i] = take();
    }
    return arrays;
  }

  double[][] takeZeroed(int rows) {
    double[][] arrays = take(rows);
    Ring.wipe(arrays);
    return arrays;
  }

  void give(double[] array) {
    free.add(array);
  }

  void give(double[][] arrays) {
    for (double[] array : arrays) {
      free.add(array);
    }
  }

  /** Returns vectors that held something secret. */
  void giveWiped(double[]... arrays) {
    for (double[] array : arrays) {
      Arrays.fill(array, 0);
      free.add(array);
    }
  }
}
