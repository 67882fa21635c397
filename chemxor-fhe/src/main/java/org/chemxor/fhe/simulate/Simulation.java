package org.chemxor.fhe.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.fhe.circuit.NoiseModel;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.circuit.SimulatedMachine;
import org.chemxor.fhe.circuit.SimulatedMachine.SimulatedConstant;
import org.chemxor.fhe.circuit.SimulatedMachine.SimulatedVector;
import org.chemxor.fhe.exchange.ConstantReply;
import org.chemxor.fhe.exchange.ReplySlots;
import org.chemxor.fhe.exchange.RoundValues;
import org.chemxor.fhe.guard.Wraparound;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.packing.BatchLayout;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.Round;
import org.chemxor.fhe.program.RoundOutline;

/**
 * Runs an {@link EncryptedProgram} without encryption: same packings, levels and scales, noise
 * drawn from the model of {@link NoiseModel}, and values modulo the replies' moduli. It refuses
 * what a client refuses. Thread-safe; the noise depends on the seed and on the order of calls.
 */
public final class Simulation {
  private final ProgramOutline outline;
  private final List<Round> rounds;
  private final SimulatedMachine machine;
  private final NoiseModel noise;
  private final List<RoundCircuit.Encoded<SimulatedConstant>> circuits = new ArrayList<>();

  /**
   * @param program what to run
   * @param seed of the noise
   */
  public Simulation(EncryptedProgram program, long seed) {
    this(program.outline(), program.rounds(), seed);
  }

  /**
   * The same for a program that is not there yet.
   *
   * @param outline its public part
   * @param rounds its rounds
   * @param seed of the noise
   */
  public Simulation(ProgramOutline outline, List<Round> rounds, long seed) {
    this.outline = outline;
    this.rounds = List.copyOf(rounds);
    this.noise = new NoiseModel(outline.parameters(), seed);
    this.machine = new SimulatedMachine(outline.parameters(), noise, outline.rotations());
    for (Round round : rounds) {
      circuits.add(round.circuit().encode(SimulatedMachine.encoder(noise)));
    }
  }

  /** The network's output for an input in {@code [channels, height, width]} order. */
  public double[] evaluate(double[] input) {
    return evaluate(new double[][] {input})[0];
  }

  /** The network's outputs for several inputs, in one batch when the program takes batches. */
  public double[][] evaluate(double[][] inputs) {
    int size = outline.maxSamples();
    double[][] outputs = new double[inputs.length][];
    for (int from = 0; from < inputs.length; from += size) {
      int first = from;
      int to = Math.min(inputs.length, from + size);
      RoundValues relay = new RoundValues(outline, Arrays.copyOfRange(inputs, from, to));
      run(relay);
      for (int i = from; i < to; i++) {
        outputs[i] = relay.outputs(i - first);
      }
    }
    return outputs;
  }

  /** All slots of the last reply, by ciphertext. */
  double[][] lastReply(double[] input) {
    return run(new RoundValues(outline, new double[][] {input}));
  }

  private double[][] run(RoundValues relay) {
    double[][] slots = {};
    for (Round round : rounds) {
      double[][] packed = relay.packNext();
      int distinct = distinctSlots(round, relay.samples(), packed[0].length);
      List<SimulatedVector> request =
          Arrays.stream(packed)
              .map(values -> RoundValues.share(Arrays.copyOf(values, distinct), round.copies()))
              .map(values -> machine.encrypt(values, round.circuit().input()))
              .toList();
      List<SimulatedVector> reply = circuits.get(round.index()).run(machine, request);
      RoundOutline form = outline.rounds().get(round.index());
      int all = packed[0].length;
      slots =
          reply.stream()
              .map(vector -> received(repeated(vector, all), form, round.index()))
              .toArray(double[][]::new);
      relay.accept(slots);
    }
    return slots;
  }

  /**
   * How many slots have to be computed. In a batch nothing goes from slot to slot, and those
   * without a sample repeat those that have one: they differ by noise alone.
   */
  private int distinctSlots(Round round, int samples, int slots) {
    boolean isBatch = outline.rounds().get(round.index()).input() instanceof BatchLayout;
    return isBatch ? samples : slots;
  }

  private static SimulatedVector repeated(SimulatedVector vector, int slots) {
    double[] distinct = vector.slots();
    if (distinct.length == slots) {
      return vector;
    }
    double[] all = new double[slots];
    Arrays.setAll(all, i -> distinct[i % distinct.length]);
    return new SimulatedVector(vector.level(), vector.scale(), all);
  }

  /** What the client decrypts: with noise, and modulo the reply's modulus. */
  private double[] received(SimulatedVector reply, RoundOutline round, int index) {
    ReplyForm form = round.form();
    double deviation = form.deviation(outline.parameters(), reply.scale());
    double limit = form.limit(outline.parameters(), reply.scale());
    if (!form.isConstant()) {
      double[] noisy = deviation == 0 ? reply.slots() : noise.add(reply.slots(), deviation);
      double modulus = Math.pow(2, outline.parameters().logQ(reply.level())) / reply.scale();
      double[][] complex = Wraparound.of(noisy, modulus);
      ReplySlots.requireReal(complex, index);
      return ReplySlots.withoutCopy(complex[0], form, round.output(), limit, index);
    }
    double[] means = noise.add(meansOfHalves(reply.slots()), deviation);
    double[] slots = new double[reply.slots().length];
    Arrays.fill(slots, ConstantReply.wrapped(means[0], means[1], form, limit, index));
    return slots;
  }

  /** Coefficients 0 and N / 4: the mean, and the difference of even slots to it by sqrt(2). */
  private static double[] meansOfHalves(double[] slots) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i < slots.length; i += 2) {
      even += slots[i];
      odd += slots[i + 1];
    }
    double n = slots.length;
    return new double[] {(even + odd) / n, (even - odd) / (n * Math.sqrt(2))};
  }
}
