package org.chemxor.mpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.Sockets;
import org.chemxor.mpc.compile.PlanCodec;
import org.chemxor.mpc.session.Connections;
import org.chemxor.mpc.session.DealerSession;
import org.chemxor.mpc.session.Role;
import org.chemxor.mpc.session.SessionBinding;
import org.chemxor.mpc.session.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Hands out correlated randomness to pairs of parties. It sees the architecture and how many
 * samples are predicted, and no share of anything; it must not collude with either party.
 */
public final class Dealer implements AutoCloseable {
  private static final int DATA = 0;
  private static final int MODEL = 1;
  private static final int MODEL_HELLO =
      1 + SessionBinding.SESSION_BYTES + SessionBinding.DIGEST_BYTES;

  private final MpcSettings settings;
  private final Map<ByteBuffer, CompletableFuture<Arrival>> waiting = new HashMap<>();
  private @Nullable Connections connections;

  /** A party that has introduced itself. */
  private record Arrival(
      int role,
      byte[] session,
      byte[] binding,
      byte[] plan,
      Channel channel,
      CompletableFuture<Boolean> done) {}

  /** A dealer without a port, for links made by other means. */
  public Dealer(MpcSettings settings) {
    this.settings = settings;
  }

  /** Starts a dealer on a port. */
  public static Dealer listen(Address address, MpcSettings settings) throws IOException {
    Dealer dealer = new Dealer(settings);
    Sockets.Listener listener = Sockets.listen(address, settings.security(), settings.deadline());
    dealer.connections = new Connections(listener, "", 2 * settings.maxSessions(), dealer::serve);
    return dealer;
  }

  /** The port it listens on; 0 without one. */
  public int port() {
    return connections == null ? 0 : connections.port();
  }

  /** Waits until it is closed. */
  public void join() throws InterruptedException {
    if (connections != null) {
      connections.join();
    }
  }

  /** Serves one party's connection; the second of a session runs it for both. */
  public void serve(Link link) {
    try (Channel channel = new Channel(link, "a party", settings.deadline())) {
      Arrival own = introduce(channel);
      CompletableFuture<Arrival> other = meet(own);
      if (other == null) {
        waitFor(own);
        return;
      }
      run(own, other.getNow(own));
    }
  }

  private static Arrival introduce(Channel channel) {
    byte[] hello =
        channel.receiveUpTo(
            Tags.HELLO, MODEL_HELLO + PlanCodec.MAX_BYTES, java.time.Duration.ofSeconds(20));
    int role = hello.length == 0 ? -1 : hello[0];
    boolean valid =
        role == DATA ? hello.length == MODEL_HELLO : role == MODEL && hello.length > MODEL_HELLO;
    if (!valid) {
      channel.fail(
          "a dealer listens here, and the introduction is none that it knows: is this the address"
              + " of the model owner?");
      throw new ChannelException("a party introduced itself with " + hello.length + " odd bytes");
    }
    byte[] session = Arrays.copyOfRange(hello, 1, 1 + SessionBinding.SESSION_BYTES);
    byte[] id = Arrays.copyOfRange(hello, 1 + SessionBinding.SESSION_BYTES, MODEL_HELLO);
    byte[] plan = Arrays.copyOfRange(hello, MODEL_HELLO, hello.length);
    byte[] binding = role == DATA ? id : SessionBinding.of(session, id, plan).digest();
    return new Arrival(role, session, binding, plan, channel, new CompletableFuture<>());
  }

  /** The other party if it is there already; otherwise null, and the other one will find us. */
  private @Nullable CompletableFuture<Arrival> meet(Arrival own) {
    ByteBuffer key = ByteBuffer.wrap(own.session());
    synchronized (waiting) {
      CompletableFuture<Arrival> other = waiting.remove(key);
      if (other == null) {
        waiting.put(key, CompletableFuture.completedFuture(own));
      }
      return other;
    }
  }

  private void waitFor(Arrival own) {
    try {
      // Shorter than the parties wait: they hear the reason.
      own.done().get(settings.deadline().toMillis() / 2, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      boolean alone;
      synchronized (waiting) {
        alone = waiting.remove(ByteBuffer.wrap(own.session())) != null;
      }
      if (alone) {
        own.channel()
            .fail(
                "the other party did not come: do both name the same dealer, and is it this one?");
        throw new ChannelException("a party waited in vain for the other one", e);
      }
      own.done().join();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a session's end is not an error", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Arrival own, Arrival other) {
    try {
      if (own.role() == other.role() || !Arrays.equals(own.binding(), other.binding())) {
        String reason = "both parties named one session, but not the same plan and model";
        own.channel().fail(reason);
        other.channel().fail(reason);
        throw new ChannelException(reason);
      }
      Arrival data = own.role() == DATA ? own : other;
      Arrival model = own.role() == DATA ? other : own;
      long tag = new SessionBinding(own.binding()).tag();
      data.channel().bindSession(tag);
      model.channel().bindSession(tag);
      new DealerSession(
              PlanCodec.read(model.plan()), data.channel(), model.channel(), settings.patience())
          .run();
    } finally {
      other.channel().close();
      other.done().complete(true);
    }
  }

  @Override
  public void close() {
    if (connections != null) {
      connections.close();
    }
  }

  static byte[] hello(Role role, byte[] session, byte[] id, byte[] plan) {
    return ByteBuffer.allocate(1 + session.length + id.length + plan.length)
        .put((byte) (role == Role.DATA_OWNER ? DATA : MODEL))
        .put(session)
        .put(id)
        .put(plan)
        .array();
  }
}
