package org.chemxor.cli.referee;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.models.metrics.ClassificationMetrics;

/** The workload at one size, its steps timed one by one. */
final class RefereeRun {
  private final Network network;
  private final Digits digits;
  private final int size;
  private final CkksEngine engine;
  private final Parallelism parallelism;

  /**
   * One row of the result.
   *
   * @param digits how many
   * @param requests how many messages they take
   * @param runs how often encrypting, computing and decrypting were measured; times are medians
   * @param parameters ring degree and primes
   * @param modelMillis compiling the network and encoding its weights
   * @param keyMillis making the keys and reading them in the evaluator
   * @param keyBytes bytes of the evaluation keys
   * @param encryptMillis encoding and encrypting all digits
   * @param upBytes bytes of all requests
   * @param computeMillis in the evaluator
   * @param firstComputeMillis the same in the first run, with cold code
   * @param downBytes bytes of all replies
   * @param decryptMillis decrypting and decoding all scores
   * @param agreeing digits of all runs whose class is that of the network in the clear
   * @param right digits of all runs whose class is the true one
   * @param largestError largest difference of any score from that in the clear
   */
  record Row(
      int digits,
      int requests,
      int runs,
      String parameters,
      double modelMillis,
      double keyMillis,
      long keyBytes,
      double encryptMillis,
      long upBytes,
      double computeMillis,
      double firstComputeMillis,
      long downBytes,
      double decryptMillis,
      int agreeing,
      int right,
      double largestError) {}

  /** What one pass over all digits took and gave. */
  private static final class Pass {
    private double encryptMillis;
    private double computeMillis;
    private double decryptMillis;
    private long upBytes;
    private long downBytes;
    private final List<double[]> scores = new ArrayList<>();
  }

  /**
   * @param digits as many as there will be runs of {@code size}; every run takes the next ones
   * @param size how many are evaluated together
   */
  RefereeRun(Network network, Digits digits, int size, CkksEngine engine, Parallelism parallelism) {
    this.network = network;
    this.digits = digits;
    this.size = size;
    this.engine = engine;
    this.parallelism = parallelism;
  }

  /** Measures as often as there are digits for. */
  Row measure() {
    long start = System.nanoTime();
    EncryptedProgram program = Workload.compile(network, size, engine);
    try (FheEvaluator evaluator = new FheEvaluator(program, engine, parallelism)) {
      double modelMillis = millisSince(start);
      start = System.nanoTime();
      try (FheClient client =
          new FheClient(program.outline(), engine, ClientPolicy.outputsOnly())) {
        byte[] keyBytes = client.evaluationKeys();
        EvaluationKeys keys = evaluator.readKeys(keyBytes);
        double keyMillis = millisSince(start);
        List<Pass> passes = new ArrayList<>();
        for (int from = 0; from + size <= digits.size(); from += size) {
          passes.add(pass(evaluator, client, keys, from));
        }
        return row(program, modelMillis, keyMillis, keyBytes.length, passes);
      }
    }
  }

  private Pass pass(FheEvaluator evaluator, FheClient client, EvaluationKeys keys, int first) {
    Pass pass = new Pass();
    for (int request = 0; request < Workload.requests(size); request++) {
      Workload.Slice slice = Workload.slice(size, request);
      double[][] inputs = new double[slice.to() - slice.from()][];
      Arrays.setAll(inputs, i -> digits.input(first + slice.from() + i));
      long start = System.nanoTime();
      try (EncryptedInference inference = client.startBatch(inputs)) {
        byte[] up = inference.nextRequest();
        pass.encryptMillis += millisSince(start);
        pass.upBytes += up.length;
        start = System.nanoTime();
        byte[] down = evaluator.evaluate(keys, up);
        pass.computeMillis += millisSince(start);
        pass.downBytes += down.length;
        start = System.nanoTime();
        inference.acceptReply(down);
        for (int i = 0; i < inputs.length; i++) {
          pass.scores.add(inference.outputs(i));
        }
        pass.decryptMillis += millisSince(start);
      }
    }
    return pass;
  }

  private Row row(
      EncryptedProgram program,
      double modelMillis,
      double keyMillis,
      long keyBytes,
      List<Pass> passes) {
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    Pass last = passes.get(passes.size() - 1);
    int agreeing = 0;
    int right = 0;
    double error = 0;
    for (int i = 0; i < size * passes.size(); i++) {
      double[] plain = reference.evaluate(digits.input(i));
      double[] scores = passes.get(i / size).scores.get(i % size);
      int predicted = ClassificationMetrics.predicted(scores);
      agreeing += predicted == ClassificationMetrics.predicted(plain) ? 1 : 0;
      right += predicted == digits.labels()[i] ? 1 : 0;
      for (int k = 0; k < plain.length; k++) {
        error = Math.max(error, Math.abs(plain[k] - scores[k]));
      }
    }
    return new Row(
        size,
        Workload.requests(size),
        passes.size(),
        program.parameters().toString(),
        modelMillis,
        keyMillis,
        keyBytes,
        median(passes.stream().map(p -> p.encryptMillis).toList()),
        last.upBytes,
        median(passes.stream().map(p -> p.computeMillis).toList()),
        passes.get(0).computeMillis,
        last.downBytes,
        median(passes.stream().map(p -> p.decryptMillis).toList()),
        agreeing,
        right,
        error);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
