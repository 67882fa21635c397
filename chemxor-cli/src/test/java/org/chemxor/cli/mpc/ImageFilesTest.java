package org.chemxor.cli.mpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @Test
  void imagesOfAnySizeAreScaledCutAndNormalised(@TempDir Path folder) throws Exception {
    for (int[] size : new int[][] {{224, 224}, {31, 517}, {900, 640}}) {
      BufferedImage image = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(new Color(255, 0, 51));
      graphics.fillRect(0, 0, size[0], size[1]);
      graphics.dispose();
      Path file = folder.resolve("image.png");
      ImageIO.write(image, "png", file.toFile());
      double[] values = ImageFiles.read(file, Shape.image(3, 224, 224));
      assertThat(values).hasSize(3 * 224 * 224);
      int middle = 112 * 224 + 112;
      assertThat(values[middle]).isCloseTo((1 - 0.485) / 0.229, Offset.offset(1e-9));
      assertThat(values[224 * 224 + middle]).isCloseTo(-0.456 / 0.224, Offset.offset(1e-9));
      assertThat(values[2 * 224 * 224 + middle])
          .isCloseTo((0.2 - 0.406) / 0.225, Offset.offset(1e-9));
    }
    assertThat(ImageFiles.in(folder)).hasSize(1);
  }

  @Test
  void whatIsNoImageIsASentence(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> ImageFiles.in(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no PNG or JPEG");
    Path file = Files.writeString(folder.resolve("a.png"), "no image");
    assertThatThrownBy(() -> ImageFiles.read(file, Shape.image(3, 8, 8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no image that can be read");
    assertThatThrownBy(() -> ImageFiles.read(file, Shape.image(1, 32, 32)))
        .hasMessageContaining("[3, n, n]");
  }

  @Test
  void damagedAndGiantImagesAreSentencesThatNameTheFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("b.png");
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1600; i++) {
      image.setRGB(i % 40, i / 40, i * 7919);
    }
    ImageIO.write(image, "png", file.toFile());
    byte[] whole = Files.readAllBytes(file);
    for (int length = 8; length < whole.length - 16; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ImageFiles.read(file, Shape.image(3, 8, 8)))
          .as("cut after %d of %d bytes", length, whole.length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("b.png");
    }
    byte[] giant = whole.clone();
    ByteBuffer.wrap(giant).putInt(16, 60_000).putInt(20, 60_000);
    Files.write(file, giant);
    assertThatThrownBy(() -> ImageFiles.read(file, Shape.image(3, 8, 8)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("more than 100000000 pixels");
  }
}
