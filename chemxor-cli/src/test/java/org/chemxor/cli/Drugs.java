package org.chemxor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.chemxor.data.dataset.DrugSet;

/** The shipped compounds as a user's file. */
final class Drugs {
  private Drugs() {}

  /** Writes {@code logp,smiles} and returns the file. */
  static Path write(Path file) throws IOException {
    StringBuilder text = new StringBuilder("logp,smiles\n");
    for (DrugSet.Drug drug : DrugSet.load()) {
      text.append(String.format(Locale.ROOT, "%.4f,%s%n", drug.value(), drug.smiles()));
    }
    return Files.writeString(file, text);
  }
}
