package org.chemxor.mpc.channel;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes frames in a thread of its own; frames wait in a queue bounded by bytes. */
final class Sender {
  private static final long MAX_WAITING_BYTES = 48L << 20;
  private static final Duration ABORT_PATIENCE = Duration.ofSeconds(2);

  private final Link link;
  private final Watchdog watchdog;
  private final Duration deadline;
  private final Thread thread;
  private final Deque<byte[][]> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean writing;
  private boolean ended;
  private long bytes;
  private long frames;
  private @Nullable IOException failure;

  Sender(Link link, Watchdog watchdog, Duration deadline) {
    this.link = link;
    this.watchdog = watchdog;
    this.deadline = deadline;
    thread = new Thread(this::run, "mpc-sender");
    thread.setDaemon(true);
    thread.start();
  }

  synchronized void send(
      short kind, long session, long batch, int tag, byte[] payload, String peer) {
    long end = System.nanoTime() + deadline.toNanos();
    if (!waitUntil(end, () -> failure != null || ended || waitingBytes <= MAX_WAITING_BYTES)) {
      throw new ChannelException(
          peer + " took nothing for " + deadline.toMillis() + " ms; the run was given up");
    }
    if (failure != null || ended) {
      throw new ChannelException(
          peer
              + " cannot be reached any more ("
              + (failure == null ? "the channel is closed" : failure.getMessage())
              + "); the run was given up");
    }
    enqueue(new FrameHeader(kind, session, batch, frames, tag, payload.length), payload);
  }

  private void enqueue(FrameHeader header, byte[] payload) {
    waiting.addLast(new byte[][] {header.toBytes(), payload});
    waitingBytes += payload.length;
    bytes += FrameHeader.BYTES + payload.length;
    frames++;
    notifyAll();
  }

  /** Drops what is waiting and sends an abort in its place, if that can be done quickly. */
  synchronized void abort(long session, long batch, byte[] reason) {
    waiting.clear();
    waitingBytes = 0;
    if (failure == null && !ended) {
      enqueue(new FrameHeader(FrameHeader.ABORT, session, batch, frames, 0, reason.length), reason);
    }
    end(ABORT_PATIENCE);
  }

  synchronized void finish() {
    end(deadline);
  }

  private void end(Duration patience) {
    ended = true;
    notifyAll();
    long end = System.nanoTime() + patience.toNanos();
    waitUntil(end, () -> failure != null || (!writing && waiting.isEmpty()));
  }

  /** Waits for a condition; false when the time was over first. */
  private boolean waitUntil(long end, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private void run() {
    try {
      for (byte[][] frame = next(); frame != null; frame = next()) {
        Runnable watch = watchdog.start(deadline, () -> {});
        try {
          link.write(frame[0]);
          link.write(frame[1]);
        } finally {
          watch.run();
        }
        done(frame[1]);
      }
    } catch (IOException e) {
      stop(e);
    } catch (InterruptedException e) {
      stop(new IOException("interrupted", e));
    }
  }

  private synchronized byte @Nullable [][] next() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (ended) {
        return null;
      }
      wait();
    }
    writing = true;
    return waiting.removeFirst();
  }

  private synchronized void done(byte[] payload) {
    waitingBytes = Math.max(0, waitingBytes - payload.length);
    Arrays.fill(payload, (byte) 0);
    writing = false;
    notifyAll();
  }

  private synchronized void stop(IOException e) {
    failure = e;
    writing = false;
    waiting.clear();
    notifyAll();
  }

  synchronized @Nullable IOException failure() {
    return failure;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized long frames() {
    return frames;
  }
}
