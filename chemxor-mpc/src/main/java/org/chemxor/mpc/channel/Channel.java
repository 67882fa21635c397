package org.chemxor.mpc.channel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames to and from one peer. Every frame names its session, batch, number and content, and the
 * receiver says what it expects; anything else ends the channel on both sides with a sentence. A
 * length is compared with what is expected before anything is allocated. Nothing waits longer than
 * the deadline.
 *
 * <p>Sending does not block: a thread of the channel's own writes, up to a bound of bytes waiting.
 * One thread may send and receive.
 */
public final class Channel implements AutoCloseable {
  private static final int MAX_REASON = 400;

  private final Link link;
  private final String peer;
  private final Duration deadline;
  private final Watchdog watchdog;
  private final Sender sender;
  private final AtomicLong bytesReceived = new AtomicLong();
  private final AtomicLong framesReceived = new AtomicLong();
  private final AtomicLong rounds = new AtomicLong();
  private volatile long session;
  private volatile long batch;
  private long sequenceIn;
  private long framesAtLastWait;

  /**
   * @param link the bytes
   * @param peer the other side, for sentences: "the model owner"
   * @param deadline longest wait for a frame, or for a frame to be taken
   */
  public Channel(Link link, String peer, Duration deadline) {
    this.link = link;
    this.peer = peer;
    this.deadline = deadline;
    this.watchdog = new Watchdog(link);
    this.sender = new Sender(link, watchdog, deadline);
  }

  /** The other side's name in sentences. */
  public String peer() {
    return peer;
  }

  /** Binds all frames from now on to a session. */
  public void bindSession(long tag) {
    session = tag;
  }

  /** Binds all frames from now on to a batch; 0 for none. */
  public void bindBatch(long number) {
    batch = number;
  }

  /**
   * Sends a frame. The array belongs to the channel from now on and is wiped once it is sent.
   *
   * @param tag what it is
   * @throws ChannelException when the peer is gone or does not take what was sent before
   */
  public void send(int tag, byte[] payload) {
    sender.send(FrameHeader.DATA, session, batch, tag, payload, peer);
  }

  /** Receives the frame of that content and exactly that length, within the deadline. */
  public byte[] receive(int tag, int length) {
    return receive(tag, length, length, deadline);
  }

  /** Receives a frame of at most {@code most} bytes, within {@code patience}. */
  public byte[] receiveUpTo(int tag, int most, Duration patience) {
    return receive(tag, 0, most, patience);
  }

  private byte[] receive(int tag, int least, int most, Duration patience) {
    countWait();
    boolean[] late = {false};
    Runnable whenLate =
        () -> {
          late[0] = true;
          byte[] reason = "nothing arrived in time".getBytes(StandardCharsets.UTF_8);
          sender.abort(session, batch, reason);
        };
    Runnable watch = watchdog.start(patience, whenLate);
    try {
      byte[] payload = read(tag, least, most);
      framesReceived.incrementAndGet();
      return payload;
    } catch (ChannelException e) {
      fail(e.getMessage());
      throw e;
    } catch (PeerAbort e) {
      link.close();
      throw new ChannelException(String.valueOf(e.getMessage()), e);
    } catch (EOFException e) {
      throw new ChannelException(gone(late[0], patience, "closed the connection"), e);
    } catch (IOException e) {
      throw new ChannelException(gone(late[0], patience, "cannot be read from any more"), e);
    } finally {
      watch.run();
    }
  }

  private String gone(boolean late, Duration patience, String otherwise) {
    @Nullable IOException failure = sender.failure();
    if (late) {
      return peer
          + " sent no complete frame within "
          + patience.toMillis()
          + " ms; the run was given up";
    }
    return peer
        + " "
        + otherwise
        + (failure == null ? "" : " (" + failure.getMessage() + ")")
        + "; the run was given up";
  }

  private void countWait() {
    long sent = sender.frames();
    if (sent != framesAtLastWait) {
      framesAtLastWait = sent;
      rounds.incrementAndGet();
    }
  }

  private byte[] read(int tag, int least, int most) throws IOException {
    byte[] bytes = new byte[FrameHeader.BYTES];
    link.read(bytes, 0);
    FrameHeader header = FrameHeader.parse(bytes, peer);
    if (header.kind() == FrameHeader.ABORT) {
      String reason = reason(header.length());
      String who = peer + " gave up";
      throw new PeerAbort(reason.startsWith(who) ? reason : who + ": " + reason);
    }
    if (header.kind() != FrameHeader.DATA) {
      throw new ChannelException(peer + " sent a frame of unknown kind " + header.kind());
    }
    require("session", header.session(), session);
    require("batch", header.batch(), batch);
    require("frame", header.sequence(), sequenceIn);
    require("content", header.tag(), tag);
    if (header.length() < least || header.length() > most) {
      throw new ChannelException(
          peer
              + " sent "
              + header.length()
              + " bytes where "
              + (least == most ? "" + least : "at most " + most)
              + " were expected; the run was given up");
    }
    sequenceIn++;
    byte[] payload = new byte[header.length()];
    link.read(payload, 0);
    bytesReceived.addAndGet(FrameHeader.BYTES + payload.length);
    return payload;
  }

  private void require(String what, long actual, long expected) {
    if (actual != expected) {
      throw new ChannelException(
          peer
              + " sent "
              + what
              + " "
              + Long.toHexString(actual)
              + " where "
              + Long.toHexString(expected)
              + " was expected (a lost, repeated or foreign frame); the run was given up");
    }
  }

  private String reason(int length) throws IOException {
    byte[] text = new byte[Math.max(0, Math.min(length, MAX_REASON))];
    link.read(text, 0);
    // Shown to people: whatever is not plain text is taken out.
    return new String(text, StandardCharsets.UTF_8).replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** An abort is not answered with an abort. */
  private static final class PeerAbort extends IOException {
    private static final long serialVersionUID = 1L;

    PeerAbort(String message) {
      super(message);
    }
  }

  /** Tells the peer why this side gives up, if it still listens, and closes. */
  public void fail(String reason) {
    String text = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    sender.abort(session, batch, text.getBytes(StandardCharsets.UTF_8));
    link.close();
    watchdog.close();
  }

  /** What went over the channel so far. */
  public Meter meter() {
    return new Meter(
        sender.bytes(), bytesReceived.get(), sender.frames(), framesReceived.get(), rounds.get());
  }

  /** Sends what is waiting, at most for the deadline, and closes. */
  @Override
  public void close() {
    sender.finish();
    link.close();
    watchdog.close();
  }
}
