package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.chemxor.models.evaluate.PackedSamples;

/**
 * Images by their pixels other than zero, row after row: of a fingerprint's 1024 pixels a molecule
 * sets some fifty, so that a million molecules take about 300 MB.
 */
final class SparseImages {
  static final int PIXELS = PackedSamples.PIXELS;
  private static final int BLOCK = 256;

  private final char[][] pixels;
  private final float[][] values;

  private SparseImages(int size) {
    pixels = new char[size][];
    values = new float[size][];
  }

  static SparseImages of(PackedSamples samples) {
    SparseImages images = new SparseImages(samples.size());
    for (int from = 0; from < samples.size(); from += BLOCK) {
      int to = Math.min(samples.size(), from + BLOCK);
      int[] order = IntStream.range(0, to).toArray();
      float[] dense = samples.pixels(order, from, to);
      for (int row = from; row < to; row++) {
        images.put(row, dense, (row - from) * PIXELS);
      }
    }
    return images;
  }

  private void put(int row, float[] dense, int start) {
    char[] set = new char[PIXELS];
    int count = 0;
    for (int p = 0; p < PIXELS; p++) {
      if (dense[start + p] != 0) {
        set[count++] = (char) p;
      }
    }
    pixels[row] = Arrays.copyOf(set, count);
    values[row] = new float[count];
    for (int k = 0; k < count; k++) {
      values[row][k] = dense[start + set[k]];
    }
  }

  int size() {
    return pixels.length;
  }

  /** Positions of the pixels of an image that are not zero, ascending; not to be written. */
  char[] pixels(int row) {
    return pixels[row];
  }

  /** Their values; not to be written. */
  float[] values(int row) {
    return values[row];
  }

  /** {@code sum over pixels of weights[start + pixel] * value}. */
  double dot(int row, double[] weights, int start) {
    char[] set = pixels[row];
    float[] value = values[row];
    double sum = 0;
    for (int k = 0; k < set.length; k++) {
      sum += weights[start + set[k]] * value[k];
    }
    return sum;
  }

  /** Adds {@code factor} times the image to {@code target}. */
  void addTo(int row, double factor, double[] target) {
    char[] set = pixels[row];
    float[] value = values[row];
    for (int k = 0; k < set.length; k++) {
      target[set[k]] += factor * value[k];
    }
  }

  /** The values of a function of an image for all of them, on all cores. */
  double[] evaluate(IntToDoubleFunction ofRow) {
    return IntStream.range(0, size()).parallel().mapToDouble(ofRow).toArray();
  }

  /** Mean of every pixel. */
  double[] means() {
    double[] means = new double[PIXELS];
    for (int row = 0; row < size(); row++) {
      addTo(row, 1.0 / size(), means);
    }
    return means;
  }

  /** Mean squared length of an image; 1 when all are zero. */
  double meanSquare() {
    double sum = 0;
    for (float[] row : values) {
      for (float value : row) {
        sum += (double) value * value;
      }
    }
    return sum == 0 ? 1 : sum / size();
  }
}
