package org.chemxor.core;

/**
 * The shape of one sample inside a network, without the batch dimension: {@code [channels, height,
 * width]}. A vector of n features is {@code [n, 1, 1]}.
 *
 * @param channels number of channels or features, at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Shape(int channels, int height, int width) {

  /** Refuses dimensions below 1 and shapes of more than 2^31 - 1 elements. */
  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a shape needs dimensions of at least 1, got " + channels + "x" + height + "x" + width);
    }
    Math.multiplyExact(Math.multiplyExact(channels, height), width);
  }

  /** An image of {@code channels} planes of {@code height} by {@code width}. */
  public static Shape image(int channels, int height, int width) {
    return new Shape(channels, height, width);
  }

  /** A vector of {@code features} numbers. */
  public static Shape vector(int features) {
    return new Shape(features, 1, 1);
  }

  /** Number of elements. */
  public int size() {
    return channels * height * width;
  }

  /** Whether this is a plain vector, {@code [n, 1, 1]}. */
  public boolean isVector() {
    return height == 1 && width == 1;
  }

  @Override
  public String toString() {
    return isVector() ? "[" + channels + "]" : "[" + channels + ", " + height + ", " + width + "]";
  }
}
