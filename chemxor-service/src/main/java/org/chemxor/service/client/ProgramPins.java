package org.chemxor.service.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.chemxor.core.InputFiles;

/**
 * Which program each model had when it was first seen (trust on first use). A text file: address,
 * the model's name as the user gave it, {@code single} or {@code batch}, program and fingerprint in
 * a line. Safe between processes.
 */
public final class ProgramPins {
  /** File locks hold between processes only. */
  private static final Object WITHIN_PROCESS = new Object();

  private final Path file;

  private ProgramPins(Path file) {
    this.file = file;
  }

  /** Pins in a file, made at the first use. */
  public static ProgramPins at(Path file) {
    return new ProgramPins(file);
  }

  /** Pins in {@code .chemxor/programs} in the user's home. */
  public static ProgramPins ofUser() {
    return at(Path.of(System.getProperty("user.home"), ".chemxor", "programs"));
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * Pins what is new and compares what is known.
   *
   * @param model what was asked for, and where
   * @param program the program's id in hexadecimal
   * @param fingerprint digest of everything the client relies on
   * @throws ServiceException when the model is not the one pinned, or the file cannot be used
   */
  void check(PinnedModel model, String program, String fingerprint) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      synchronized (WITHIN_PROCESS) {
        checkLocked(model, program, fingerprint);
      }
    } catch (IOException e) {
      throw new ServiceException("the pins in " + file + " cannot be read or written: " + e, e);
    }
  }

  private void checkLocked(PinnedModel model, String program, String fingerprint)
      throws IOException {
    String key = model.key();
    String line = key + program + " " + fingerprint;
    InputFiles.requireRegular(file);
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      byte[] bytes = Channels.newInputStream(channel).readAllBytes();
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      for (String known : lines) {
        if (known.startsWith(key)) {
          require(known.strip(), line, model);
          return;
        }
      }
      boolean needsNewline = bytes.length > 0 && bytes[bytes.length - 1] != '\n';
      String added = (needsNewline ? "\n" : "") + line + "\n";
      channel.position(bytes.length);
      channel.write(ByteBuffer.wrap(added.getBytes(StandardCharsets.UTF_8)));
      channel.force(lock.isValid());
    }
  }

  private void require(String known, String line, PinnedModel model) {
    if (!known.equals(line)) {
      throw new ServiceException(
          model
              + " is not the one seen before: its program or settings have changed. If its owner"
              + " told you so, delete its line from "
              + file
              + " to accept the new one",
          0,
          null);
    }
  }
}
