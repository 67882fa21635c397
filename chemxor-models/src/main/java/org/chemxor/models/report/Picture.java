package org.chemxor.models.report;

import java.util.List;

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

  /** A copy. */
  @Override
  public byte[] png() {
    return png.clone();
  }
}
