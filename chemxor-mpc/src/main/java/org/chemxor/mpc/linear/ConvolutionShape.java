package org.chemxor.mpc.linear;

/**
 * The geometry of a convolution with zero padding; a matrix product is one on images of one pixel.
 * Inputs are laid out {@code [channels, height, width]}, weights {@code [out, in, rows, columns]}.
 *
 * @param inChannels input channels, at least 1
 * @param inHeight input rows, at least 1
 * @param inWidth input columns, at least 1
 * @param outChannels output channels, at least 1
 * @param kernelHeight rows of the kernel, at least 1
 * @param kernelWidth columns of the kernel, at least 1
 * @param stride step in both directions, at least 1
 * @param padding zeros on each side, at least 0
 */
public record ConvolutionShape(
    int inChannels,
    int inHeight,
    int inWidth,
    int outChannels,
    int kernelHeight,
    int kernelWidth,
    int stride,
    int padding) {

  /** Checks every range, that the kernel fits, and that no size exceeds an array's. */
  public ConvolutionShape {
    int smallest =
        Math.min(
            Math.min(Math.min(inChannels, inHeight), Math.min(inWidth, outChannels)),
            Math.min(Math.min(kernelHeight, kernelWidth), stride));
    if (smallest < 1 || padding < 0 || padding > 1 << 15) {
      throw new IllegalArgumentException(
          "a convolution needs sizes of at least 1 and a padding of at least 0, got sizes down to "
              + smallest
              + " and padding "
              + padding);
    }
    if (inHeight + 2L * padding < kernelHeight || inWidth + 2L * padding < kernelWidth) {
      throw new IllegalArgumentException(
          "a kernel of "
              + kernelHeight
              + "x"
              + kernelWidth
              + " does not fit into "
              + inHeight
              + "x"
              + inWidth
              + " with padding "
              + padding);
    }
    Math.multiplyExact(Math.multiplyExact(inChannels, inHeight), inWidth);
    Math.multiplyExact(
        Math.multiplyExact(outChannels, inChannels), Math.multiplyExact(kernelHeight, kernelWidth));
    Math.multiplyExact(
        outChannels,
        Math.multiplyExact(
            (inHeight + 2 * padding - kernelHeight) / stride + 1,
            (inWidth + 2 * padding - kernelWidth) / stride + 1));
  }

  /** A matrix product from {@code in} to {@code out} numbers. */
  public static ConvolutionShape matrix(int in, int out) {
    return new ConvolutionShape(in, 1, 1, out, 1, 1, 1, 0);
  }

  /** Rows of the output. */
  public int outHeight() {
    return (inHeight + 2 * padding - kernelHeight) / stride + 1;
  }

  /** Columns of the output. */
  public int outWidth() {
    return (inWidth + 2 * padding - kernelWidth) / stride + 1;
  }

  /** Numbers of one input. */
  public int inSize() {
    return inChannels * inHeight * inWidth;
  }

  /** Numbers of one output. */
  public int outSize() {
    return outChannels * outHeight() * outWidth();
  }

  /** Products summed for each output. */
  public int taps() {
    return inChannels * kernelHeight * kernelWidth;
  }

  /** Number of weights. */
  public int weightCount() {
    return outChannels * taps();
  }

  /** Multiplications for one input. */
  public long products() {
    return (long) outSize() * taps();
  }
}
