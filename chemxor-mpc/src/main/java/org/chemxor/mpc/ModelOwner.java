package org.chemxor.mpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.Sockets;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanCodec;
import org.chemxor.mpc.material.ChannelSource;
import org.chemxor.mpc.material.CorrelationSource;
import org.chemxor.mpc.material.MaterialMaker;
import org.chemxor.mpc.material.RecordLengths;
import org.chemxor.mpc.material.StoredSource;
import org.chemxor.mpc.protocol.ModelSide;
import org.chemxor.mpc.protocol.PartyContext;
import org.chemxor.mpc.protocol.PartyRun;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
import org.chemxor.mpc.session.BatchLimits;
import org.chemxor.mpc.session.BatchRequest;
import org.chemxor.mpc.session.Connections;
import org.chemxor.mpc.session.Role;
import org.chemxor.mpc.session.SessionBinding;
import org.chemxor.mpc.session.Tags;
import org.jspecify.annotations.Nullable;

/**
 * Owns a model and takes part in predictions with it without showing its weights. Sees nothing of
 * the inputs and outputs, only how many there are.
 */
public final class ModelOwner implements AutoCloseable {
  private final CompiledModel model;
  private final Plan plan;
  private final byte[] planBytes;
  private final byte[] modelId = Seed.randomBytes(SessionBinding.DIGEST_BYTES);
  private final Supplier<Link> dealers;
  private final MpcSettings settings;
  private @Nullable Connections connections;

  /**
   * A model owner without a port, for links made by other means.
   *
   * @param dealers connects to the dealer, once for each session
   */
  public ModelOwner(CompiledModel model, Supplier<Link> dealers, MpcSettings settings) {
    this.model = model;
    this.plan = model.plan();
    this.planBytes = PlanCodec.write(plan);
    this.dealers = dealers;
    this.settings = settings;
  }

  /** Starts a model owner on a port. */
  public static ModelOwner listen(
      CompiledModel model, Address address, Address dealer, MpcSettings settings)
      throws IOException {
    ModelOwner owner =
        new ModelOwner(
            model,
            () ->
                Sockets.connect(dealer, settings.security(), Role.DEALER.id(), settings.deadline()),
            settings);
    Sockets.Listener listener = Sockets.listen(address, settings.security(), settings.deadline());
    owner.connections =
        new Connections(listener, Role.DATA_OWNER.id(), settings.maxSessions(), owner::serve);
    return owner;
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

  /** Serves one data owner until it ends the session. */
  public void serve(Link link) {
    try (Channel data = new Channel(link, Role.DATA_OWNER.inSentence(), settings.deadline())) {
      byte[] session = Seed.randomBytes(SessionBinding.SESSION_BYTES);
      data.receive(Tags.HELLO, 0);
      byte[] welcome =
          ByteBuffer.allocate(session.length + modelId.length + planBytes.length)
              .put(session)
              .put(modelId)
              .put(planBytes)
              .array();
      data.send(Tags.WELCOME, welcome);
      long tag = SessionBinding.of(session, modelId, planBytes).tag();
      data.bindSession(tag);
      try (Channel dealer =
          new Channel(dealers.get(), Role.DEALER.inSentence(), settings.deadline())) {
        dealer.send(Tags.HELLO, Dealer.hello(Role.MODEL_OWNER, session, modelId, planBytes));
        dealer.bindSession(tag);
        new Session(data, dealer).run();
      } catch (RuntimeException e) {
        data.fail("the model owner gave up: " + e.getMessage());
        throw e;
      }
    }
  }

  /** One session, once all three are connected. */
  private final class Session {
    private final Channel data;
    private final Channel dealer;

    Session(Channel data, Channel dealer) {
      this.data = data;
      this.dealer = dealer;
    }

    void run() {
      try {
        byte[] ready = dealer.receive(Tags.READY, FixedKeyHash.KEY_BYTES + Seed.BYTES);
        FixedKeyHash hash = new FixedKeyHash(Arrays.copyOf(ready, FixedKeyHash.KEY_BYTES));
        sendMaskedWeights(Arrays.copyOfRange(ready, FixedKeyHash.KEY_BYTES, ready.length));
        Arrays.fill(ready, (byte) 0);
        for (long number = 1; ; number++) {
          data.bindBatch(number);
          dealer.bindBatch(number);
          BatchRequest request = BatchRequest.receive(data, settings.patience());
          request.send(dealer);
          if (request.samples() == 0) {
            return;
          }
          BatchLimits.require(plan, request.samples());
          if (request.ahead()) {
            BatchLimits.requireStorable(plan, request.samples(), settings.maxStoredBytes());
          }
          predict(request, hash);
        }
      } catch (RuntimeException e) {
        dealer.fail("the model owner gave up: " + e.getMessage());
        throw e;
      }
    }

    private void sendMaskedWeights(byte[] key) {
      try (Seed masks = Seed.of(key)) {
        for (int i = 0; i < plan.gates().size(); i++) {
          if (model.affine().containsKey(i)) {
            long[] difference = MaterialMaker.weightMasks(plan, i, masks);
            long[] weights = model.weightsOf(i).weights();
            for (int w = 0; w < weights.length; w++) {
              difference[w] = weights[w] - difference[w];
            }
            data.send(Tags.WEIGHTS, plan.ring().pack(difference));
          }
        }
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }

    private void predict(BatchRequest request, FixedKeyHash hash) {
      int samples = request.samples();
      byte[] key = dealer.receive(Tags.SEED, Seed.BYTES);
      List<Integer> lengths = RecordLengths.of(plan, samples, 1);
      try (Seed seed = Seed.of(key);
          CorrelationSource source =
              request.ahead()
                  ? new StoredSource(dealer, lengths)
                  : new ChannelSource(dealer, lengths)) {
        PartyContext context = new PartyContext(1, plan, samples, data, source, seed, hash);
        if (request.ahead()) {
          source.await();
          data.send(Tags.PREPARED, new byte[0]);
          data.receiveUpTo(Tags.START, 0, settings.patience());
        }
        long[] input = new long[samples * plan.input().size()];
        long[] output = new PartyRun(context, new ModelSide(context, model)).run(input);
        data.send(Tags.OUTPUT, plan.ring().pack(output));
        source.await();
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }
  }

  @Override
  public void close() {
    if (connections != null) {
      connections.close();
    }
  }
}
