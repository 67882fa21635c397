package org.chemxor.models.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A picture with its caption.
 *
 * @param png a PNG file's content; copied
 * @param caption lines; empty ones are left out
 */
public record Picture(byte[] png, List<String> caption) {
  /** Copies both. */
  public Picture {
    png = png.clone();
    caption = caption.stream().filter(line -> !line.isEmpty()).toList();
  }

  /** A picture of what was drawn in memory. */
  public static Picture of(BufferedImage drawn, List<String> caption) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(drawn, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return new Picture(bytes.toByteArray(), caption);
  }

  /** A copy. */
  @Override
  public byte[] png() {
    return png.clone();
  }
}
