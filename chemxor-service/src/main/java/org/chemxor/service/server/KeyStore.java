package org.chemxor.service.server;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chemxor.ckks.wire.ByteSource;
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
final class KeyStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);
  private static final String SUFFIX = ".keys";
  private static final int PIECE_BYTES = 1 << 16;

  /** What may be arriving besides what is stored: this share of the quota. */
  private static final int ARRIVING_SHARE = 4;

  /** What one client may have: this share. */
  private static final int CLIENT_SHARE = 4;

  private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);

  private final Path folder;
  private final Path incoming;
  private final ServerLimits limits;
  private final Clock clock;
  private final ChannelOpener opener;
  private final FileChannel lockChannel;
  private final Map<KeyId, Entry> entries = new HashMap<>();
  private final FairBudget arriving;
  private long storedBytes;

  /** Opens files for writing; another one simulates a full disk. */
  @FunctionalInterface
  interface ChannelOpener {
    FileChannel open(Path file) throws IOException;
  }

  private static final class Entry {
    private final Path file;
    private final String owner;
    private final long bytes;
    private Instant lastUse;
    private Instant lastWritten;

    Entry(Path file, String owner, long bytes, Instant lastUse) {
      this.file = file;
      this.owner = owner;
      this.bytes = bytes;
      this.lastUse = lastUse;
      this.lastWritten = lastUse;
    }

    Instant lastUse() {
      return lastUse;
    }
  }

  /**
   * Opens a folder, made if need be, and finds the keys in it.
   *
   * @param largestBytes the most that one key set has
   * @throws InvalidInputException when another server has it
   * @throws IOException when it cannot be read or written
   */
  KeyStore(Path folder, ServerLimits limits, long largestBytes, Clock clock, ChannelOpener opener)
      throws IOException {
    this.folder = folder;
    this.incoming = folder.resolve("incoming");
    this.limits = limits;
    this.clock = clock;
    this.opener = opener;
    this.arriving =
        new FairBudget(
            Math.max(limits.keyQuotaBytes() / ARRIVING_SHARE, 2 * largestBytes),
            Math.max(limits.keyQuotaBytes() / ARRIVING_SHARE / CLIENT_SHARE, largestBytes));
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

  static FileChannel create(Path file) throws IOException {
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
    LOG.info("{} key sets on disk, {} bytes", entries.size(), storedBytes);
  }

  private void load(String program, Path file) throws IOException {
    String[] parts = String.valueOf(file.getFileName()).split("\\.", -1);
    if (parts.length == 3 && Digests.isDigest(parts[0])) {
      long bytes = Files.size(file);
      Instant lastUse = Files.getLastModifiedTime(file).toInstant();
      entries.put(new KeyId(program, parts[0]), new Entry(file, parts[1], bytes, lastUse));
      storedBytes += bytes;
    }
  }

  /** Whether the keys are here; counts as a use. */
  synchronized boolean touch(KeyId id) {
    Entry entry = entries.get(id);
    if (entry == null) {
      return false;
    }
    entry.lastUse = clock.instant();
    if (entry.lastWritten.plus(TOUCH_INTERVAL).isBefore(entry.lastUse)) {
      entry.lastWritten = entry.lastUse;
      try {
        Files.setLastModifiedTime(entry.file, FileTime.from(entry.lastUse));
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
  <T> Optional<T> read(KeyId id, Function<ByteSource, T> reader) throws IOException {
    Entry entry;
    synchronized (this) {
      entry = entries.get(id);
    }
    if (entry == null) {
      return Optional.empty();
    }
    try (FileChannel file = FileChannel.open(entry.file)) {
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
    MessageDigest digest = Digests.sha256();
    for (long at = 0; at < bytes.size(); at += PIECE_BYTES) {
      digest.update(bytes.read(at, (int) Math.min(PIECE_BYTES, bytes.size() - at)));
    }
    return Digests.hex(digest.digest());
  }

  synchronized void delete(KeyId id) {
    Entry entry = entries.get(id);
    if (entry != null) {
      forget(id, entry);
    }
  }

  private void forget(KeyId id, Entry entry) {
    entries.remove(id);
    storedBytes -= entry.bytes;
    try {
      Files.deleteIfExists(entry.file);
    } catch (IOException e) {
      LOG.warn("a key set cannot be deleted: {}", e.getClass().getName());
    }
  }

  /**
   * Prepares for keys that a client announces. Takes no room and makes no file before their first
   * byte.
   */
  KeyUpload begin(KeyId id, String owner) {
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

  /** Deletes what has to go for keys that are here: own ones, then those of whoever has most. */
  private void makeRoom(String program, String owner, long bytes) throws StorageFullException {
    if (bytes > limits.keyQuotaBytes()) {
      throw new StorageFullException(
          "a key set of " + bytes + " bytes is larger than the quota for keys");
    }
    List<KeyId> ofProgram =
        oldest((id, entry) -> entry.owner.equals(owner) && id.program().equals(program));
    while (ofProgram.size() >= limits.keySetsPerClient()) {
      delete(ofProgram.remove(0));
    }
    long share = Math.max(limits.keyQuotaBytes() / CLIENT_SHARE, bytes);
    while (bytesOf(owner) + bytes > share) {
      delete(oldest((id, entry) -> entry.owner.equals(owner)).get(0));
    }
    while (storedBytes + bytes > limits.keyQuotaBytes()) {
      String largest = largestOwner(owner, bytes);
      delete(oldest((id, entry) -> entry.owner.equals(largest)).get(0));
    }
  }

  private long bytesOf(String owner) {
    return entries.values().stream()
        .filter(entry -> entry.owner.equals(owner))
        .mapToLong(entry -> entry.bytes)
        .sum();
  }

  /**
   * Who has most, the newcomer with what comes; among equals who has not used a set for longest.
   */
  private String largestOwner(String newcomer, long bytes) {
    Map<String, Long> held = new LinkedHashMap<>();
    for (KeyId id : oldest((any, entry) -> true)) {
      Entry entry = Objects.requireNonNull(entries.get(id));
      long first = entry.owner.equals(newcomer) ? bytes : 0;
      held.merge(entry.owner, first + entry.bytes, (a, b) -> a + b - first);
    }
    String largest = newcomer;
    long most = -1;
    for (Map.Entry<String, Long> owner : held.entrySet()) {
      if (owner.getValue() > most) {
        most = owner.getValue();
        largest = owner.getKey();
      }
    }
    return largest;
  }

  private List<KeyId> oldest(BiPredicate<KeyId, Entry> which) {
    List<Map.Entry<KeyId, Entry>> found = new ArrayList<>();
    for (Map.Entry<KeyId, Entry> entry : entries.entrySet()) {
      if (which.test(entry.getKey(), entry.getValue())) {
        found.add(entry);
      }
    }
    found.sort(Map.Entry.comparingByValue(Comparator.comparing(Entry::lastUse)));
    List<KeyId> ids = new ArrayList<>();
    found.forEach(entry -> ids.add(entry.getKey()));
    return ids;
  }

  /**
   * Takes in what has arrived and was checked.
   *
   * @throws StorageFullException when it is larger than the quota
   */
  synchronized void commit(KeyId id, String owner, Path arrived, long bytes) throws IOException {
    if (entries.containsKey(id)) {
      return;
    }
    makeRoom(id.program(), owner, bytes);
    Path program = folder.resolve(id.program());
    Files.createDirectories(program);
    Path file = program.resolve(id.digest() + "." + owner + SUFFIX);
    Files.move(arrived, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Instant now = clock.instant();
    Files.setLastModifiedTime(file, FileTime.from(now));
    entries.put(id, new Entry(file, owner, bytes, now));
    storedBytes += bytes;
  }

  /** Deletes the keys nobody has used for the expiry time. */
  synchronized void deleteExpired() {
    Instant limit = clock.instant().minus(limits.keyExpiry());
    for (KeyId id : oldest((any, entry) -> entry.lastUse.isBefore(limit))) {
      delete(id);
    }
  }

  /** Bytes of all keys. */
  synchronized long storedBytes() {
    return storedBytes;
  }

  /** Bytes of keys that are still arriving. */
  long arrivingBytes() {
    return arriving.held();
  }

  /** Number of key sets. */
  synchronized int size() {
    return entries.size();
  }

  /** Deletes the folder with everything in it; only {@link #close} may follow. */
  synchronized void deleteFolder() {
    entries.clear();
    storedBytes = 0;
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
    Entry entry = entries.get(id);
    return entry == null ? null : entry.file;
  }
}
