package org.chemxor.mpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.chemxor.mpc.channel.Link;

/** A role that keeps to the protocol but for one frame of its own. */
final class Tampering implements Link {
  private static final int SESSION = 8;
  private static final int LENGTH = 36;

  /** What becomes of the frame. */
  enum Change {
    /** Nothing. */
    NONE,
    /** Half of it is sent, and nothing ever after, over a connection that stays open. */
    CUT,
    /** The connection is closed instead. */
    VANISHED,
    /** It is never sent. */
    LOST,
    /** It is sent twice. */
    REPEATED,
    /** The frame before is sent in its place. */
    REPLAYED,
    /** It is sent after the next one. */
    SWAPPED,
    /** It claims to hold a gigabyte. */
    OVERSIZED,
    /** A bit of session, batch, number or content is another. */
    WRONG_ID
  }

  private record Frame(byte[] header, byte[] payload) {}

  private final Link link;
  private final Change change;
  private final int at;
  private final Random random;
  private byte[] header = new byte[0];
  private Frame previous = new Frame(new byte[0], new byte[0]);
  private Frame held = previous;
  private boolean dead;
  private final AtomicInteger frames = new AtomicInteger();

  Tampering(Link link, Change change, int at, long seed) {
    this.link = link;
    this.change = change;
    this.at = at;
    this.random = new Random(seed);
  }

  /** Frames sent so far. */
  int frames() {
    return frames.get();
  }

  @Override
  public void write(byte[] data) throws IOException {
    // Headers and payloads take turns.
    if (header.length == 0) {
      header = data.clone();
      return;
    }
    Frame frame = new Frame(header, data.clone());
    header = new byte[0];
    if (!dead) {
      send(frame);
    }
    previous = frame;
    frames.incrementAndGet();
  }

  private void send(Frame frame) throws IOException {
    if (frames.get() != at) {
      put(frame);
      put(held);
      held = new Frame(new byte[0], new byte[0]);
      return;
    }
    switch (change) {
      case NONE -> put(frame);
      case CUT -> {
        int half = frame.payload().length / 2;
        put(
            half == 0
                ? new Frame(Arrays.copyOf(frame.header(), 20), new byte[0])
                : new Frame(frame.header(), Arrays.copyOf(frame.payload(), half)));
        dead = true;
      }
      case VANISHED -> {
        dead = true;
        link.close();
      }
      case LOST -> {}
      case REPEATED -> {
        put(frame);
        put(frame);
      }
      case REPLAYED -> put(previous);
      case SWAPPED -> held = frame;
      case OVERSIZED -> {
        ByteBuffer.wrap(frame.header()).putInt(LENGTH, 1 << 30);
        put(frame);
      }
      case WRONG_ID -> {
        frame.header()[SESSION + random.nextInt(LENGTH - SESSION)] ^=
            (byte) (1 << random.nextInt(8));
        put(frame);
      }
    }
  }

  private void put(Frame frame) throws IOException {
    if (frame.header().length > 0) {
      link.write(frame.header());
      link.write(frame.payload());
    }
  }

  @Override
  public void read(byte[] into, int from) throws IOException {
    link.read(into, from);
  }

  @Override
  public void close() {
    link.close();
  }
}
