package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.graph.Activation;
import org.chemxor.fhe.packing.DiagonalForm;

/** Puts a circuit together and keeps account of levels and scales. Not thread-safe. */
public final class CircuitBuilder {
  private final CkksParameters parameters;
  private final int inputCount;
  private final LevelAndScale input;
  private final List<Circuit.Instruction> instructions = new ArrayList<>();

  /**
   * @param parameters primes and default scale
   * @param inputCount number of input vectors
   * @param level level of the inputs, whose scale is the parameters'
   */
  public CircuitBuilder(CkksParameters parameters, int inputCount, int level) {
    this.parameters = parameters;
    this.inputCount = inputCount;
    this.input = new LevelAndScale(level, parameters.scale());
  }

  /** Level and scale of a register. */
  public LevelAndScale levelAndScale(int register) {
    return register < inputCount
        ? input
        : instructions.get(register - inputCount).operation().result();
  }

  private int append(Operation operation, List<Integer> inputs) {
    instructions.add(new Circuit.Instruction(operation, inputs));
    return inputCount + instructions.size() - 1;
  }

  /** A linear map with its folds; the result has the given scale. */
  public int product(DiagonalForm form, List<Integer> registers, double scale) {
    LevelAndScale in = levelAndScale(registers.get(0));
    return append(
        new DiagonalProduct(form, in, scale, parameters.dataPrime(in.level())), registers);
  }

  /** The sum of all rotations by multiples of a period. */
  public int trace(int register, int period) {
    LevelAndScale in = levelAndScale(register);
    return append(new Trace(period, parameters.slotCount(), in), List.of(register));
  }

  /** The sum of registers of one level and scale; of one register, itself. */
  public int sum(List<Integer> registers) {
    return registers.size() == 1
        ? registers.get(0)
        : append(new SumOf(levelAndScale(registers.get(0))), registers);
  }

  /** A constant added to every slot. */
  public int add(int register, double[] slots) {
    return append(new AddVector(slots, levelAndScale(register)), List.of(register));
  }

  /** An activation; the identity costs nothing. */
  public int activate(Activation activation, int register) {
    return activation instanceof Activation.Identity
        ? register
        : append(new Activate(activation, levelAndScale(register), parameters), List.of(register));
  }

  /** A square that keeps its level: scales multiply, and what comes next takes both away. */
  public int square(int register) {
    return append(
        Activate.squareKeepingLevel(levelAndScale(register), parameters), List.of(register));
  }

  /** Drops a register to a level. */
  public int dropToLevel(int register, int level) {
    return levelAndScale(register).level() == level
        ? register
        : append(new DropToLevel(levelAndScale(register), level), List.of(register));
  }

  /** The circuit with these registers as its results. */
  public Circuit build(List<Integer> outputs) {
    return new Circuit(inputCount, input, instructions, outputs);
  }
}
