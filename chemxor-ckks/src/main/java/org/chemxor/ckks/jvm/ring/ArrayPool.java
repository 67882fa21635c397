package org.chemxor.ckks.jvm.ring;

import java.util.Arrays;

/**
 * Scratch vectors of one length, handed from operation to operation instead of allocated anew. The
 * vector given back last is taken first: it is the one most likely still in a near cache. Grows to
 * what the threads use at the same time; contents of a taken vector are arbitrary.
 */
public final class ArrayPool {
  private final int length;
  private double[][] free = new double[64][];
  private int count;

  ArrayPool(int length) {
    this.length = length;
  }

  public double[] take() {
    synchronized (this) {
      if (count > 0) {
        return free[--count];
      }
    }
    return new double[length];
  }

  public double[][] take(int rows) {
    double[][] arrays = new double[rows][];
    for (int i = 0; i < rows; i++) {
      arrays[i] = take();
    }
    return arrays;
  }

  public double[][] takeZeroed(int rows) {
    double[][] arrays = take(rows);
    Ring.wipe(arrays);
    return arrays;
  }

  public synchronized void give(double[] array) {
    if (count == free.length) {
      free = Arrays.copyOf(free, 2 * count);
    }
    free[count++] = array;
  }

  public void give(double[][] arrays) {
    for (double[] array : arrays) {
      give(array);
    }
  }

  /** Returns vectors that held something secret. */
  void giveWiped(double[]... arrays) {
    for (double[] array : arrays) {
      Arrays.fill(array, 0);
      give(array);
    }
  }
}
