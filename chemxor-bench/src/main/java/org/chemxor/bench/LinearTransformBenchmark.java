package org.chemxor.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.LinearTransform;
import org.chemxor.ckks.Parallelism;
import org.chemxor.ckks.PreparedTransform;
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

/**
 * A transform of 4096 slots with 512 diagonals at three data primes: OlindaNetZero's largest layer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LinearTransformBenchmark {
  private static final int DIAGONALS = 512;

  /** Baby steps. */
  @Param({"16", "32", "64"})
  public int babySteps = 32;

  /** Threads. */
  @Param({"1", "2"})
  public int threads = 1;

  private ExecutorService executor;
  private CkksContext context;
  private PreparedTransform prepared;
  private GaloisKeys keys;
  private Ciphertext ciphertext;

  /** Makes keys and encodes the diagonals. */
  @Setup
  public void setUp() {
    executor = Executors.newFixedThreadPool(threads);
    CkksParameters parameters = CkksBenchmark.parameters(8192, 3);
    context = CkksEngine.load().context(parameters, Parallelism.of(executor, threads));
    double[] values = new Random(1).doubles(parameters.slotCount(), -1, 1).toArray();
    Map<Integer, double[]> diagonals = new HashMap<>();
    for (int i = 0; i < DIAGONALS; i++) {
      diagonals.put(i, values);
    }
    LinearTransform transform =
        LinearTransform.ofDiagonals(parameters.slotCount(), diagonals, babySteps);
    KeyGenerator generator = context.keyGenerator();
    keys = generator.createGaloisKeys(transform.rotationSteps());
    int level = parameters.maxLevel();
    prepared = context.evaluator().prepare(transform, level, (double) parameters.dataPrime(level));
    ciphertext = context.encryptor(generator.secretKey()).encrypt(context.encoder().encode(values));
    generator.secretKey().close();
  }

  /** Stops the threads. */
  @TearDown
  public void tearDown() {
    context.close();
    executor.shutdownNow();
  }

  /** The transform, not rescaled. */
  @Benchmark
  public Ciphertext apply() {
    return context.evaluator().apply(prepared, ciphertext, keys);
  }
}
