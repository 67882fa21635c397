package org.chemxor.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.cli.options.NetworkOption;
import org.chemxor.cli.options.PlanName;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;

/**
 * One network by one plan: evaluations until the JIT compiler has seen enough, then the measured
 * ones. A batch is one evaluation.
 */
final class InferenceRun {
  private static final int WARM_UP = 3;
  private static final int MEASURED = 7;
  private static final int MEASURED_BATCHES = 3;

  /** The compiler's last tier works in the background; below this, its first tiers are timed. */
  private static final double WARM_UP_MILLIS = 6000;

  private static final double DENSITY = 0.05;
  private static final double MIB = 1024 * 1024;

  private InferenceRun() {}

  /**
   * One round.
   *
   * @param serverMillis median time in the evaluator
   * @param bytesUp bytes of the request
   * @param bytesDown bytes of the reply
   */
  record Step(double serverMillis, long bytesUp, long bytesDown) {}

  /**
   * One row of the result.
   *
   * @param network name
   * @param plan which plan
   * @param threads of the evaluator
   * @param molecules in one evaluation
   * @param serverMillis median time in the evaluator, all rounds and molecules
   * @param firstServerMillis time in the evaluator of the first evaluation of this network and plan
   * @param clientMillis median time in the client, all rounds
   * @param steps the rounds
   * @param keyBytes bytes of the evaluation keys
   * @param bytesUp bytes of all requests
   * @param bytesDown bytes of all replies
   * @param rounds number of rounds
   * @param allocatedBytes heap bytes an evaluation allocates, median, all threads and both roles
   * @param peakMiB largest heap use since the run began, both roles together
   * @param maxAbsError largest difference from the evaluation in the clear
   * @param outputRange difference between largest and least output in the clear over these inputs
   */
  record Row(
      String network,
      String plan,
      int threads,
      int molecules,
      double serverMillis,
      double firstServerMillis,
      double clientMillis,
      List<Step> steps,
      long keyBytes,
      long bytesUp,
      long bytesDown,
      int rounds,
      long allocatedBytes,
      long peakMiB,
      double maxAbsError,
      double outputRange) {}

  static Row of(CkksEngine engine, String model, PlanName name, Plan plan, int threads) {
    Network network = NetworkOption.of(model);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    System.gc();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    try (FheModel fhe = FheModel.wrap(network, plan, engine, Parallelism.of(executor, threads));
        FheClient client = fhe.newClient()) {
      byte[] keyBytes = client.evaluationKeys();
      EvaluationKeys keys = fhe.evaluator().readKeys(keyBytes);
      return measure(network, fhe, client, keys, keyBytes.length, name, threads);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Row measure(
      Network network,
      FheModel fhe,
      FheClient client,
      EvaluationKeys keys,
      long keyBytes,
      PlanName plan,
      int threads) {
    Random random = new Random(1);
    ReferenceEvaluator reference = new ReferenceEvaluator(network);
    int samples = fhe.program().outline().maxSamples();
    List<FheResult> results = new ArrayList<>();
    double error = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double warmUpMillis = 0;
    double firstMillis = Double.NaN;
    List<Double> allocated = new ArrayList<>();
    int measured = samples == 1 ? MEASURED : MEASURED_BATCHES;
    for (int run = 0; results.size() < measured; run++) {
      double[][] inputs = inputs(random, network.inputShape().size(), samples);
      long before = Allocation.ofAllThreads();
      FheResult result = fhe.evaluateBatch(client, keys, inputs);
      double allocatedBytes = Allocation.ofAllThreads() - before;
      warmUpMillis += result.millis();
      firstMillis = run == 0 ? result.serverMillis() : firstMillis;
      for (int sample = 0; sample < samples; sample++) {
        double[] plain = reference.evaluate(inputs[sample]);
        for (int k = 0; k < plain.length; k++) {
          error = Math.max(error, Math.abs(plain[k] - result.samples().get(sample).get(k)));
          least = Math.min(least, plain[k]);
          most = Math.max(most, plain[k]);
        }
      }
      boolean isWarm = warmUpMillis >= WARM_UP_MILLIS && (run >= WARM_UP || samples > 1);
      if (isWarm) {
        results.add(result);
        allocated.add(allocatedBytes);
      }
    }
    Measured all = new Measured(results, firstMillis, allocated);
    return row(network.name(), plan, threads, all, keyBytes, error, most - least);
  }

  /**
   * What came of all evaluations.
   *
   * @param results of the warm ones
   * @param firstMillis in the evaluator, of the very first one
   * @param allocatedBytes by the warm ones
   */
  private record Measured(
      List<FheResult> results, double firstMillis, List<Double> allocatedBytes) {}

  /** As sparse as fingerprints are. */
  private static double[][] inputs(Random random, int size, int samples) {
    double[][] inputs = new double[samples][];
    Arrays.setAll(
        inputs, i -> random.doubles(size).map(x -> x < DENSITY ? x / DENSITY : 0).toArray());
    return inputs;
  }

  private static Row row(
      String network,
      PlanName plan,
      int threads,
      Measured measured,
      long keyBytes,
      double error,
      double range) {
    List<FheResult> results = measured.results();
    FheResult first = results.get(0);
    List<Step> steps =
        IntStream.range(0, first.rounds().size())
            .mapToObj(
                s ->
                    new Step(
                        median(
                            results.stream().map(r -> r.rounds().get(s).serverMillis()).toList()),
                        first.rounds().get(s).bytesUp(),
                        first.rounds().get(s).bytesDown()))
            .toList();
    return new Row(
        network,
        plan.toString(),
        threads,
        first.samples().size(),
        median(results.stream().map(FheResult::serverMillis).toList()),
        measured.firstMillis(),
        median(results.stream().map(FheResult::clientMillis).toList()),
        steps,
        keyBytes,
        first.bytesUp(),
        first.bytesDown(),
        first.rounds().size(),
        Math.round(median(measured.allocatedBytes())),
        Math.round(
            heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / MIB),
        error,
        range);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
  }
}
