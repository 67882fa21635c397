package org.chemxor.mpc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chemxor.core.InvalidInputException;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.Meter;
import org.chemxor.mpc.channel.Sockets;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanCodec;
import org.chemxor.mpc.material.ChannelSource;
import org.chemxor.mpc.material.RecordLengths;
import org.chemxor.mpc.protocol.DataSide;
import org.chemxor.mpc.protocol.PartyContext;
import org.chemxor.mpc.protocol.PartyRun;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
import org.chemxor.mpc.session.BatchLimits;
import org.chemxor.mpc.session.Role;
import org.chemxor.mpc.session.SessionBinding;
import org.chemxor.mpc.session.Tags;
import org.chemxor.mpc.sharing.FixedPoint;
import org.chemxor.mpc.sharing.Ring;

/**
 * Owns inputs, has them predicted by a model it never sees, and alone learns the outputs. One
 * thread at a time.
 */
public final class DataOwner implements AutoCloseable {
  private final Channel model;
  private final Channel dealer;
  private final Plan plan;
  private final Ring ring;
  private final FixedKeyHash hash;
  private final Map<Integer, long[]> maskedWeights = new HashMap<>();
  private RunReport report;
  private long batches;
  private boolean ended;

  private DataOwner(Channel model, Channel dealer, Plan plan, long setupStart) {
    this.model = model;
    this.dealer = dealer;
    this.plan = plan;
    this.ring = plan.ring();
    hash = new FixedKeyHash(dealer.receive(Tags.READY, FixedKeyHash.KEY_BYTES));
    for (int i = 0; i < plan.gates().size(); i++) {
      if (plan.gates().get(i) instanceof Gate.Affine gate) {
        int count = gate.shape().weightCount();
        byte[] packed = model.receive(Tags.WEIGHTS, Math.multiplyExact(count, ring.elementBytes()));
        maskedWeights.put(i, ring.unpack(packed));
      }
    }
    report = new RunReport(0, System.nanoTime() - setupStart, 0, 0, 0, 0, 0);
  }

