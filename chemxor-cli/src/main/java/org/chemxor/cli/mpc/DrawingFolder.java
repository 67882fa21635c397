package org.chemxor.cli.mpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.chemxor.data.dataset.InventedMolecules;
import org.chemxor.data.featurise.MoleculeDrawing;

/** Pictures of invented molecules, a folder for each class, molecules for testing apart. */
final class DrawingFolder {
  /** Names of the classes, as folders are sorted. */
  static final List<String> CLASSES = List.of("aromatic-nitrogen", "other");

  private static final int TEST_EVERY = 6;

  private DrawingFolder() {}

  /**
   * Draws molecules, each turned at random.
   *
   * @param folder receives {@code train} and {@code test}; every sixth pair of molecules is for
   *     testing
   * @param side of the network's input; pictures are larger by 256/224, which is cut off
   */
  static void write(Path folder, int count, int side, long seed) throws IOException {
    Random random = new Random(seed);
    int picture = Math.round(side * 256f / 224f);
    List<InventedMolecules.Molecule> molecules = InventedMolecules.invent(count, seed);
    for (int i = 0; i < count; i++) {
      InventedMolecules.Molecule molecule = molecules.get(i);
      String use = i / 2 % TEST_EVERY == 0 ? "test" : "train";
      Path place =
          Files.createDirectories(
              folder.resolve(use).resolve(CLASSES.get(molecule.aromaticNitrogen() ? 0 : 1)));
      double angle = 2 * Math.PI * random.nextDouble();
      ImageIO.write(
          MoleculeDrawing.draw(molecule.smiles(), picture, angle),
          "png",
          place.resolve(String.format(Locale.ROOT, "%05d.png", i)).toFile());
    }
  }
}
