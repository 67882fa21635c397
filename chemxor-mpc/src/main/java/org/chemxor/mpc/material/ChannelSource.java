package org.chemxor.mpc.material;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.chemxor.core.ChemXorException;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Records from the dealer's channel, read ahead by a thread of its own so that transfer and
 * computation overlap; a bounded number of them waits.
 */
public final class ChannelSource implements CorrelationSource {
  /** What the frames are. */
  public static final int TAG = 0x4d4154;

  private static final int MAX_WAITING = 24;
  private static final long POLL_MILLIS = 100;

  /** A record, or why there will be none. */
  private record Arrival(byte[] record, @Nullable ChemXorException failure) {}

  private final BlockingQueue<Arrival> arrived = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread reader;
  private volatile boolean closed;

  /**
   * Starts reading.
   *
   * @param dealer not to be used by others until this source is closed
   * @param lengths of the records to come
   */
  public ChannelSource(Channel dealer, List<Integer> lengths) {
    reader = new Thread(() -> read(dealer, lengths.iterator()), "mpc-material");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(Channel dealer, Iterator<Integer> lengths) {
    try {
      while (lengths.hasNext() && !closed) {
        put(new Arrival(dealer.receive(TAG, lengths.next()), null));
      }
    } catch (ChemXorException e) {
      put(new Arrival(new byte[0], e));
    }
  }

  private void put(Arrival arrival) {
    try {
      while (!closed && !arrived.offer(arrival, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        // The party is slower than the dealer.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public byte[] next(int length) {
    try {
      while (!closed) {
        // The channel's deadline ends the reader, so this wait ends, too.
        Arrival arrival = arrived.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (arrival != null) {
          return checked(arrival, length);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ChannelException("the dealer's records were asked for after they were given up");
  }

  private static byte[] checked(Arrival arrival, int length) {
    if (arrival.failure() != null) {
      throw arrival.failure();
    }
    if (arrival.record().length != length) {
      throw new IllegalStateException(
          "a record of " + length + " bytes was asked for, next is " + arrival.record().length);
    }
    return arrival.record();
  }

  @Override
  public void await() {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Arrival left = arrived.poll(); left != null; left = arrived.poll()) {
      Arrays.fill(left.record(), (byte) 0);
    }
  }
}
