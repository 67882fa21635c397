package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Parallelism;
import org.chemxor.fhe.circuit.StepCircuit;
import org.chemxor.fhe.circuit.TimedMachine;
import org.chemxor.fhe.circuit.TimedMachine.Timed;

/**
 * How long the evaluator will take on this machine once it is warm: its operations are counted, and
 * each kind is timed with throwaway keys. Takes some seconds itself. Reading and writing of
 * messages is not counted.
 *
 * @param stepMillis by round
 * @param threads of the evaluator
 */
public record TimePrediction(List<Double> stepMillis, int threads) {
  /** Copies the list. */
  public TimePrediction {
    stepMillis = List.copyOf(stepMillis);
  }

  /** All rounds. */
  public double serverMillis() {
    return stepMillis.stream().mapToDouble(Double::doubleValue).sum();
  }

  static TimePrediction of(EncryptedProgram program, CkksEngine engine, Parallelism parallelism) {
    boolean rotates = !program.rotations().keys().isEmpty();
    List<Double> millis = new ArrayList<>();
    try (OperationTimer timer =
        new OperationTimer(
            program.parameters(),
            engine,
            parallelism,
            program.hasCompactWeights(),
            rotates,
            program.outline().ringSwitch())) {
      for (Partition partition : program.partitions()) {
        TimedMachine machine = new TimedMachine(timer, program.rotations(), parallelism.threads());
        StepCircuit circuit = partition.circuit();
        List<Timed> inputs = inputs(circuit);
        circuit.encode(TimedMachine.encoder()).run(machine, inputs);
        ReplyForm form = program.outline().steps().get(partition.index()).form();
        double messages =
            circuit.inputCount() * timer.read(circuit.input().level(), partition.copies())
                + circuit.outputCount() * timer.write(circuit.output().level(), form);
        millis.add(machine.millis() + messages);
      }
    }
    return new TimePrediction(millis, parallelism.threads());
  }

  private static List<Timed> inputs(StepCircuit circuit) {
    Timed input = new Timed(circuit.input().level());
    return IntStream.range(0, circuit.inputCount()).mapToObj(i -> input).toList();
  }
}
