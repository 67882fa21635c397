package org.chemxor.cli.referee;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Handwritten digits of 28x28 pixels with their classes.
 *
 * @param images by digit, {@value #PIXELS} grey values from 0 to 1 row by row; not copied
 * @param labels by digit, from 0 to 9; not copied
 */
record Digits(float[][] images, int[] labels) {
  static final int SIDE = 28;
  static final int PIXELS = SIDE * SIDE;
  static final int CLASSES = 10;

  /** Checks that there are as many labels as images. */
  Digits {
    if (images.length != labels.length) {
      throw new IllegalArgumentException(
          images.length + " images have " + labels.length + " labels");
    }
  }

  int size() {
    return labels.length;
  }

  /** Some of them, in the order asked for. */
  Digits at(int[] indices) {
    float[][] chosen = new float[indices.length][];
    int[] classes = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      chosen[i] = images[indices[i]];
      classes[i] = labels[indices[i]];
    }
    return new Digits(chosen, classes);
  }

  /** The first {@code count}. */
  Digits first(int count) {
    return at(IntStream.range(0, count).toArray());
  }

  /** These and others. */
  Digits and(Digits others) {
    List<float[]> all = new ArrayList<>(List.of(images));
    all.addAll(List.of(others.images));
    int[] classes = IntStream.concat(IntStream.of(labels), IntStream.of(others.labels)).toArray();
    return new Digits(all.toArray(float[][]::new), classes);
  }

  /** All of them in random order. */
  Digits shuffled(long seed) {
    Random random = new Random(seed);
    int[] order = new int[size()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return at(order);
  }

  /** Every {@code folds}-th digit from {@code fold} on, or all the others. */
  Digits fold(int fold, int folds, boolean isInside) {
    return at(IntStream.range(0, size()).filter(i -> (i % folds == fold) == isInside).toArray());
  }

  /** An image as networks take it. */
  double[] input(int index) {
    double[] input = new double[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      input[i] = images[index][i];
    }
    return input;
  }

  /** By pixel, whether it is above zero in any image. */
  boolean[] usedPixels() {
    boolean[] used = new boolean[PIXELS];
    for (float[] image : images) {
      for (int i = 0; i < PIXELS; i++) {
        used[i] |= image[i] > 0;
      }
    }
    return used;
  }

  @Override
  public String toString() {
    return "Digits[" + size() + "]";
  }
}
