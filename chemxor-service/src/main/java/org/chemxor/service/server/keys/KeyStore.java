package org.chemxor.service.server.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.server.budget.FairBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients' evaluation keys on disk, by what they are for and their digest, within a quota. What is
 * stored makes room only for keys that have arrived whole and were checked: the client's own first,
 * then those of whoever has most. What is still arriving has a budget of its own, charged byte by
 * byte. A key set is a file {@code PROGRAM/DIGEST.OWNER.keys}, whose time of modification is its
 * last use; what is still arriving is in {@code incoming/}, which is emptied at the start.
 * Thread-safe; one process at a time has a folder.
 */
public final class KeyStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);
  private static final String SUFFIX = ".keys";
  private static final int PIECE_BYTES = 1 << 16;

  private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);

  private final Path folder;
  private final Path incoming;
  private final KeyLimits limits;
  private final Clock clock;
  private final ChannelOpener opener;
  private final FileChannel lockChannel;
  private final KeyIndex index;
  private final FairBudget arriving;

  /** Opens files for writing; another one simulates a full disk. */
  @FunctionalInterface
  public interface ChannelOpener {
    /** Opens a new file. */
    FileChannel open(Path file) throws IOException;
  }

  /**
   * Opens a folder, made if need be, and finds the keys in it.
   *
   * @param folder no other process may have it
   * @param limits how much is kept
   * @param clock says when keys are used
   * @param opener opens files for writing, {@link #create} for one
   * @throws InvalidInputException when another server has it
   * @throws IOException when it cannot be read or written
   */
  public KeyStore(Path folder, KeyLimits limits, Clock clock, ChannelOpener opener)
      throws IOException {
    this.folder = folder;
    this.incoming = folder.resolve("incoming");
    this.limits = limits;
    this.clock = clock;
    this.opener = opener;
    this.index = new KeyIndex(limits);
    this.arriving = new FairBudget(limits.arrivingBytes(), limits.arrivingPerClient());
    Files.createDirectories(incoming);
    this.lockChannel = lock(folder);
    try {
      clearIncoming();
      load();
    } catch (IOException e) {
      lockChannel.close();
      throw e;
    }
  }

  /** Opens a new file on the disk. */
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("another server of this process has the folder");
    }
    channel.close();
    throw new InvalidInputException(
        "the keys folder " + folder + " is in use by another server: give each server its own");
  }

  private void clearIncoming() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void load() throws IOException {
    try (DirectoryStream<Path> programs =
        Files.newDirectoryStream(
            folder, path -> Digests.isDigest(String.valueOf(path.getFileName())))) {
      for (Path program : programs) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(program, "*" + SUFFIX)) {
          for (Path file : files) {
            load(String.valueOf(program.getFileName()), file);
          }
        }
      }
    }
    LOG.info("{} key sets on disk, {} bytes", index.size(), index.bytes());
  }

  private void load(String program, Path file) throws IOException {
    String[] parts = String.valueOf(file.getFileName()).split("\\.", -1);
    if (parts.length == 3 && Digests.isDigest(parts[0])) {
      long bytes = Files.size(file);
      Instant lastUse = Files.getLastModifiedTime(file).toInstant();
      index.add(new KeyId(program, parts[0]), new KeyIndex.Entry(file, parts[1], bytes, lastUse));
    }
  }

  /** Whether the keys are here; counts as a use. */
  public synchronized boolean touch(KeyId id) {
    KeyIndex.Entry entry = index.get(id);
    if (entry == null) {
      return false;
    }
    entry.used(clock.instant());
    if (entry.lastWritten().plus(TOUCH_INTERVAL).isBefore(entry.lastUse())) {
      entry.written();
      try {
        Files.setLastModifiedTime(entry.file(), FileTime.from(entry.lastUse()));
      } catch (NoSuchFileException e) {
        forget(id, entry);
        return false;
      } catch (IOException e) {
        LOG.warn("the time of use of a key set cannot be written: {}", e.getClass().getName());
      }
    }
    return true;
  }

  /**
   * Reads keys and checks that they are still what was stored.
   *
   * @param reader makes something of their bytes
   * @return what it made; empty when they are not here, or damaged and therefore deleted
   */
  public <T> Optional<T> read(KeyId id, Function<ByteSource, T> reader) throws IOException {
    KeyIndex.Entry entry;
    synchronized (this) {
      entry = index.get(id);
    }
    if (entry == null) {
      return Optional.empty();
    }
    try (FileChannel file = FileChannel.open(entry.file())) {
      ByteSource bytes = ByteSource.of(file);
      if (digest(bytes).equals(id.digest())) {
        return Optional.of(reader.apply(bytes));
      }
      LOG.error("a key set on disk has changed; it is deleted, its client will send it again");
    } catch (NoSuchFileException e) {
      LOG.warn("a key set was deleted behind the server's back");
    }
    delete(id);
    return Optional.empty();
  }

  private static String digest(ByteSource bytes) {
    MessageDigest digest = Hashes.sha256();
    for (long at = 0; at < bytes.size(); at += PIECE_BYTES) {
      digest.update(bytes.read(at, (int) Math.min(PIECE_BYTES, bytes.size() - at)));
    }
    return Digests.hex(digest.digest());
  }

  /** Deletes keys, if they are here. */
  public synchronized void delete(KeyId id) {
    KeyIndex.Entry entry = index.get(id);
    if (entry != null) {
      forget(id, entry);
    }
  }

  private void forget(KeyId id, KeyIndex.Entry entry) {
    index.remove(id);
    try {
      Files.deleteIfExists(entry.file());
    } catch (IOException e) {
      LOG.warn("a key set cannot be deleted: {}", e.getClass().getName());
    }
  }

  /**
   * Prepares for keys that a client announces. Takes no room and makes no file before their first
   * byte.
   */
  public KeyUpload begin(KeyId id, String owner) {
    return new KeyUpload(this, id, owner, arriving);
  }

  /** A file for bytes that arrive. */
  Path newFile() {
    return incoming.resolve(UUID.randomUUID() + ".part");
  }

  /** Opens such a file. */
  FileChannel open(Path file) throws IOException {
    try {
      return opener.open(file);
    } catch (IOException e) {
      throw new StorageFullException("the disk for keys cannot be written to", e);
    }
  }

  /** Deletes what has to go for keys that are here. */
  private void makeRoom(KeyId id, String owner, long bytes) throws StorageFullException {
    if (bytes > limits.quotaBytes()) {
      throw new StorageFullException(
          "a key set of " + bytes + " bytes is larger than the quota for keys");
    }
    while (true) {
      Optional<KeyId> oldest = index.nextToGo(id.program(), owner, bytes);
      if (oldest.isEmpty()) {
        return;
      }
      delete(oldest.get());
    }
  }

  /**
   * Takes in what has arrived and was checked.
   *
   * @throws StorageFullException when it is larger than the quota
   */
  synchronized void commit(KeyId id, String owner, Path arrived, long bytes) throws IOException {
    if (index.get(id) != null) {
      return;
    }
    makeRoom(id, owner, bytes);
    Path program = folder.resolve(id.program());
    Files.createDirectories(program);
    Path file = program.resolve(id.digest() + "." + owner + SUFFIX);
    Files.move(arrived, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Instant now = clock.instant();
    Files.setLastModifiedTime(file, FileTime.from(now));
    index.add(id, new KeyIndex.Entry(file, owner, bytes, now));
  }

  /** Deletes the keys nobody has used for the expiry time. */
  public synchronized void deleteExpired() {
    index.unusedSince(clock.instant().minus(limits.expiry())).forEach(this::delete);
  }

  /** Bytes of all keys. */
  public synchronized long storedBytes() {
    return index.bytes();
  }

  /** Bytes of keys that are still arriving. */
  public long arrivingBytes() {
    return arriving.held();
  }

  /** Number of key sets. */
  public synchronized int size() {
    return index.size();
  }

  /** Deletes the folder with everything in it; only {@link #close} may follow. */
  public synchronized void deleteFolder() {
    index.clear();
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("the temporary keys folder cannot be deleted: {}", e.getClass().getName());
    }
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the keys folder cannot be released", e);
    }
  }

  /** For the tests: the file of a key set. */
  synchronized @Nullable Path file(KeyId id) {
    KeyIndex.Entry entry = index.get(id);
    return entry == null ? null : entry.file();
  }
}
