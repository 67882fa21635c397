package org.chemxor.service.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.chemxor.core.Hashes;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Digests;

/**
 * An output file that grows line by line and survives whatever happens to the process. Beside it,
 * as long as it is not complete, is a journal: which query it belongs to, and after every few rows
 * how many rows and bytes of it are safe on disk, with the digest of those bytes. Whoever opens it
 * again compares the digest, cuts off what is after the last safe byte and goes on there. When all
 * rows are there the journal is deleted. Not thread-safe; one process at a time.
 */
final class PredictionFile implements AutoCloseable {
  private static final int ROWS_PER_COMMIT = 64;
  private static final long NANOS_PER_COMMIT = TimeUnit.SECONDS.toNanos(1);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String JOURNAL = ".progress";

  private final Path journalFile;
  private final FileChannel journal;
  private final FileChannel output;
  private final MessageDigest digest;
  private long rows;
  private long committedRows;

  /** So that the first row is safe at once: who is killed within a second has something, too. */
  private long lastCommit = System.nanoTime() - NANOS_PER_COMMIT;

  private PredictionFile(
      Path journalFile, FileChannel journal, FileChannel output, MessageDigest digest, long rows) {
    this.journalFile = journalFile;
    this.journal = journal;
    this.output = output;
    this.digest = digest;
    this.rows = rows;
    this.committedRows = rows;
  }

  /** A state that is safe on disk. */
  private record Checkpoint(long rows, long bytes, String sha256) {
    static final Checkpoint NOTHING = new Checkpoint(0, 0, Digests.sha256Hex(new byte[0]));

    String line() {
      String text = "rows " + rows + " bytes " + bytes + " sha256 " + sha256;
      return text + " check " + Integer.toHexString(text.hashCode()) + "\n";
    }

    static Optional<Checkpoint> parse(String line) {
      String[] words = line.split(" ", -1);
      if (words.length != 8
          || !words[1].matches("[0-9]{1,18}")
          || !words[3].matches("[0-9]{1,18}")) {
        return Optional.empty();
      }
      Checkpoint checkpoint =
          new Checkpoint(Long.parseLong(words[1]), Long.parseLong(words[3]), words[5]);
      return Optional.of(checkpoint).filter(c -> c.line().equals(line + "\n"));
    }
  }

