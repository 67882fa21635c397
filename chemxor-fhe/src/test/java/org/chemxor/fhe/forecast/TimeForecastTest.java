package org.chemxor.fhe.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.circuit.TimedMachine;
import org.chemxor.fhe.circuit.TimedMachine.Timed;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;

class TimeForecastTest {

  /**
   * Every operation costs one millisecond for each vector that it makes or reads; counted by kind.
   */
  private static final class UnitCosts implements TimedMachine.Costs {
    final Map<String, Double> counts = new HashMap<>();

    private double count(String operation, double size) {
      counts.merge(operation, size, Double::sum);
      return size;
    }

    @Override
    public double add(int level, boolean isShared) {
      return count("add", 1);
    }

    @Override
    public double sumOfProducts(int level, int terms, boolean isShared) {
      return count("products", terms);
    }

    @Override
    public double multiply(int level, boolean isShared) {
      return count("multiply", 1);
    }

    @Override
    public double squareLazily(int level, boolean isShared) {
      return count("lazy square", 1);
    }

    @Override
    public double relinearize(int level, boolean isShared) {
      return count("relinearise", 1);
    }

    @Override
    public double squareAndRescale(int level, boolean isShared) {
      return count("square", 1);
    }

    @Override
    public double rescale(int level, boolean isShared) {
      return count("rescale", 1);
    }

    @Override
    public double rotateMany(int level, int rounds, boolean isShared) {
      return count("rotate", rounds);
    }

    @Override
    public double linear(int level, ScalarMatrix matrix, int columns, boolean isShared) {
      return count("linear", (double) matrix.rows() * columns);
    }
  }

  private static double run(
      RoundCircuit circuit, EncryptedProgram program, UnitCosts costs, int n) {
    TimedMachine machine = new TimedMachine(costs, program.rotations(), n);
    List<Timed> inputs =
        IntStream.range(0, circuit.inputCount())
            .mapToObj(i -> new Timed(circuit.input().level()))
            .toList();
    circuit.encode(TimedMachine.encoder()).run(machine, inputs);
    return machine.millis();
  }

  @Test
  void everyOperationOfAPartitionIsCounted() {
    EncryptedProgram program =
        ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.partitioned());
    RoundCircuit circuit = program.rounds().get(1).circuit();
    UnitCosts costs = new UnitCosts();
    double total = run(circuit, program, costs, 1);
    assertThat(total)
        .isCloseTo(costs.counts.values().stream().mapToDouble(v -> v).sum(), within(1e-9 * total));
    assertThat(costs.counts.get("products")).isEqualTo(512);
    assertThat(costs.counts.get("square")).isEqualTo(1);
    assertThat(costs.counts.get("rescale")).isEqualTo(1);
    // 31 baby rounds, 15 giant rounds and 3 folds, more where a round has no key of its own.
    assertThat(costs.counts.get("rotate")).isBetween(49.0, 80.0);
  }

  @Test
  void whatRunsInParallelIsSharedAmongTheThreads() {
    EncryptedProgram program =
        ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.partitioned());
    RoundCircuit circuit = program.rounds().get(1).circuit();
    double one = run(circuit, program, new UnitCosts(), 1);
    double two = run(circuit, program, new UnitCosts(), 2);
    // Half of the 512 products of 16 giant steps, and of the 14 rotations and additions that join
    // them but for the last; of the 31 baby rounds those that do not need each other. No fold.
    assertThat(one - two).isBetween(256.0 + 14, 256 + 14 + 31 / 2.0);
  }

  @Test
  void batchesCountOneProductForEachWeight() {
    EncryptedProgram program =
        ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.batch(4096));
    UnitCosts costs = new UnitCosts();
    run(program.rounds().get(0).circuit(), program, costs, 1);
    assertThat(costs.counts.get("linear")).isEqualTo(3200 * 9 + 512 * 3200);
    assertThat(costs.counts.get("square")).isEqualTo(3200);
    assertThat(costs.counts).doesNotContainKey("rotate");
  }

  private static Network sumOfSquares() {
    Random random = new Random(23);
    return Network.builder("squares", Shape.vector(40))
        .add(Networks.linear(random, 40, 12))
        .add(Layer.Polynomial.of(0, 0, 1))
        .add(Networks.linear(random, 12, 2))
        .build();
  }

  @Test
  void squaresThatAreSummedUpAreRelinearisedOnceForEachSum() {
    EncryptedProgram program =
        ProgramCompiler.compile(sumOfSquares(), Plan.batch(64).insecureWithDegree(1024));
    UnitCosts costs = new UnitCosts();
    run(program.rounds().get(0).circuit(), program, costs, 1);
    assertThat(costs.counts)
        .containsEntry("lazy square", 12.0)
        .containsEntry("relinearise", 2.0)
        .containsEntry("linear", 40.0 * 12 + 12 * 2)
        .doesNotContainKeys("square", "multiply", "rescale");
  }

  /** Primes of 50 bits above a scale of 2^32, and a modulus as large as the results' scale. */
  @Test
  void timesBatchesWhosePrimesAreLargerThanTheScale() {
    Plan plan = Plan.batch(64).insecureWithDegree(1024);
    for (Network network : List.of(sumOfSquares(), Networks.residual(43, 6, 1))) {
      EncryptedProgram program = ProgramCompiler.compile(network, plan);
      TimeForecast time = TimeForecast.of(program, CkksEngine.load(), Parallelism.sequential());
      assertThat(time.roundMillis()).hasSize(program.roundCount()).allMatch(millis -> millis > 0);
    }
  }

  @Test
  void timesEveryRoundOnThisMachine() {
    EncryptedProgram program =
        ProgramCompiler.compile(
            Networks.olindaNetZero(1, 1), Plan.partitioned().insecureWithDegree(4096));
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      TimeForecast time = TimeForecast.of(program, CkksEngine.load(), Parallelism.of(executor, 2));
      assertThat(time.threads()).isEqualTo(2);
      assertThat(time.roundMillis()).hasSize(program.roundCount()).allMatch(millis -> millis > 0);
    } finally {
      executor.shutdownNow();
    }
  }
}