  /** Connects to a model owner and its dealer over TCP. */
  public static DataOwner connect(Address modelOwner, Address dealer, MpcSettings settings) {
    Link model =
        Sockets.connect(
            modelOwner, settings.security(), Role.MODEL_OWNER.id(), settings.deadline());
    try {
      Link other =
          Sockets.connect(dealer, settings.security(), Role.DEALER.id(), settings.deadline());
      return over(model, other, settings);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** Starts a session over links made by other means. */
  public static DataOwner over(Link modelOwner, Link dealerLink, MpcSettings settings) {
    long start = System.nanoTime();
    Channel model = new Channel(modelOwner, Role.MODEL_OWNER.inSentence(), settings.deadline());
    Channel dealer = new Channel(dealerLink, Role.DEALER.inSentence(), settings.deadline());
    try {
      model.send(Tags.HELLO, new byte[0]);
      int ids = SessionBinding.SESSION_BYTES + SessionBinding.DIGEST_BYTES;
      byte[] welcome =
          model.receiveUpTo(Tags.WELCOME, ids + PlanCodec.MAX_BYTES, settings.deadline());
      if (welcome.length <= ids) {
        throw new ChannelException("the model owner sent no plan");
      }
      byte[] session = Arrays.copyOf(welcome, SessionBinding.SESSION_BYTES);
      byte[] modelId = Arrays.copyOfRange(welcome, SessionBinding.SESSION_BYTES, ids);
      byte[] planBytes = Arrays.copyOfRange(welcome, ids, welcome.length);
      Plan plan = PlanCodec.read(planBytes);
      SessionBinding binding = SessionBinding.of(session, modelId, planBytes);
      dealer.send(
          Tags.HELLO, Dealer.hello(Role.DATA_OWNER, session, binding.digest(), new byte[0]));
      model.bindSession(binding.tag());
      dealer.bindSession(binding.tag());
      return new DataOwner(model, dealer, plan, start);
    } catch (RuntimeException e) {
      model.fail("the data owner gave up: " + e.getMessage());
      dealer.fail("the data owner gave up: " + e.getMessage());
      throw e;
    }
  }

  /** What the model owner runs: the public part of its network. */
  public Plan plan() {
    return plan;
  }

  /** What all predictions of this session took so far. */
  public RunReport report() {
    return report;
  }

  /** Predicts one sample. */
  public double[] predict(double[] sample) {
    return predict(List.of(sample)).get(0);
  }

  /**
   * Predicts samples, as many at a time as fit comfortably.
   *
   * @param samples inputs in the order of the plan's input shape
   * @return for each the scores, or the label's number when the plan discloses no more
   * @throws InvalidInputException when a sample does not fit the model; nothing was sent then
   * @throws ChannelException when the run had to be given up; the session is over
   */
  public List<double[]> predict(List<double[]> samples) {
    for (double[] sample : samples) {
      requireFit(sample);
    }
    List<double[]> outputs = new ArrayList<>();
    int most = BatchLimits.comfortable(plan);
    for (int from = 0; from < samples.size(); from += most) {
      outputs.addAll(runBatch(samples.subList(from, Math.min(samples.size(), from + most))));
    }
    return outputs;
  }

  private void requireFit(double[] sample) {
    if (sample.length != plan.input().size()) {
      throw new InvalidInputException(
          "the model takes " + plan.input().size() + " numbers, got " + sample.length);
    }
    double limit = Math.scalb(1.0, ring.bits() - 4 - 2 * plan.inputFraction());
    for (double value : sample) {
      if (!(Math.abs(value) <= limit)) {
        throw new InvalidInputException(
            "the input has a value of " + value + "; magnitudes up to " + limit + " fit");
      }
    }
  }

  private List<double[]> runBatch(List<double[]> samples) {
    if (ended) {
      throw new ChannelException("this session is over; connect again");
    }
    try {
      return batch(samples);
    } catch (RuntimeException e) {
      ended = true;
      model.fail("the data owner gave up: " + e.getMessage());
      dealer.fail("the data owner gave up: " + e.getMessage());
      throw e;
    }
  }

  private List<double[]> batch(List<double[]> samples) {
    long start = System.nanoTime();
    Meter modelBefore = model.meter();
    Meter dealerBefore = dealer.meter();
    int count = samples.size();
    request(count);
    byte[] key = dealer.receive(Tags.SEED, Seed.BYTES);
    try (Seed seed = Seed.of(key);
        ChannelSource source = new ChannelSource(dealer, RecordLengths.of(plan, count, 0))) {
      PartyContext context = new PartyContext(0, plan, count, model, source, seed, hash);
      DataSide side = new DataSide(context, maskedWeights);
      long prepared = System.nanoTime();
      long[] shares = new PartyRun(context, side).run(encode(samples));
      byte[] others = model.receive(Tags.OUTPUT, shares.length * ring.elementBytes());
      source.await();
      List<double[]> outputs = decode(shares, ring.unpack(others), count);
      Meter traffic = model.meter().since(modelBefore);
      report =
          report.plus(
              new RunReport(
                  count,
                  0,
                  prepared - start,
                  System.nanoTime() - prepared,
                  traffic.bytesSent() + traffic.bytesReceived(),
                  dealer.meter().since(dealerBefore).bytesReceived(),
                  traffic.rounds()));
      return outputs;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private void request(int samples) {
    batches++;
    model.bindBatch(batches);
    dealer.bindBatch(batches);
    model.send(Tags.BATCH, ByteBuffer.allocate(Integer.BYTES).putInt(samples).array());
    dealer.send(Tags.BATCH, ByteBuffer.allocate(Integer.BYTES).putInt(samples).array());
  }

  private long[] encode(List<double[]> samples) {
    long[] input = new long[samples.size() * plan.input().size()];
    int at = 0;
    for (double[] sample : samples) {
      System.arraycopy(
          FixedPoint.encode(sample, plan.inputFraction()), 0, input, at, sample.length);
      at += sample.length;
    }
    return ring.reduce(input);
  }

  private List<double[]> decode(long[] shares, long[] others, int count) {
    int size = plan.outputSize();
    List<double[]> outputs = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      double[] output = new double[size];
      for (int i = 0; i < size; i++) {
        output[i] = value(shares[b * size + i] + others[b * size + i]);
      }
      outputs.add(output);
    }
    return outputs;
  }

  private double value(long sum) {
    Gate last = plan.gates().get(plan.gates().size() - 1);
    if (last instanceof Gate.Argmax argmax) {
      return argmax.size() - 1 - (sum & ((1L << argmax.indexBits()) - 1));
    }
    return plan.outputFactor() * FixedPoint.decode(ring.signed(sum), plan.outputFraction());
  }

  /** Ends the session with both peers. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      try {
        request(0);
      } catch (ChannelException e) {
        org.slf4j.LoggerFactory.getLogger(DataOwner.class)
            .debug("a peer was gone at the end: {}", e.getMessage());
      }
    }
    model.close();
    dealer.close();
  }
}
