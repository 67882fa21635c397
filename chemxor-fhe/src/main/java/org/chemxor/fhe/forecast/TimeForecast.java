package org.chemxor.fhe.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.circuit.TimedMachine;
import org.chemxor.fhe.circuit.TimedMachine.Timed;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Round;

/**
 * How long the evaluator will take on this machine once it is warm: its operations are counted, and
 * each kind is timed with throwaway keys. Takes some seconds itself. Reading and writing of
 * messages is not counted.
 *
 * @param roundMillis by round
 * @param threads of the evaluator
 */
public record TimeForecast(List<Double> roundMillis, int threads) {
  /**
   * Small programs are timed again for so long: with few calls of an operation the JIT compiler may
   * not be done with it.
   */
  private static final double SETTLING_MILLIS = 4000;

  /** Copies the list. */
  public TimeForecast {
    roundMillis = List.copyOf(roundMillis);
  }

  /** All rounds. */
  public double serverMillis() {
    return roundMillis.stream().mapToDouble(Double::doubleValue).sum();
  }

  /**
   * Times the operations on this machine.
   *
   * @param engine what will compute
   * @param parallelism of the evaluator
   */
  public static TimeForecast of(
      EncryptedProgram program, CkksEngine engine, Parallelism parallelism) {
    boolean rotates = !program.rotations().steps().isEmpty();
    try (OperationTimer timer =
        new OperationTimer(
            program.parameters(),
            engine,
            parallelism,
            program.hasCompactWeights(),
            rotates,
            program.outline().ringSwitch())) {
      long start = System.nanoTime();
      List<Double> millis = roundMillis(program, timer, parallelism.threads());
      while (System.nanoTime() - start < SETTLING_MILLIS * 1e6) {
        timer.forget();
        millis = roundMillis(program, timer, parallelism.threads());
      }
      return new TimeForecast(millis, parallelism.threads());
    }
  }

  private static List<Double> roundMillis(
      EncryptedProgram program, OperationTimer timer, int threads) {
    List<Double> millis = new ArrayList<>();
    for (Round round : program.rounds()) {
      TimedMachine machine = new TimedMachine(timer, program.rotations(), threads);
      RoundCircuit circuit = round.circuit();
      circuit.encode(TimedMachine.encoder()).run(machine, inputs(circuit));
      ReplyForm form = program.outline().rounds().get(round.index()).form();
      double messages =
          circuit.inputCount() * timer.read(circuit.input().level(), round.copies())
              + circuit.outputCount() * timer.write(circuit.output().level(), form);
      millis.add(machine.millis() + messages);
    }
    return millis;
  }

  private static List<Timed> inputs(RoundCircuit circuit) {
    Timed input = new Timed(circuit.input().level());
    return IntStream.range(0, circuit.inputCount()).mapToObj(i -> input).toList();
  }
}
