package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A straight-line program on packed vectors. Register i is input i for the first registers, then
 * the result of one instruction each. Immutable.
 */
public final class Circuit implements RoundCircuit {

  /** An operation and the registers it reads. */
  public record Instruction(Operation operation, List<Integer> inputs) {
    /** Copies the list. */
    public Instruction {
      inputs = List.copyOf(inputs);
    }
  }

  private final int inputCount;
  private final LevelAndScale input;
  private final List<Instruction> instructions;
  private final List<Integer> outputs;

  Circuit(
      int inputCount, LevelAndScale input, List<Instruction> instructions, List<Integer> outputs) {
    this.inputCount = inputCount;
    this.input = input;
    this.instructions = List.copyOf(instructions);
    this.outputs = List.copyOf(outputs);
  }

  @Override
  public int inputCount() {
    return inputCount;
  }

  @Override
  public LevelAndScale input() {
    return input;
  }

  @Override
  public int outputCount() {
    return outputs.size();
  }

  @Override
  public LevelAndScale output() {
    return levelAndScale(outputs.get(0));
  }

  /** The instructions in order. */
  public List<Instruction> instructions() {
    return instructions;
  }

  @Override
  public List<RotationDemand> rotations() {
    return instructions.stream()
        .map(instruction -> instruction.operation().rotations())
        .filter(demand -> !demand.equals(RotationDemand.NONE))
        .toList();
  }

  @Override
  public long weightNumbers(boolean isCompact) {
    return instructions.stream().mapToLong(i -> i.operation().weightNumbers(isCompact)).sum();
  }

  @Override
  public List<String> describe() {
    return instructions.stream().map(i -> i.operation().describe()).toList();
  }

  private LevelAndScale levelAndScale(int register) {
    return register < inputCount
        ? input
        : instructions.get(register - inputCount).operation().result();
  }

  @Override
  public <P> EncodedCircuit<P> encode(ConstantEncoder<P> encoder) {
    List<Operation.Encoded<P>> encoded = new ArrayList<>();
    for (Instruction instruction : instructions) {
      encoded.add(instruction.operation().encode(encoder));
    }
    return new EncodedCircuit<>(this, encoded);
  }

  /**
   * A circuit with its constants encoded. Immutable, shared by all threads.
   *
   * @param <P> an encoded constant
   */
  public static final class EncodedCircuit<P> implements Encoded<P> {
    private final Circuit circuit;
    private final List<Operation.Encoded<P>> operations;

    private EncodedCircuit(Circuit circuit, List<Operation.Encoded<P>> operations) {
      this.circuit = circuit;
      this.operations = List.copyOf(operations);
    }

    /** What it computes. */
    public Circuit circuit() {
      return circuit;
    }

    @Override
    public <V> List<V> run(SlotMachine<V, P> machine, List<V> inputs) {
      List<@Nullable V> registers = new ArrayList<>(inputs);
      for (int i = 0; i < operations.size(); i++) {
        registers.add(operations.get(i).run(machine, read(registers, reads(i))));
      }
      return read(registers, circuit.outputs);
    }

    private List<Integer> reads(int instruction) {
      return circuit.instructions.get(instruction).inputs();
    }

    private static <V> List<V> read(List<@Nullable V> registers, List<Integer> indices) {
      List<V> values = new ArrayList<>();
      for (int index : indices) {
        values.add(java.util.Objects.requireNonNull(registers.get(index)));
      }
      return values;
    }
  }
}