  /**
   * Starts or goes on.
   *
   * @param output the file
   * @param query on what its rows depend
   * @param header the output's first line, with its line end
   * @throws InvalidInputException when the output is there and complete, belongs to another query,
   *     was changed by somebody else, or is being written by another process
   */
  static PredictionFile open(Path output, QueryRecord query, String header) throws IOException {
    Path journalFile = output.resolveSibling(output.getFileName() + JOURNAL);
    InputFiles.requireRegular(output);
    InputFiles.requireRegular(journalFile);
    boolean isNew = !Files.exists(journalFile);
    if (isNew && Files.exists(output)) {
      throw new InvalidInputException(
          output + " is there already: delete it, or write to another file");
    }
    FileChannel journal =
        FileChannel.open(
            journalFile,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      lock(journal, output);
      return open(output, journalFile, journal, query, header);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** The query with which this output was begun; empty when it was not, or is complete. */
  static Optional<QueryRecord> begunWith(Path output) throws IOException {
    Path journalFile = output.resolveSibling(output.getFileName() + JOURNAL);
    if (!Files.exists(journalFile)) {
      return Optional.empty();
    }
    InputFiles.requireReadable(journalFile);
    try (BufferedReader reader = Files.newBufferedReader(journalFile)) {
      return Optional.ofNullable(reader.readLine()).flatMap(QueryRecord::parse);
    }
  }

  private static void lock(FileChannel journal, Path output) throws IOException {
    boolean isLocked;
    try {
      isLocked = journal.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      isLocked = false;
    }
    if (!isLocked) {
      throw new InvalidInputException(output + " is being written by another query: let it finish");
    }
  }

  private static PredictionFile open(
      Path output, Path journalFile, FileChannel journal, QueryRecord query, String header)
      throws IOException {
    String text =
        new String(Channels.newInputStream(journal).readAllBytes(), StandardCharsets.UTF_8);
    boolean isBegun = text.indexOf('\n') >= 0;
    if (isBegun) {
      requireSame(query, text.substring(0, text.indexOf('\n')), output, journalFile);
    }
    Checkpoint safe = isBegun ? lastCheckpoint(text) : Checkpoint.NOTHING;
    FileChannel channel =
        FileChannel.open(
            output, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      MessageDigest digest = digest(channel, safe.bytes());
      if (channel.size() < safe.bytes() || !hex(digest).equals(safe.sha256())) {
        throw new InvalidInputException(
            "the rows in "
                + output
                + " were changed after they were written: "
                + afresh(output, journalFile));
      }
      channel.truncate(safe.bytes());
      channel.position(safe.bytes());
      PredictionFile file = new PredictionFile(journalFile, journal, channel, digest, safe.rows());
      file.begin(query.line(), header, text);
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireSame(QueryRecord query, String begun, Path output, Path journalFile) {
    String difference =
        QueryRecord.parse(begun)
            .map(query::differenceFrom)
            .orElse("another release, or something else wrote " + journalFile.getFileName());
    if (!difference.isEmpty()) {
      throw new InvalidInputException(
          output + " was begun with " + difference + ": " + afresh(output, journalFile));
    }
  }

  private static String afresh(Path output, Path journalFile) {
    return "to start afresh delete "
        + output.getFileName()
        + " and "
        + journalFile.getFileName()
        + ", or write to another file";
  }

  /** Of the first bytes of a file, as many as there are. */
  private static MessageDigest digest(FileChannel channel, long bytes) throws IOException {
    MessageDigest digest = Hashes.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    channel.position(0);
    long left = bytes;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
      int read = channel.read(buffer);
      if (read < 0) {
        break;
      }
      digest.update(buffer.flip());
      left -= read;
    }
    return digest;
  }

  private static String hex(MessageDigest digest) {
    try {
      return Digests.hex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
    }
  }

  private static Checkpoint lastCheckpoint(String journal) {
    List<String> lines = journal.lines().skip(1).toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<Checkpoint> checkpoint = Checkpoint.parse(lines.get(i));
      if (checkpoint.isPresent()) {
        return checkpoint.get();
      }
    }
    return Checkpoint.NOTHING;
  }

  /** A journal that was begun is only ever added to, so that no crash can lose its checkpoints. */
  private void begin(String query, String header, String journalText) throws IOException {
    if (journalText.indexOf('\n') < 0) {
      journal.truncate(0);
      journal.position(0);
      write(journal, query + "\n");
    } else {
      journal.position(journal.size());
      write(journal, journalText.endsWith("\n") ? "" : "\n");
    }
    journal.force(true);
    if (output.position() == 0) {
      writeRow(header);
    }
  }

  private void writeRow(String line) throws IOException {
    write(output, line);
    digest.update(line.getBytes(StandardCharsets.UTF_8));
  }

  /** Rows in the file. */
  long rows() {
    return rows;
  }

  /** Adds a row with its line end. */
  void append(String line) {
    try {
      writeRow(line);
      rows++;
      boolean isDue = System.nanoTime() - lastCommit >= NANOS_PER_COMMIT;
      if (isDue || rows - committedRows >= ROWS_PER_COMMIT) {
        commit();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void commit() throws IOException {
    output.force(false);
    write(journal, new Checkpoint(rows, output.position(), hex(digest)).line());
    journal.force(false);
    committedRows = rows;
    lastCommit = System.nanoTime();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** All rows are there. */
  void complete() throws IOException {
    commit();
    Files.delete(journalFile);
  }

  @Override
  public void close() throws IOException {
    try (journal;
        output) {
      if (rows != committedRows) {
        commit();
      }
    }
  }
}
