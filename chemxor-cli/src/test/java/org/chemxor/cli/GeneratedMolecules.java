package org.chemxor.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** As many different molecules as a test wants: three substituents in every order on a ring. */
final class GeneratedMolecules {
  private static final List<String> RINGS =
      List.of("c1nc(%s)c(%s)cc1%s", "C1NC(%s)C(%s)CC1%s", "c1sc(%s)c(%s)c1%s");
  private static final List<String> SUBSTITUENTS =
      List.of(
          "C",
          "CC",
          "CCC",
          "C(C)C",
          "O",
          "OC",
          "N",
          "NC",
          "F",
          "Cl",
          "Br",
          "C#N",
          "C(=O)O",
          "C(=O)N",
          "S(=O)(=O)C",
          "C(F)(F)F",
          "OCC",
          "N(C)C",
          "CO",
          "CN",
          "SC",
          "C=C",
          "CCl",
          "CF",
          "CC#N",
          "C(=O)C",
          "NC(=O)C",
          "OC(=O)C",
          "CCO",
          "CCN",
          "I",
          "S",
          "CCCC",
          "C(=O)OC",
          "CS");

  private GeneratedMolecules() {}

  /**
   * Writes a CSV file of {@code value,smiles}.
   *
   * @param count at most three times the number of substituents cubed
   */
  static Path write(Path file, int count) throws IOException {
    int choices = SUBSTITUENTS.size();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("value,smiles\n");
      for (int i = 0; i < count; i++) {
        String smiles =
            String.format(
                Locale.ROOT,
                RINGS.get(i / (choices * choices * choices)),
                SUBSTITUENTS.get(i / (choices * choices) % choices),
                SUBSTITUENTS.get(i / choices % choices),
                SUBSTITUENTS.get(i % choices));
        out.write(i % 97 + "," + smiles + "\n");
      }
    }
    return file;
  }
}
