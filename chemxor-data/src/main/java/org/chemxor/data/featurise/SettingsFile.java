package org.chemxor.data.featurise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/** Settings as small text files. */
final class SettingsFile {
  /** More than any settings file needs. */
  private static final long MAX_BYTES = 1 << 20;

  private SettingsFile() {}

  static void write(Path file, String text) {
    try {
      AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InvalidInputException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static String read(Path file) {
    try {
      return new String(InputFiles.read(file, MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e, e);
    }
  }
}
