package org.chemxor.fhe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A network wrapped for encrypted evaluation. Closed networks and open ones alike: {@link #wrap}
 * compiles, {@link #newClient} and {@link #evaluator} are the two roles, and {@link #evaluate} runs
 * the whole loop between them in this process. Thread-safe.
 */
public final class FheModel implements AutoCloseable {
  private final EncryptedProgram program;
  private final ProgramCosts costs;
  private final CkksEngine engine;
  private final FheEvaluator evaluator;
  private @Nullable LocalSession local;

  /**
   * @param program what to evaluate
   * @param engine what computes
   * @param parallelism where the evaluator may run independent parts of one request
   */
  private FheModel(EncryptedProgram program, CkksEngine engine, Parallelism parallelism) {
    this.program = program;
    this.costs = ProgramCosts.of(program);
    this.engine = engine;
    this.evaluator = new FheEvaluator(program, engine, parallelism);
  }

  /**
   * Compiles a network and encodes its weights, on the best engine there is.
   *
   * @throws org.chemxor.core.UnsupportedLayerException when a layer cannot be evaluated
   */
  public static FheModel wrap(Network network, Plan plan) {
    return wrap(network, plan, CkksEngine.load(), Parallelism.sequential());
  }

  /** Compiles a network and encodes its weights for an engine. */
  public static FheModel wrap(
      Network network, Plan plan, CkksEngine engine, Parallelism parallelism) {
    return new FheModel(ProgramCompiler.compile(network, plan, engine), engine, parallelism);
  }

  /** What was compiled. */
  public EncryptedProgram program() {
    return program;
  }

  /** What it takes in bytes. */
  public ProgramCosts costs() {
    return costs;
  }

  /** Number of rounds between client and evaluator; what ChemXor calls steps. */
  public int roundCount() {
    return program.roundCount();
  }

  /** The model owner's role. */
  public FheEvaluator evaluator() {
    return evaluator;
  }

  /** A client with fresh keys and the standard policy; the caller closes it. */
  public FheClient newClient() {
    return newClient(ClientPolicy.standard());
  }

  /** A client with fresh keys and its own policy; the caller closes it. */
  public FheClient newClient(ClientPolicy policy) {
    return new FheClient(program.outline(), engine, policy);
  }

  /**
   * Runs the whole loop for one image with keys of this process, made at the first call and wiped
   * on {@link #close}. The plan's own security is accepted.
   */
  public FheResult evaluate(MoleculeImage image) {
    LocalSession session = localSession();
    return evaluate(session.client(), session.keys(), image);
  }

  /** Makes the keys of this process now, which the first evaluation would do otherwise. */
  public void prepare() {
    localSession();
  }

  /**
   * Evaluates made-up inputs with keys made for that alone until the time is over, so that the
   * first real request takes hardly longer than later ones. What a server does before it listens.
   *
   * @param atMost when no further evaluation begins; nothing is done when it is zero
   */
  public WarmUp warmUp(Duration atMost) {
    try (FheClient client = newClient(localPolicy())) {
      return WarmUp.of(this, client, atMost);
    }
  }

  /** The session of this process; a new one when an earlier one's keys have come to their end. */
  private synchronized LocalSession localSession() {
    LocalSession session = local;
    if (session != null && session.client().repliesLeft() < roundCount()) {
      session.client().close();
      session = null;
    }
    if (session == null) {
      FheClient client = newClient(localPolicy());
      session = new LocalSession(client, evaluator.readKeys(client.evaluationKeys()));
      local = session;
    }
    return session;
  }

  /** Both roles are this process: there is nobody to hide from, and nobody to wear keys out. */
  private ClientPolicy localPolicy() {
    ClientPolicy policy =
        program.plan().security() == SecurityLevel.GUIDELINES_2024
            ? ClientPolicy.standard()
            : ClientPolicy.insecureWithoutFloor();
    return policy.withReplies(ReplyPolicy.insecureOpen());
  }

  private record LocalSession(FheClient client, EvaluationKeys keys) {}

  /** Runs the whole loop for one image: every byte goes through both roles. */
  public FheResult evaluate(FheClient client, EvaluationKeys keys, MoleculeImage image) {
    return evaluate(client, keys, image.toArray());
  }

  /**
   * Runs the whole loop for one sample.
   *
   * @param client a client of this model
   * @param keys that client's keys, read by {@link FheEvaluator#readKeys}
   * @param input in {@code [channels, height, width]} order
   */
  public FheResult evaluate(FheClient client, EvaluationKeys keys, double[] input) {
    return evaluateBatch(client, keys, new double[][] {input});
  }

  /**
   * Runs the whole loop for many images at once, with keys of this process. A model compiled by
   * {@link Plan#batch} evaluates them all in one request a round; others take one image.
   *
   * @throws org.chemxor.core.InvalidInputException when there are more than the plan takes
   */
  public FheResult evaluateBatch(List<MoleculeImage> images) {
    LocalSession session = localSession();
    double[][] inputs = images.stream().map(MoleculeImage::toArray).toArray(double[][]::new);
    return evaluateBatch(session.client(), session.keys(), inputs);
  }

  /** Runs the whole loop for several samples at once. */
  public FheResult evaluateBatch(FheClient client, EvaluationKeys keys, double[][] inputs) {
    long start = System.nanoTime();
    List<FheResult.RoundCost> costs = new ArrayList<>();
    try (EncryptedInference inference = client.startBatch(inputs)) {
      while (!inference.isDone()) {
        costs.add(round(inference, keys));
      }
      List<List<Double>> outputs = new ArrayList<>();
      for (int sample = 0; sample < inputs.length; sample++) {
        outputs.add(Arrays.stream(inference.outputs(sample)).boxed().toList());
      }
      return new FheResult(outputs, millisSince(start), costs);
    }
  }

  private FheResult.RoundCost round(EncryptedInference inference, EvaluationKeys keys) {
    long start = System.nanoTime();
    byte[] request = inference.nextRequest();
    double clientMillis = millisSince(start);
    start = System.nanoTime();
    byte[] reply = evaluator.evaluate(keys, request);
    double serverMillis = millisSince(start);
    start = System.nanoTime();
    inference.acceptReply(reply);
    clientMillis += millisSince(start);
    return new FheResult.RoundCost(serverMillis, clientMillis, request.length, reply.length);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** Wipes the local session's secret key and releases the engine's memory. */
  @Override
  public synchronized void close() {
    if (local != null) {
      local.client().close();
    }
    evaluator.close();
  }
}
