package org.chemxor.core;

import java.util.Arrays;

/**
 * A molecule as a small image of one channel: what a client encrypts. Row-major, usually 32x32 with
 * pixels in [0, 1]; the range is the featuriser's promise, finiteness is checked here.
 */
public final class MoleculeImage {
  /** Height and width of the images ChemXor's models take. */
  public static final int SIZE = 32;

  private final int height;
  private final int width;
  private final double[] pixels;

  /**
   * An image from its pixels.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param pixels {@code height * width} finite values, row by row; copied
   * @throws IllegalArgumentException when the size disagrees
   * @throws InvalidInputException when a pixel is not finite
   */
  public MoleculeImage(int height, int width, double[] pixels) {
    if (height < 1 || width < 1 || pixels.length != Math.multiplyExact(height, width)) {
      throw new IllegalArgumentException(
          "an image of " + height + "x" + width + " cannot have " + pixels.length + " pixels");
    }
    for (int i = 0; i < pixels.length; i++) {
      if (!Double.isFinite(pixels[i])) {
        throw new InvalidInputException(
            "pixel ("
                + i / width
                + ", "
                + i % width
                + ") is "
                + pixels[i]
                + ", not a finite number");
      }
    }
    this.height = height;
    this.width = width;
    this.pixels = pixels.clone();
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** The pixel at (row, column). */
  public double pixel(int row, int column) {
    return pixels[row * width + column];
  }

  /** All pixels row by row; a copy. */
  public double[] toArray() {
    return pixels.clone();
  }

  /** The shape a network sees: one channel. */
  public Shape shape() {
    return Shape.image(1, height, width);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MoleculeImage that
        && width == that.width
        && Arrays.equals(pixels, that.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * width + Arrays.hashCode(pixels);
  }

  /** Size only: an image may be somebody's secret. */
  @Override
  public String toString() {
    return "MoleculeImage[" + height + "x" + width + "]";
  }
}
