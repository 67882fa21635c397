package org.chemxor.bench.quality;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.chemxor.data.dataset.DrugSet;

/** The shipped drugs as a file with logP, and whether it is above 2, and what a program prints. */
final class DrugFile {
  private DrugFile() {}

  static Path write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder("logp,greasy,also,smiles\n");
    for (DrugSet.Drug drug : DrugSet.load()) {
      int greasy = drug.value() > 2 ? 1 : 0;
      text.append(drug.value()).append(',').append(greasy).append(',').append(greasy).append(',');
      text.append(drug.smiles()).append('\n');
    }
    return Files.writeString(folder.resolve("drugs.csv"), text);
  }

  static String printed(Consumer<PrintStream> program) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      program.accept(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
