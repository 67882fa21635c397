package org.chemxor.mpc.material;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.chemxor.mpc.random.Seed;
import org.chemxor.mpc.sharing.Longs;
import org.jspecify.annotations.Nullable;

/**
 * A batch's records, all fetched from the dealer before they are used: {@link #await()} comes
 * before the first {@link #next}. They wait in a temporary file, encrypted with a key that exists
 * in this object alone: closing it makes whatever the disk keeps unreadable. A record can be read
 * once.
 *
 * <p>The file is readable by its owner only and deleted on opening where the system allows that, on
 * closing otherwise.
 */
public final class StoredSource implements CorrelationSource {
  private final FileChannel file;
  private final Seed key = Seed.random();
  private final List<Integer> lengths;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
  private long stored;
  private int next;
  private long position;

  private final Thread fetcher;
  private volatile @Nullable RuntimeException failure;

  /**
   * Starts fetching.
   *
   * @param dealer not to be used by others until {@link #await()} returns
   * @param lengths of the records to come
   * @throws ChannelException when they cannot be stored
   */
  public StoredSource(Channel dealer, List<Integer> lengths) {
    this.file = open();
    this.lengths = List.copyOf(lengths);
    fetcher = new Thread(() -> fetch(dealer), "mpc-stored-material");
    fetcher.setDaemon(true);
    fetcher.start();
  }

  private void fetch(Channel dealer) {
    try (ChannelSource records = new ChannelSource(dealer, lengths)) {
      for (int i = 0; i < lengths.size(); i++) {
        store(i, records.next(lengths.get(i)));
      }
      records.await();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * Waits until everything is here.
   *
   * @throws RuntimeException why it will never be
   */
  @Override
  public void await() {
    try {
      fetcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChannelException("interrupted while waiting for the dealer", e);
    }
    RuntimeException reason = failure;
    if (reason != null) {
      throw reason;
    }
  }

  private static FileChannel open() {
    try {
      Path path = Files.createTempFile("chemxor-mpc", ".material");
      return FileChannel.open(
          path,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static ChannelException unusable(IOException e) {
    return new ChannelException(
        "material cannot be kept in "
            + System.getProperty("java.io.tmpdir")
            + ": "
            + e.getMessage()
            + "; free some space, name another folder with -Djava.io.tmpdir, or predict without"
            + " fetching ahead",
        e);
  }

  private static int padded(int length) {
    return (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  private void store(int index, byte[] record) {
    long[] words = Longs.fromBytes(Arrays.copyOf(record, padded(record.length)));
    Arrays.fill(record, (byte) 0);
    key.stream(index).addTo(words);
    ByteBuffer bytes = buffer(words.length * Long.BYTES);
    bytes.asLongBuffer().put(words);
    try {
      while (bytes.hasRemaining()) {
        stored += file.write(bytes, stored);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** An empty buffer of that size, reused. */
  private ByteBuffer buffer(int size) {
    if (buffer.capacity() < size) {
      buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer.clear().limit(size);
  }

  @Override
  public byte[] next(int length) {
    return Arrays.copyOf(Longs.toBytes(nextWords(length)), length);
  }

  @Override
  public long[] nextLongs(int count) {
    return nextWords(Math.multiplyExact(count, Long.BYTES));
  }

  private long[] nextWords(int length) {
    if (next >= lengths.size() || lengths.get(next) != length) {
      throw new IllegalStateException(
          "record " + next + " of " + lengths.size() + " was asked for with " + length + " bytes");
    }
    ByteBuffer bytes = buffer(padded(length));
    try {
      while (bytes.hasRemaining()) {
        int count = file.read(bytes, position);
        if (count < 0) {
          throw new IOException("the file ended early");
        }
        position += count;
      }
    } catch (IOException e) {
      throw unusable(e);
    }
    long[] words = new long[bytes.flip().remaining() / Long.BYTES];
    bytes.asLongBuffer().get(words);
    key.stream(next++).addTo(words);
    return words;
  }

  @Override
  public void close() {
    key.close();
    try {
      file.close();
    } catch (IOException e) {
      throw unusable(e);
    }
  }
}
