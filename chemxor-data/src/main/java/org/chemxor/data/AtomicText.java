package org.chemxor.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.chemxor.core.InvalidInputException;

/** Small text files, written whole or not at all. */
final class AtomicText {
  /** More than any settings file needs. */
  private static final long MAX_BYTES = 1 << 20;

  private AtomicText() {}

  static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Path folder = target.getParent();
      if (folder == null) {
        throw new IOException("it has no folder");
      }
      Path temporary = Files.createTempFile(folder, ".chemxor", ".tmp");
      try {
        Files.writeString(temporary, text);
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new InvalidInputException("cannot write " + file + ": " + e, e);
    }
  }

  static String read(Path file) {
    CsvSource.requireFile(file);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new InvalidInputException(
            file + " has " + Files.size(file) + " bytes, a settings file at most " + MAX_BYTES);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e, e);
    }
  }
}
