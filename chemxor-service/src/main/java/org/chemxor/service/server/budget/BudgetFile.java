package org.chemxor.service.server.budget;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/**
 * What was spent, on disk: written whole or not at all, read with suspicion, and kept by one server
 * at a time, which holds a lock on a file beside it.
 */
final class BudgetFile implements AutoCloseable {
  private static final String HEADER = "chemxor-query-budget 1";
  private static final Pattern WINDOW = Pattern.compile("window ([0-9]{1,15}) ([0-9]{1,15})");
  private static final Pattern ENTRY =
      Pattern.compile("([0-9a-f]{16} [A-Za-z0-9_][A-Za-z0-9._-]{0,63}) ([0-9]{1,18})");
  private static final int BYTES_PER_ENTRY = 128;

  private final Path file;
  private final FileChannel lockFile;

  private BudgetFile(Path file, FileChannel lockFile) {
    this.file = file;
    this.lockFile = lockFile;
  }

  /**
   * What a file holds.
   *
   * @param window number of the period
   * @param periodSeconds its length
   * @param spent by client and model
   */
  record Content(long window, long periodSeconds, Map<String, Long> spent) {}

  /**
   * Opens a file that may not be there yet.
   *
   * @throws InvalidInputException when another server uses it, or it is a link: by another name it
   *     would have another lock, and the first write would put a file in the link's place
   * @throws IOException when its folder cannot be written to
   */
  static BudgetFile open(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      throw new InvalidInputException(
          "the budget "
              + file
              + " is a link: name the file itself, as servers lock it by its name");
    }
    InputFiles.requireRegular(file);
    AtomicFiles.requireWritable(file);
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new InvalidInputException(
          "the budget " + file + " is in use by another server: give each its own");
    }
    return new BudgetFile(file, channel);
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null && lock.isValid();
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Reads it.
   *
   * @return of window 0 and nothing spent when there is no file
   * @throws InvalidInputException when it is damaged: nothing is guessed, as that would be
   *     somebody's budget
   */
  Content read() throws IOException {
    if (!Files.exists(file)) {
      return new Content(0, 1, Map.of());
    }
    byte[] bytes = InputFiles.read(file, (long) BYTES_PER_ENTRY * QueryBudget.MOST_ENTRIES);
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    Matcher window = WINDOW.matcher(lines.size() > 1 ? lines.get(1) : "");
    if (lines.size() < 2 || !lines.get(0).equals(HEADER) || !window.matches()) {
      throw damaged(1);
    }
    long number = Long.parseLong(window.group(1));
    long period = Long.parseLong(window.group(2));
    if (period < 1 || number > Instant.MAX.getEpochSecond() / period) {
      throw damaged(2);
    }
    Map<String, Long> spent = new LinkedHashMap<>();
    for (int i = 2; i < lines.size(); i++) {
      Matcher entry = ENTRY.matcher(lines.get(i));
      if (!entry.matches()
          || spent.putIfAbsent(entry.group(1), Long.valueOf(entry.group(2))) != null) {
        throw damaged(i + 1);
      }
    }
    return new Content(number, period, spent);
  }

  private InvalidInputException damaged(int line) {
    return new InvalidInputException(
        "the budget "
            + file
            + " is damaged at line "
            + line
            + ": restore it, or delete it so that every client starts anew");
  }

  void write(Content content) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    text.append("window ").append(content.window()).append(' ');
    text.append(content.periodSeconds()).append('\n');
    content
        .spent()
        .forEach((who, spent) -> text.append(who).append(' ').append(spent).append('\n'));
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
