package org.chemxor.fhe.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Parallelism;
import org.chemxor.fhe.circuit.StepCircuit;
import org.chemxor.fhe.circuit.TimedMachine;
import org.chemxor.fhe.circuit.TimedMachine.Timed;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Partition;

/**
 * How long the evaluator will take on this machine once it is warm: its operations are counted, and
 * each kind is timed with throwaway keys. Takes some seconds itself. Reading and writing of
 * messages is not counted.
 *
 * @param stepMillis by round
 * @param threads of the evaluator
 */
public record TimeForecast(List<Double> stepMillis, int threads) {
  /**
   * Small programs are timed again for so long: with few calls of an operation the JIT compiler may
   * not be done with it.
   */
  private static final double SETTLING_MILLIS = 4000;

  /** Copies the list. */
  public TimeForecast {
    stepMillis = List.copyOf(stepMillis);
  }

  /** All rounds. */
  public double serverMillis() {
    return stepMillis.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Times the operations on this machine.
   *
   * @param engine what will compute
   * @param parallelism of the evaluator
   */
  public static TimeForecast of(
      EncryptedProgram program, CkksEngine engine, Parallelism parallelism) {
    boolean rotates = !program.rotations().keys().isEmpty();
    try (OperationTimer timer =
        new OperationTimer(
            program.parameters(),
            engine,
            parallelism,
            program.hasCompactWeights(),
            rotates,
            program.outline().ringSwitch())) {
      long start = System.nanoTime();
      List<Double> millis = stepMillis(program, timer, parallelism.threads());
      while (System.nanoTime() - start < SETTLING_MILLIS * 1e6) {
        timer.forget();
        millis = stepMillis(program, timer, parallelism.threads());
      }
      return new TimeForecast(millis, parallelism.threads());
    }
  }

  private static List<Double> stepMillis(
      EncryptedProgram program, OperationTimer timer, int threads) {
    List<Double> millis = new ArrayList<>();
    for (Partition partition : program.partitions()) {
      TimedMachine machine = new TimedMachine(timer, program.rotations(), threads);
      StepCircuit circuit = partition.circuit();
      circuit.encode(TimedMachine.encoder()).run(machine, inputs(circuit));
      ReplyForm form = program.outline().steps().get(partition.index()).form();
      double messages =
          circuit.inputCount() * timer.read(circuit.input().level(), partition.copies())
              + circuit.outputCount() * timer.write(circuit.output().level(), form);
      millis.add(machine.millis() + messages);
    }
    return millis;
  }

  private static List<Timed> inputs(StepCircuit circuit) {
    Timed input = new Timed(circuit.input().level());
    return IntStream.range(0, circuit.inputCount()).mapToObj(i -> input).toList();
  }
}
