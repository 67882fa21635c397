package org.chemxor.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.DepictionFeaturizer;
import org.chemxor.data.GridFingerprintFeaturizer;
import org.chemxor.data.MoleculeFeaturizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chemxor image}: what a network sees of a molecule. */
@Command(
    name = "image",
    description = "Writes the image that a network sees of a molecule as a PNG file.",
    mixinStandardHelpOptions = true)
final class ImageCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SMILES", description = "The molecule.")
  private String smiles;

  @Parameters(index = "1", paramLabel = "FILE", description = "The PNG file to write.")
  private Path file;

  @Option(
      names = "--depiction",
      description = "Draw the structure instead of the fingerprint grid.")
  private boolean depiction;

  @Option(
      names = "--zoom",
      defaultValue = "8",
      description = "Screen pixels for one of the image's (default: ${DEFAULT-VALUE}).")
  private int zoom;

  @Override
  public Integer call() throws IOException {
    MoleculeFeaturizer featurizer =
        depiction ? new DepictionFeaturizer() : GridFingerprintFeaturizer.standard();
    if (!ImageIO.write(enlarge(featurizer.image(smiles)), "png", file.toFile())) {
      throw new IOException("this Java has no writer for PNG files");
    }
    return 0;
  }

  private BufferedImage enlarge(MoleculeImage image) {
    int scale = Math.max(1, Math.min(64, zoom));
    BufferedImage picture =
        new BufferedImage(
            image.width() * scale, image.height() * scale, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        double level = Math.max(0, Math.min(1, image.pixel(y / scale, x / scale)));
        picture.getRaster().setSample(x, y, 0, (int) Math.round(255 * level));
      }
    }
    return picture;
  }
}
