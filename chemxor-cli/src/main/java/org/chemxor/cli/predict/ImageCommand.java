package org.chemxor.cli.predict;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chemxor.data.featurise.DepictionFeaturiser;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.ImageFiles;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chemxor image}: what a network sees of a molecule. */
@Command(
    name = "image",
    description = "Writes the image that a network sees of a molecule as a PNG file.",
    mixinStandardHelpOptions = true)
public final class ImageCommand implements Callable<Integer> {
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
  public Integer call() {
    MoleculeFeaturiser featuriser =
        depiction ? new DepictionFeaturiser() : GridFingerprintFeaturiser.standard();
    ImageFiles.writePng(featuriser.image(smiles), file, zoom);
    return 0;
  }
}
