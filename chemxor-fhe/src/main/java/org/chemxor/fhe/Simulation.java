package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.fhe.circuit.Circuit;
import org.chemxor.fhe.circuit.NoiseModel;
import org.chemxor.fhe.circuit.SimulatedMachine;
import org.chemxor.fhe.circuit.SimulatedMachine.SimulatedConstant;
import org.chemxor.fhe.circuit.SimulatedMachine.SimulatedVector;

/**
 * Runs an {@link EncryptedProgram} without encryption: same packings, levels and scales, and noise
 * drawn from the model of {@link NoiseModel}. Thread-safe; the noise depends on the seed and on the
 * order of calls.
 */
public final class Simulation {
  private final EncryptedProgram program;
  private final SimulatedMachine machine;
  private final List<Circuit.Encoded<SimulatedConstant>> circuits = new ArrayList<>();

  /**
   * @param program what to run
   * @param seed of the noise
   */
  public Simulation(EncryptedProgram program, long seed) {
    this.program = program;
    NoiseModel noise = new NoiseModel(program.parameters(), seed);
    this.machine = new SimulatedMachine(program.parameters(), noise, program.rotations());
    for (Partition partition : program.partitions()) {
      circuits.add(partition.circuit().encode(SimulatedMachine.encoder(noise)));
    }
  }

  /** The network's output for an input in {@code [channels, height, width]} order. */
  public double[] evaluate(double[] input) {
    Relay relay = new Relay(program.outline(), input);
    run(relay);
    return relay.outputs();
  }

  /** All slots of the last reply, by ciphertext. */
  double[][] lastReply(double[] input) {
    return run(new Relay(program.outline(), input));
  }

  private double[][] run(Relay relay) {
    double[][] slots = {};
    for (Partition partition : program.partitions()) {
      double[][] packed = relay.packNext();
      List<SimulatedVector> request =
          Arrays.stream(packed)
              .map(values -> machine.encrypt(values, partition.circuit().input()))
              .toList();
      List<SimulatedVector> reply = circuits.get(partition.index()).run(machine, request);
      slots = reply.stream().map(SimulatedVector::slots).toArray(double[][]::new);
      relay.accept(slots);
    }
    return slots;
  }
}
