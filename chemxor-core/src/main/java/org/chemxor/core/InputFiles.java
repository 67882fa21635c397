package org.chemxor.core;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a user names to be read. */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Refuses what is not a readable file.
   *
   * @throws InvalidInputException when it is a folder, is not there or may not be read; the message
   *     says which
   */
  public static void requireReadable(Path path) {
    if (Files.isDirectory(path)) {
      throw new InvalidInputException(path + " is a folder, a file is needed");
    }
    if (!Files.exists(path)) {
      throw new InvalidInputException("there is no file " + path);
    }
    if (!Files.isReadable(path)) {
      throw new InvalidInputException("the file " + path + " may not be read");
    }
  }
}
