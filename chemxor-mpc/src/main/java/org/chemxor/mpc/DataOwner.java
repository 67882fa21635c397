package org.chemxor.mpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.chemxor.core.InvalidInputException;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.Sockets;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanCodec;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.session.BatchLimits;
import org.chemxor.mpc.session.BatchRequest;
import org.chemxor.mpc.session.Role;
import org.chemxor.mpc.session.SessionBinding;
import org.chemxor.mpc.session.Tags;
import org.chemxor.mpc.sharing.FixedPoint;
import org.chemxor.mpc.sharing.Ring;
import org.jspecify.annotations.Nullable;

/**
 * Owns inputs, has them predicted by a model it never sees, and alone learns the outputs. One
 * thread at a time: a second one is refused.
 */
public final class DataOwner implements AutoCloseable {
  private final Channel model;
  private final Channel dealer;
  private final Plan plan;
  private final Ring ring;
  private final DataBatch.Session session;
  private RunReport report;
  private @Nullable DataBatch prepared;
  private long batches;
  private final AtomicBoolean busy = new AtomicBoolean();
  private boolean ended;

  private DataOwner(
      Channel model, Channel dealer, Plan plan, MpcSettings settings, long setupStart) {
    this.model = model;
    this.dealer = dealer;
    this.plan = plan;
    this.ring = plan.ring();
    Map<Integer, long[]> maskedWeights = new HashMap<>();
    FixedKeyHash hash = new FixedKeyHash(dealer.receive(Tags.READY, FixedKeyHash.KEY_BYTES));
    for (int i = 0; i < plan.gates().size(); i++) {
      if (plan.gates().get(i) instanceof Gate.Affine gate) {
        int count = gate.shape().weightCount();
        byte[] packed = model.receive(Tags.WEIGHTS, Math.multiplyExact(count, ring.elementBytes()));
        maskedWeights.put(i, ring.unpack(packed));
      }
    }
    session = new DataBatch.Session(model, dealer, plan, hash, Map.copyOf(maskedWeights), settings);
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
      return new DataOwner(model, dealer, plan, settings, start);
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
   * Fetches all correlated randomness for the next batch, and has the model owner fetch its own:
   * the prediction that follows then takes only what depends on the inputs. The material waits
   * encrypted in a temporary file.
   *
   * @param samples that the next call of {@link #predict(List)} gets, 1 to {@link
   *     #comfortableBatch()}
   * @throws InvalidInputException when that many do not fit
   * @throws IllegalStateException when a batch is prepared already
   * @throws ChannelException when the run had to be given up; the session is over
   */
  public void prepare(int samples) {
    if (prepared != null) {
      throw new IllegalStateException(
          "a batch of " + prepared.samples() + " samples is prepared already: predict it first");
    }
    if (samples < 1 || samples > comfortableBatch()) {
      throw new InvalidInputException(
          "batches of 1 to " + comfortableBatch() + " samples can be prepared, got " + samples);
    }
    BatchLimits.requireStorable(plan, samples, session.settings().maxStoredBytes());
    prepared = guarded(() -> begin(new BatchRequest(samples, true)));
  }

  /** As many samples as {@link #predict(List)} takes at a time; at least 1. */
  public int comfortableBatch() {
    return BatchLimits.comfortable(plan);
  }

  /**
   * Predicts samples, as many at a time as fit comfortably. Material is fetched meanwhile, unless
   * it was prepared.
   *
   * @param samples inputs in the order of the plan's input shape
   * @return for each the scores, or the label's number when the plan discloses no more
   * @throws InvalidInputException when a sample does not fit the model, or when another number of
   *     samples was prepared for; nothing was sent then
   * @throws ChannelException when the run had to be given up; the session is over
   */
  public List<double[]> predict(List<double[]> samples) {
    for (double[] sample : samples) {
      requireFit(sample);
    }
    if (prepared != null && prepared.samples() != samples.size()) {
      throw new InvalidInputException(
          "a batch of "
              + prepared.samples()
              + " samples was prepared, got "
              + samples.size()
              + ": predict as many as were prepared");
    }
    List<double[]> outputs = new ArrayList<>();
    int most = comfortableBatch();
    for (int from = 0; from < samples.size(); from += most) {
      List<double[]> part = samples.subList(from, Math.min(samples.size(), from + most));
      outputs.addAll(guarded(() -> batch(part)));
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

  private <T> T guarded(Supplier<T> work) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "another thread uses this session: open one for each, or take turns");
    }
    try {
      return unlessOver(work);
    } finally {
      busy.set(false);
    }
  }

  private <T> T unlessOver(Supplier<T> work) {
    if (ended) {
      throw new ChannelException("this session is over; connect again");
    }
    try {
      return work.get();
    } catch (RuntimeException e) {
      ended = true;
      model.fail("the data owner gave up: " + e.getMessage());
      dealer.fail("the data owner gave up: " + e.getMessage());
      throw e;
    }
  }

  private DataBatch begin(BatchRequest request) {
    bindNextBatch();
    return new DataBatch(session, request);
  }

  private void bindNextBatch() {
    batches++;
    model.bindBatch(batches);
    dealer.bindBatch(batches);
  }

  private List<double[]> batch(List<double[]> samples) {
    DataBatch ready = prepared;
    prepared = null;
    try (DataBatch batch = ready == null ? begin(new BatchRequest(samples.size(), false)) : ready) {
      DataBatch.Result result = batch.run(encode(samples));
      report = report.plus(result.report());
      return decode(result.own(), result.others(), samples.size());
    }
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
    DataBatch unused = prepared;
    prepared = null;
    if (unused != null) {
      unused.close();
      model.fail("the data owner needs its prepared batch no more");
    } else if (!ended) {
      try {
        bindNextBatch();
        BatchRequest.END.send(model);
        BatchRequest.END.send(dealer);
      } catch (ChannelException e) {
        org.slf4j.LoggerFactory.getLogger(DataOwner.class)
            .debug("a peer was gone at the end: {}", e.getMessage());
      }
    }
    ended = true;
    model.close();
    dealer.close();
  }
}
