package org.chemxor.fhe.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.PrivateFiles;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.ReplyLedger;
import org.chemxor.fhe.reply.SavedKeys;
import org.jspecify.annotations.Nullable;

/**
 * The file of one key set, locked while it is open: one client at a time uses the keys, so that
 * every reply is counted and the end of the keys is known to all that come later. The count is
 * written before replies are asked for: a process that dies has counted too many, never too few.
 * Only a machine that loses power may forget the last seconds; the end of the keys is forced to the
 * disk.
 */
final class KeyFile implements ReplyLedger, AutoCloseable {
  private static final long MAX_BYTES = 1L << 27;

  private final Path path;
  private final FileChannel channel;

  private KeyFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the file, readable and writable by its owner alone.
   *
   * @param evaluationKeys SHA-256 of the evaluation keys given out
   * @throws InvalidInputException when there is a file already
   * @throws IOException when it cannot be written; nothing is left behind
   */
  static KeyFile create(Path path, SavedKeys keys, byte[] evaluationKeys, KeyProtection protection)
      throws IOException {
    FileChannel channel = PrivateFiles.create(path);
    try {
      lock(path, channel);
      byte[] content = keys.toBytes();
      try {
        KeyFileHeader header =
            KeyFileHeader.fresh(protection, content.length, keys.repliesLeft(), evaluationKeys);
        writeFully(channel, header.toBytes(), 0);
        writeFully(channel, protection.seal(content, header), KeyFileHeader.BYTES);
        channel.force(true);
      } finally {
        Arrays.fill(content, (byte) 0);
      }
      return new KeyFile(path, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /**
   * An open file and what it holds.
   *
   * @param file stays open
   * @param keys with as many replies as are left today; whoever has them closes them
   * @param evaluationKeys SHA-256 of the evaluation keys given out last
   */
  record Opened(KeyFile file, SavedKeys keys, byte[] evaluationKeys) {}

  /**
   * Opens the file for one client.
   *
   * @throws InvalidInputException when it is no key file, is damaged, may be used by others than
   *     its owner, is in use by another client, or the protection is another one
   * @throws KeysSpentException when the keys have ended
   * @throws IOException when it cannot be read or written
   */
  static Opened open(Path path, KeyProtection protection) throws IOException {
    PrivateFiles.requirePrivate(path);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(path, channel);
      byte[] whole = readAll(path, channel);
      try {
        return opened(path, channel, ByteBuffer.wrap(whole), protection);
      } finally {
        Arrays.fill(whole, (byte) 0);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Opened opened(
      Path path, FileChannel channel, ByteBuffer bytes, KeyProtection protection) {
    KeyFileHeader header = KeyFileHeader.read(bytes, path.toString());
    if (header.repliesLeft() == KeyFileHeader.ENDED) {
      throw new KeysSpentException(
          "the keys in "
              + path
              + " are not used any more, because an answer under them was wrong. Delete the file"
              + " and make new keys if you still trust the evaluator",
          true);
    }
    SavedKeys saved = unseal(path, bytes, header, protection);
    int left = Math.min(saved.repliesLeft(), header.repliesLeft());
    SavedKeys today = new SavedKeys(saved.program(), left, saved.secretKey(), saved.replySecret());
    return new Opened(new KeyFile(path, channel), today, header.evaluationKeys());
  }

  private static SavedKeys unseal(
      Path path, ByteBuffer bytes, KeyFileHeader header, KeyProtection protection) {
    if (header.hasPassphrase() != protection.hasPassphrase()) {
      throw new InvalidInputException(
          header.hasPassphrase()
              ? path + " is protected by a passphrase, and none is given"
              : path + " is not protected by a passphrase, and one is given");
    }
    if (header.sealedBytes() != bytes.remaining()) {
      throw new InvalidInputException(path + " is damaged");
    }
    byte[] sealed = new byte[bytes.remaining()];
    bytes.get(sealed);
    byte[] content = protection.open(sealed, header, path.toString());
    try {
      return SavedKeys.read(content);
    } finally {
      Arrays.fill(content, (byte) 0);
      Arrays.fill(sealed, (byte) 0);
    }
  }

  private static byte[] readAll(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size > MAX_BYTES) {
      throw new InvalidInputException(path + " has " + size + " bytes, no key file has as many");
    }
    byte[] bytes = new byte[(int) size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, buffer.position()) < 0) {
        throw new InvalidInputException(path + " became shorter while it was read");
      }
    }
    return bytes;
  }

  /** The lock lives as long as the channel. */
  private static void lock(Path path, FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(path);
    }
    if (lock == null) {
      throw inUse(path);
    }
  }

  private static InvalidInputException inUse(Path path) {
    return new InvalidInputException(
        "the keys in " + path + " are in use by another client, close it first");
  }

  /** Writes which evaluation keys were given out last. */
  void evaluationKeys(byte[] digest) {
    update(digest, KeyFileHeader.EVALUATION_KEYS_AT, true);
  }

  @Override
  public void left(int replies) {
    update(bytes(replies), KeyFileHeader.LEFT_AT, false);
  }

  @Override
  public void burned() {
    update(bytes(KeyFileHeader.ENDED), KeyFileHeader.LEFT_AT, true);
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private void update(byte[] bytes, int at, boolean isForced) {
    try {
      writeFully(channel, bytes, at);
      if (isForced) {
        channel.force(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the key file "
              + path
              + " cannot be written ("
              + e.getMessage()
              + "): its keys are not used without being counted there",
          e);
    }
  }

  private static void writeFully(FileChannel channel, byte[] bytes, long at) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
  }

  /** Lets other clients open the file. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
