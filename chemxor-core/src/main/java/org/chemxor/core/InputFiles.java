package org.chemxor.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that a user names to be read. Only regular files are: a pipe would be waited for without
 * end, a device may never end.
 */
public final class InputFiles {
  private static final int MAX_SECRET_BYTES = 1 << 16;

  private InputFiles() {}

  /**
   * Refuses what is not a readable regular file.
   *
   * @throws InvalidInputException when it is a folder, a pipe or a device, is not there or may not
   *     be read; the message says which
   */
  public static void requireReadable(Path path) {
    requireRegular(path);
    if (!Files.exists(path)) {
      throw new InvalidInputException("there is no file " + path);
    }
    if (!Files.isReadable(path)) {
      throw new InvalidInputException("the file " + path + " may not be read");
    }
  }

  /**
   * Refuses what is there and is not a regular file (links to one are).
   *
   * @throws InvalidInputException when it is a folder, a pipe or a device
   */
  public static void requireRegular(Path path) {
    if (Files.isDirectory(path)) {
      throw new InvalidInputException(path + " is a folder, a file is needed");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new InvalidInputException(
          path + " is a pipe or a device, a regular file is needed: write its content to one");
    }
  }

  /**
   * Reads a whole file.
   *
   * @param maxBytes most bytes it may have
   * @throws InvalidInputException when it is not a readable regular file, or is larger
   * @throws IOException when reading fails
   */
  public static byte[] read(Path path, long maxBytes) throws IOException {
    requireReadable(path);
    long size = Files.size(path);
    if (size > maxBytes) {
      throw new InvalidInputException(
          path + " has " + size + " bytes, at most " + maxBytes + " are expected");
    }
    return Files.readAllBytes(path);
  }

  /**
   * The first line of a small file, such as a token's or a password's, as it is; empty when the
   * file is.
   *
   * @throws InvalidInputException when it is not a readable regular file, or has more than 64 kB
   * @throws IOException when reading fails
   */
  public static String firstLine(Path path) throws IOException {
    String text = new String(read(path, MAX_SECRET_BYTES), StandardCharsets.UTF_8);
    return text.lines().findFirst().orElse("");
  }
}
