package org.chemxor.data.featurise;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;

/**
 * Which pixel of the 32x32 image shows which of the 1024 bins of a fingerprint: a permutation.
 *
 * <p>A learned layout puts bins that vary together close together, so that a convolution sees
 * related features side by side.
 */
public final class GridLayout {
  private static final int SIZE = CircularFingerprint.SIZE;
  private static final String STANDARD_RESOURCE = "standard-layout.json";

  private final int[] pixelOfBin;

  private GridLayout(int[] pixelOfBin) {
    this.pixelOfBin = pixelOfBin;
  }

  /** Bin i at pixel i, row by row. */
  public static GridLayout natural() {
    return new GridLayout(IntStream.range(0, SIZE).toArray());
  }

  /** The layout that ships with the library, learned on its drug set with ECFP of radius 1. */
  public static GridLayout standard() {
    return Standard.LAYOUT;
  }

  /**
   * A layout from its permutation.
   *
   * @param pixelOfBin for each of the 1024 bins its pixel, counted row by row from 0; copied
   * @throws InvalidInputException when it is not a permutation of 0 to 1023
   */
  public static GridLayout of(int[] pixelOfBin) {
    if (pixelOfBin.length != SIZE) {
      throw new InvalidInputException(
          "a grid layout has " + SIZE + " pixels, got " + pixelOfBin.length);
    }
    boolean[] taken = new boolean[SIZE];
    for (int bin = 0; bin < SIZE; bin++) {
      int pixel = pixelOfBin[bin];
      if (pixel < 0 || pixel >= SIZE || taken[pixel]) {
        throw new InvalidInputException(
            "a grid layout is a permutation of 0 to "
                + (SIZE - 1)
                + "; bin "
                + bin
                + " has pixel "
                + pixel
                + (pixel >= 0 && pixel < SIZE ? ", which is taken" : ""));
      }
      taken[pixel] = true;
    }
    return new GridLayout(pixelOfBin.clone());
  }

  /** The pixel of a bin, counted row by row from 0. */
  public int pixel(int bin) {
    return pixelOfBin[bin];
  }

  /** The permutation; a copy. */
  public int[] toArray() {
    return pixelOfBin.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GridLayout that && Arrays.equals(pixelOfBin, that.pixelOfBin);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pixelOfBin);
  }

  /** Whether it is the natural order or a learned one. */
  @Override
  public String toString() {
    return "GridLayout[" + (equals(natural()) ? "natural" : "learned") + "]";
  }

  /** Read once, when it is first asked for. */
  private static final class Standard {
    static final GridLayout LAYOUT = read();

    private static GridLayout read() {
      try (InputStream in = GridLayout.class.getResourceAsStream(STANDARD_RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(
              "the library was packed without its resource " + STANDARD_RESOURCE);
        }
        return FeaturiserJson.layout(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the library's " + STANDARD_RESOURCE, e);
      }
    }
  }
}
