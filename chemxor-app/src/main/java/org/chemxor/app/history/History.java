package org.chemxor.app.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.chemxor.app.runs.Run;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs kept on disk, if the user has asked for that: a folder that only its owner can read, with a
 * file for each run. Where the folder is there, a history is kept; whoever does not want one any
 * more has it deleted. Thread-safe.
 */
public final class History {
  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final String ENDING = ".run.json";
  private static final long MAX_FILE_BYTES = 400_000_000;

  private final Path folder;
  private final Set<String> removed = new HashSet<>();
  private String message = "";

  /**
   * A history that is kept if its folder is there.
   *
   * @param folder for it alone
   */
  public History(Path folder) {
    this.folder = folder;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Whether a history is kept. */
  public synchronized boolean isKept() {
    return Files.isDirectory(folder);
  }

  /** What has gone wrong with it; empty when nothing has. */
  public synchronized String message() {
    return message;
  }

  /**
   * Begins or ends keeping.
   *
   * @param kept false deletes what was kept
   * @param runs that there are now
   * @throws InvalidInputException when the folder cannot be made or deleted
   */
  public synchronized void keep(boolean kept, List<Run> runs) {
    message = "";
    try {
      if (kept) {
        PrivateFolder.create(folder);
        runs.forEach(this::save);
      } else if (isKept()) {
        for (Path file : files()) {
          Files.delete(file);
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          (kept ? "no history can be kept in " : "the history cannot be deleted from ")
              + folder
              + ": "
              + e,
          e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains(ENDING)).sorted().toList();
    }
  }

  /** Writes a run if a history is kept; what goes wrong is said in {@link #message}. */
  public synchronized void save(Run run) {
    if (!isKept() || removed.contains(run.id())) {
      return;
    }
    Path file = folder.resolve(run.id() + ENDING);
    Path draft = folder.resolve(run.id() + ENDING + ".new");
    try {
      Files.deleteIfExists(draft);
      try (FileChannel channel = PrivateFiles.create(draft)) {
        ByteBuffer bytes = ByteBuffer.wrap(RunFile.write(run));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      message = "the history cannot be written: " + e;
      LOG.warn(message);
    }
  }

  /** Deletes a run, which is not written any more, whatever its workers still do. */
  public synchronized void remove(Run run) {
    removed.add(run.id());
    try {
      Files.deleteIfExists(folder.resolve(run.id() + ENDING));
    } catch (IOException e) {
      message = "the run is still in " + folder + ": " + e;
      LOG.warn(message);
    }
  }

  /** The runs that were kept, oldest first; files that cannot be read are left alone. */
  public synchronized List<Run> load() {
    List<Run> runs = new ArrayList<>();
    if (!isKept()) {
      return runs;
    }
    try {
      for (Path file : files()) {
        load(file, runs);
      }
    } catch (IOException e) {
      message = "the history cannot be read: " + e;
      LOG.warn(message);
    }
    runs.sort(java.util.Comparator.comparing((Run run) -> run.summary().created()));
    return runs;
  }

  private void load(Path file, List<Run> runs) throws IOException {
    if (!file.toString().endsWith(ENDING)) {
      return;
    }
    try {
      PrivateFiles.requirePrivate(file);
      runs.add(RunFile.read(InputFiles.read(file, MAX_FILE_BYTES)));
    } catch (InvalidInputException e) {
      message = "a file of the history is left alone: " + e.getMessage();
      LOG.warn(message);
    }
  }
}
