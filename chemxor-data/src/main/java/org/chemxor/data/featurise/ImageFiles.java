package org.chemxor.data.featurise;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;

/** Molecule images as pictures for people. */
public final class ImageFiles {
  /** Widest picture written, in points. */
  private static final int MAX_POINTS = 8192;

  private ImageFiles() {}

  /**
   * Writes an image as a PNG of grey levels, black for 0 and white for 1, whole or not at all.
   * Values outside [0, 1] are shown as the nearer end.
   *
   * @param image what to show
   * @param file where to
   * @param pointsPerPixel side of the square that shows a pixel, at least 1
   * @throws InvalidInputException when the picture would be wider or higher than 8192 points, or
   *     the file cannot be written
   */
  public static void writePng(MoleculeImage image, Path file, int pointsPerPixel) {
    BufferedImage picture = picture(image, pointsPerPixel);
    try {
      AtomicFiles.write(
          file,
          out -> {
            if (!ImageIO.write(picture, "png", out)) {
              throw new IOException("this Java has no PNG writer");
            }
          });
    } catch (IOException e) {
      throw new InvalidInputException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static BufferedImage picture(MoleculeImage image, int pointsPerPixel) {
    int largest = MAX_POINTS / Math.max(image.width(), image.height());
    if (pointsPerPixel < 1 || pointsPerPixel > largest) {
      throw new InvalidInputException(
          "a pixel can be shown by 1 to " + largest + " points, got " + pointsPerPixel);
    }
    int width = image.width() * pointsPerPixel;
    int height = image.height() * pointsPerPixel;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double pixel = image.pixel(y / pointsPerPixel, x / pointsPerPixel);
        long grey = Math.round(255 * Math.max(0, Math.min(1, pixel)));
        picture.getRaster().setSample(x, y, 0, (int) grey);
      }
    }
    return picture;
  }
}
