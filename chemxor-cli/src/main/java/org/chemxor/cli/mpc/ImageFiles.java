package org.chemxor.cli.mpc;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Shape;

/** PNG and JPEG files as the inputs of networks trained on ImageNet. */
final class ImageFiles {
  private static final double[] MEAN = {0.485, 0.456, 0.406};
  private static final double[] DEVIATION = {0.229, 0.224, 0.225};
  private static final long MAX_PIXELS = 100_000_000;

  private ImageFiles() {}

  /** The image files of a folder, by name. */
  static List<Path> in(Path folder) throws IOException {
    return images(folder, 1);
  }

  /** The image files of a folder and of the folders in it, by name. */
  static List<Path> under(Path folder) throws IOException {
    return images(folder, 2);
  }

  private static List<Path> images(Path folder, int depth) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("there is no folder " + folder);
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      List<Path> images =
          files
              .filter(file -> file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g)"))
              .sorted()
              .toList();
      if (images.isEmpty()) {
        throw new InvalidInputException("there is no PNG or JPEG file in " + folder);
      }
      return images;
    }
  }

  /**
   * Reads an image as torchvision's evaluation does: the shorter side is scaled to 256/224 of the
   * network's, the middle is cut out, channels are normalised by ImageNet's mean and deviation.
   *
   * @param shape three channels of a square
   */
  static double[] read(Path file, Shape shape) throws IOException {
    byte[] pixels = pixels(file, shape);
    double[] values = new double[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = normalised(pixels[i], i / (shape.height() * shape.width()));
    }
    return values;
  }

  /** What {@link #read} gives before it is normalised: unsigned bytes, channel by channel. */
  static byte[] pixels(Path file, Shape shape) throws IOException {
    if (shape.channels() != 3 || shape.height() != shape.width()) {
      throw new InvalidInputException(
          "images go to networks with input [3, n, n]; this one takes " + shape);
    }
    InputFiles.requireReadable(file);
    return channels(cut(decoded(file), shape.width()));
  }

  /** The image in a file, whose size is looked at before any memory is taken for it. */
  private static BufferedImage decoded(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InvalidInputException(file + " is no image that can be read");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
          throw new InvalidInputException(file + " has more than " + MAX_PIXELS + " pixels");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidInputException(file + " is a damaged image: " + e.getMessage(), e);
    }
  }

  private static BufferedImage cut(BufferedImage image, int side) {
    double scale = side * 256.0 / 224.0 / Math.min(image.getWidth(), image.getHeight());
    int width = (int) Math.round(image.getWidth() * scale);
    int height = (int) Math.round(image.getHeight() * scale);
    BufferedImage cut = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = cut.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, (side - width) / 2, (side - height) / 2, width, height, null);
    graphics.dispose();
    return cut;
  }

  private static byte[] channels(BufferedImage image) {
    int side = image.getWidth();
    byte[] values = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int rgb = image.getRGB(x, y);
        for (int c = 0; c < 3; c++) {
          values[(c * side + y) * side + x] = (byte) (rgb >> (8 * (2 - c)));
        }
      }
    }
    return values;
  }

  /** A pixel in units of ImageNet's deviation from its mean. */
  static double normalised(byte pixel, int channel) {
    return ((pixel & 0xff) / 255.0 - MEAN[channel]) / DEVIATION[channel];
  }
}
