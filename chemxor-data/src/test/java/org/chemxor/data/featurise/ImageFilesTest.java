package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
  @Test
  void writesGreyLevelsAsSquares(@TempDir Path folder) throws IOException {
    MoleculeImage image = new MoleculeImage(2, 3, new double[] {0, 0.2, 0.4, 0.6, 0.8, 1});
    Path file = folder.resolve("image.png");

    ImageFiles.writePng(image, file, 4);

    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(12);
    assertThat(picture.getHeight()).isEqualTo(8);
    assertThat(picture.getRaster().getSample(0, 0, 0)).isZero();
    assertThat(picture.getRaster().getSample(7, 3, 0)).isEqualTo(51);
    assertThat(picture.getRaster().getSample(11, 7, 0)).isEqualTo(255);
  }

  @Test
  void refusesPicturesWithoutSizeOrPlace(@TempDir Path folder) {
    MoleculeImage image = new DepictionFeaturiser().image("CCO");
    Path nowhere = folder.resolve("missing").resolve("image.png");

    assertThatThrownBy(() -> ImageFiles.writePng(image, folder.resolve("a.png"), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1 to 256 points, got 0");
    assertThatThrownBy(() -> ImageFiles.writePng(image, nowhere, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot write " + nowhere);
  }
}
