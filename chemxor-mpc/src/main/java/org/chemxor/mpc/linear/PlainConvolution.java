package org.chemxor.mpc.linear;

/**
 * The convolution by its definition, in longs modulo 2^64: the yardstick for {@link
 * RingConvolution}.
 */
public final class PlainConvolution {
  private PlainConvolution() {}

  /**
   * Adds the convolution of {@code x} to {@code out}.
   *
   * @param shape geometry
   * @param batch inputs in {@code x}, one after the other
   * @param weights {@code [out, in, rows, columns]}
   * @param x {@code batch * shape.inSize()} numbers
   * @param out {@code batch * shape.outSize()} numbers
   */
  public static void addTo(
      ConvolutionShape shape, int batch, long[] weights, long[] x, long[] out) {
    int positions = shape.outHeight() * shape.outWidth();
    for (int image = 0; image < batch; image++) {
      for (int o = 0; o < shape.outChannels(); o++) {
        for (int p = 0; p < positions; p++) {
          out[(image * shape.outChannels() + o) * positions + p] +=
              window(shape, weights, o, x, image * shape.inSize(), p);
        }
      }
    }
  }

  private static long window(
      ConvolutionShape shape, long[] weights, int o, long[] x, int start, int position) {
    int firstRow = position / shape.outWidth() * shape.stride() - shape.padding();
    int firstColumn = position % shape.outWidth() * shape.stride() - shape.padding();
    long sum = 0;
    int w = o * shape.taps();
    for (int c = 0; c < shape.inChannels(); c++) {
      for (int r = firstRow; r < firstRow + shape.kernelHeight(); r++) {
        for (int k = firstColumn; k < firstColumn + shape.kernelWidth(); k++, w++) {
          if (r >= 0 && r < shape.inHeight() && k >= 0 && k < shape.inWidth()) {
            sum += weights[w] * x[start + (c * shape.inHeight() + r) * shape.inWidth() + k];
          }
        }
      }
    }
    return sum;
  }
}
