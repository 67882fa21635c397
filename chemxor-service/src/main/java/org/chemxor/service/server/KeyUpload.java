package org.chemxor.service.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys on their way from a client to the disk. Whatever happens, {@link #close} leaves no
 * half-written file and gives the reserved room back.
 */
final class KeyUpload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUpload.class);

  private final KeyStore store;
  private final KeyId id;
  private final String owner;
  private final long reserved;
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest digest = Digests.sha256();
  private long received;
  private boolean isClosed;

  KeyUpload(KeyStore store, KeyId id, String owner, long reserved, Path file, FileChannel channel) {
    this.store = store;
    this.id = id;
    this.owner = owner;
    this.reserved = reserved;
    this.file = file;
    this.channel = channel;
  }

  /** Takes the next bytes. */
  void write(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    received += bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new StorageFullException("the disk for keys cannot be written to", e);
    }
  }

  /**
   * Called after the last byte: makes sure the bytes are on disk and are those that were announced.
   *
   * @return the file with the bytes, gone after {@link #close} unless committed
   * @throws InvalidInputException when their digest is another one
   */
  Path finish() throws IOException {
    try {
      channel.force(true);
      channel.close();
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
  void commit() throws IOException {
    store.commit(id, owner, file, received);
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    store.release(reserved);
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("a half-written key file cannot be deleted: {}", e.getClass().getName());
    }
  }
}
