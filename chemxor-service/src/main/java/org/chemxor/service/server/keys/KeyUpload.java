package org.chemxor.service.server.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.server.budget.FairBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys on their way from a client to the disk. The file is made with the first byte, and every byte
 * is charged to its sender. Whatever happens, {@link #close} leaves no half-written file and gives
 * the room back.
 */
public final class KeyUpload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUpload.class);

  private final KeyStore store;
  private final KeyId id;
  private final String owner;
  private final FairBudget.Charge charge;
  private final MessageDigest digest = Hashes.sha256();
  private final Path file;
  private volatile Runnable onShed = () -> {};
  private @Nullable FileChannel channel;
  private long received;
  private boolean isClosed;

  KeyUpload(KeyStore store, KeyId id, String owner, FairBudget arriving) {
    this.store = store;
    this.id = id;
    this.owner = owner;
    this.file = store.newFile();
    this.charge = arriving.open(owner, () -> onShed.run());
  }

  /** What to do when others need the room more: {@link #write} takes nothing after that. */
  public void onShed(Runnable action) {
    this.onShed = action;
  }

  /**
   * Takes the next bytes.
   *
   * @throws StorageFullException when there is no room for them
   */
  public void write(ByteBuffer bytes) throws IOException {
    if (!charge.add(bytes.remaining())) {
      throw new StorageFullException("the room for keys that arrive is taken");
    }
    digest.update(bytes.duplicate());
    received += bytes.remaining();
    FileChannel target = channel();
    try {
      while (bytes.hasRemaining()) {
        target.write(bytes);
      }
    } catch (IOException e) {
      throw new StorageFullException("the disk for keys cannot be written to", e);
    }
  }

  private FileChannel channel() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      open = store.open(file);
      channel = open;
    }
    return open;
  }

  /**
   * Called after the last byte: makes sure the bytes are on disk and are those that were announced.
   *
   * @return the file with the bytes, gone after {@link #close} unless committed
   * @throws InvalidInputException when their digest is another one
   */
  public Path finish() throws IOException {
    FileChannel complete = channel();
    charge.settle();
    try {
      complete.force(true);
      complete.close();
    } catch (IOException e) {
      throw new StorageFullException("the disk for keys cannot be written to", e);
    }
    String actual = Digests.hex(digest.digest());
    if (!actual.equals(id.digest())) {
      throw new InvalidInputException(
          "the body's SHA-256 is " + actual + ", the address says " + id.digest());
    }
    return file;
  }

  /** Keeps what has arrived. */
  public void commit() throws IOException {
    store.commit(id, owner, file, received);
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    charge.close();
    try {
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a half-written key file cannot be deleted: {}", e.getClass().getName());
    }
  }
}
