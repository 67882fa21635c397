package org.chemxor.mpc.channel;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** Two ends in one process, for tests and notebooks. */
public final class MemoryLink implements Link {
  private final Pipe in;
  private final Pipe out;

  private MemoryLink(Pipe in, Pipe out) {
    this.in = in;
    this.out = out;
  }

  /** Two ends that are connected to each other. */
  public static MemoryLink[] pair() {
    Pipe there = new Pipe();
    Pipe back = new Pipe();
    return new MemoryLink[] {new MemoryLink(there, back), new MemoryLink(back, there)};
  }

  /** One direction, holding at most a few megabytes. */
  private static final class Pipe {
    private static final int CAPACITY = 8 << 20;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int offset;
    private long held;
    private boolean closed;

    synchronized void write(byte[] data) throws IOException {
      await(() -> held < CAPACITY || closed);
      if (closed) {
        throw new IOException("the connection is closed");
      }
      waiting.addLast(data.clone());
      held += data.length;
      notifyAll();
    }

    synchronized void read(byte[] into, int from) throws IOException {
      int at = from;
      while (at < into.length) {
        await(() -> !waiting.isEmpty() || closed);
        byte[] head = waiting.peekFirst();
        if (head == null) {
          throw new EOFException("the connection is closed");
        }
        int part = Math.min(into.length - at, head.length - offset);
        System.arraycopy(head, offset, into, at, part);
        at += part;
        offset += part;
        held -= part;
        if (offset == head.length) {
          waiting.removeFirst();
          offset = 0;
          java.util.Arrays.fill(head, (byte) 0);
        }
        notifyAll();
      }
    }

    synchronized void close() {
      closed = true;
      notifyAll();
    }

    private void await(BooleanSupplier condition) throws IOException {
      try {
        while (!condition.getAsBoolean()) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  @Override
  public void write(byte[] data) throws IOException {
    out.write(data);
  }

  @Override
  public void read(byte[] into, int from) throws IOException {
    in.read(into, from);
  }

  @Override
  public void close() {
    in.close();
    out.close();
  }
}
