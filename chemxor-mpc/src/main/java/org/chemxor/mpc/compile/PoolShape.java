package org.chemxor.mpc.compile;

/**
 * The geometry of a pool.
 *
 * @param channels planes, at least 1
 * @param height input rows, at least 1
 * @param width input columns, at least 1
 * @param size rows and columns of a window, at least 1
 * @param stride step in both directions, at least 1
 * @param padding cells on each side that are not there, less than {@code size}
 */
public record PoolShape(int channels, int height, int width, int size, int stride, int padding) {
  /** Checks the ranges, and that a window fits. */
  public PoolShape {
    if (Math.min(Math.min(channels, height), Math.min(width, Math.min(size, stride))) < 1
        || padding < 0
        || padding >= size
        || size > Math.min(height, width) + 2L * padding) {
      throw new IllegalArgumentException(
          "a pool of size "
              + size
              + ", stride "
              + stride
              + " and padding "
              + padding
              + " does not fit "
              + channels
              + " planes of "
              + height
              + "x"
              + width);
    }
    Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  /** The same for a single plane. */
  PoolShape ofOneChannel() {
    return new PoolShape(1, height, width, size, stride, padding);
  }

  /** Rows of the output. */
  public int outHeight() {
    return (height + 2 * padding - size) / stride + 1;
  }

  /** Columns of the output. */
  public int outWidth() {
    return (width + 2 * padding - size) / stride + 1;
  }

  /** Numbers of one input. */
  public int inSize() {
    return channels * height * width;
  }

  /** Numbers of one output. */
  public int outSize() {
    return channels * outHeight() * outWidth();
  }

  /** Adds up every window; cells outside count as zeros. */
  public void sum(long[] in, int inStart, long[] out, int outStart) {
    int at = outStart;
    for (int c = 0; c < channels; c++) {
      for (int r = 0; r < outHeight(); r++) {
        for (int k = 0; k < outWidth(); k++) {
          long sum = 0;
          int firstRow = Math.max(0, r * stride - padding);
          int lastRow = Math.min(height, r * stride - padding + size);
          int firstColumn = Math.max(0, k * stride - padding);
          int lastColumn = Math.min(width, k * stride - padding + size);
          for (int row = firstRow; row < lastRow; row++) {
            for (int column = firstColumn; column < lastColumn; column++) {
              sum += in[inStart + (c * height + row) * width + column];
            }
          }
          out[at++] = sum;
        }
      }
    }
  }
}
