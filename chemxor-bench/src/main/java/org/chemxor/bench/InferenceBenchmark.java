package org.chemxor.bench;

import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.cli.options.RandomNetworks;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The evaluator's part of one molecule: all rounds, on requests that were encrypted before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
public class InferenceBenchmark {
  /** zero, olinda or one. */
  @Param({"zero", "olinda", "one"})
  public String network = "zero";

  /** partitioned or single-round. */
  @Param({"partitioned", "single-round"})
  public String plan = "partitioned";

  /** Threads. */
  @Param({"1", "2"})
  public int threads = 1;

  private ExecutorService executor;
  private FheModel model;
  private FheClient client;
  private EvaluationKeys keys;
  private byte[][] requests;

  /** Wraps a random network, makes keys, and encrypts the request of every round. */
  @Setup
  public void setUp() {
    executor = Executors.newFixedThreadPool(threads);
    Plan chosen = plan.equals("partitioned") ? Plan.partitioned() : Plan.singleRound();
    model =
        FheModel.wrap(
            RandomNetworks.of(OlindaNet.named(network)),
            chosen,
            CkksEngine.load(),
            Parallelism.of(executor, threads));
    client = model.newClient(ClientPolicy.standard());
    keys = model.evaluator().readKeys(client.evaluationKeys());
    requests = new byte[model.roundCount()][];
    double[] input = new double[model.program().network().inputShape().size()];
    Arrays.setAll(input, i -> i % 20 == 0 ? 1 : 0);
    try (EncryptedInference inference = client.start(input)) {
      for (int step = 0; step < requests.length; step++) {
        requests[step] = inference.nextRequest();
        inference.acceptReply(model.evaluator().evaluate(keys, requests[step]));
      }
    }
  }

  /** All rounds in the evaluator; returns the bytes of the replies. */
  @Benchmark
  public long evaluate() {
    long bytes = 0;
    for (byte[] request : requests) {
      bytes += model.evaluator().evaluate(keys, request).length;
    }
    return bytes;
  }

  /** Wipes the keys and ends the threads. */
  @TearDown
  public void tearDown() {
    client.close();
    model.close();
    executor.shutdownNow();
  }
}
