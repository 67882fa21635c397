package org.chemxor.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chemxor.data.DepictionFeaturizer;
import org.chemxor.data.GridFingerprintFeaturizer;
import org.chemxor.data.ImageFiles;
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
  public Integer call() {
    MoleculeFeaturizer featurizer =
        depiction ? new DepictionFeaturizer() : GridFingerprintFeaturizer.standard();
    ImageFiles.writePng(featurizer.image(smiles), file, zoom);
    return 0;
  }
}
