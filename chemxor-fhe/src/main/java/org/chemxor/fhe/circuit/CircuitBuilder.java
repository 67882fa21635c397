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
  private final Signature input;
  private final List<Circuit.Instruction> instructions = new ArrayList<>();

  /**
   * @param parameters primes and default scale
   * @param inputCount number of input vectors
   * @param level level of the inputs, whose scale is the parameters'
   */
  public CircuitBuilder(CkksParameters parameters, int inputCount, int level) {
    this.parameters = parameters;
    this.inputCount = inputCount;
    this.input = new Signature(level, parameters.scale());
  }

  /** Level and scale of a register. */
  public Signature signature(int register) {
    return register < inputCount
        ? input
        : instructions.get(register - inputCount).operation().result();
  }

  private int append(Operation operation, List<Integer> inputs) {
    instructions.add(new Circuit.Instruction(operation, inputs));
    return inputCount + instructions.size() - 1;
  }

  /** A linear map with its folds and bias; the result is back at the parameters' scale. */
  public int linear(DiagonalForm form, List<Integer> registers, double[] slotBias) {
    Signature in = signature(registers.get(0));
    DiagonalProduct product =
        new DiagonalProduct(
            form, babySteps(form), in, parameters.scale(), parameters.dataPrime(in.level()));
    int register = append(product, registers);
    if (form.foldSteps().length > 0) {
      register = append(new RotateAndSum(form.foldSteps(), signature(register)), List.of(register));
    }
    return append(new AddVector(slotBias, signature(register)), List.of(register));
  }

  /** Balances hoisted baby steps against giant steps: about sqrt(2 diagonals / inputs). */
  private static int babySteps(DiagonalForm form) {
    double balanced = Math.sqrt(2.0 * form.diagonals() / form.inputs());
    int babies = 1;
    while (2 * babies <= balanced * Math.sqrt(2) && 2 * babies <= form.diagonals()) {
      babies *= 2;
    }
    return babies;
  }

  /** An activation; the identity costs nothing. */
  public int activate(Activation activation, int register) {
    return activation instanceof Activation.Identity
        ? register
        : append(new Activate(activation, signature(register), parameters), List.of(register));
  }

  /** Drops a register to a level. */
  public int dropToLevel(int register, int level) {
    return signature(register).level() == level
        ? register
        : append(new DropToLevel(signature(register), level), List.of(register));
  }

  /** The circuit with these registers as its results. */
  public Circuit build(List<Integer> outputs) {
    return new Circuit(inputCount, input, instructions, outputs);
  }
}
