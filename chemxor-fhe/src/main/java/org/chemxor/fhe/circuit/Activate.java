package org.chemxor.fhe.circuit;

import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.graph.Activation;

/**
 * Computes an {@link Activation} on every slot: one level for a square, two for cubic, quartic;
 * none for a square whose scale the next product takes away.
 */
public final class Activate implements Operation {
  private final Activation activation;
  private final LevelAndScale input;
  private final LevelAndScale squared;
  private final LevelAndScale result;
  private final int slots;
  private final double inputPrime;
  private final Reduction reduction;

  /** What is done to the product in a square. */
  private enum Reduction {
    RELINEARIZED_AND_RESCALED(""),
    RELINEARIZED(", without a level of its own"),
    NONE(", relinearised when summed up");

    private final String remark;

    Reduction(String remark) {
      this.remark = remark;
    }
  }

  /**
   * @param activation what to compute; not the identity
   * @param input level and scale of the operand
   * @param parameters where the primes come from
   */
  public Activate(Activation activation, LevelAndScale input, CkksParameters parameters) {
    this(activation, input, parameters, Reduction.RELINEARIZED_AND_RESCALED);
  }

  private Activate(
      Activation activation, LevelAndScale input, CkksParameters parameters, Reduction reduction) {
    this.reduction = reduction;
    this.activation = activation;
    this.input = input;
    this.slots = parameters.slotCount();
    this.inputPrime = parameters.dataPrime(input.level());
    this.squared = new LevelAndScale(input.level() - 1, input.scale() * input.scale() / inputPrime);
    if (reduction != Reduction.RELINEARIZED_AND_RESCALED) {
      this.result = new LevelAndScale(input.level(), input.scale() * input.scale());
    } else if (activation instanceof Activation.Square) {
      this.result = squared;
    } else {
      double prime = parameters.dataPrime(squared.level());
      double scale =
          activation instanceof Activation.Cubic
              ? input.scale() * squared.scale() / prime
              : squared.scale() * squared.scale() / prime;
      this.result = new LevelAndScale(squared.level() - 1, scale);
    }
  }

  /** A square that is not rescaled: the level stays, and the scale is squared. */
  static Activate squareKeepingLevel(LevelAndScale input, CkksParameters parameters) {
    return new Activate(new Activation.Square(), input, parameters, Reduction.RELINEARIZED);
  }

  /** The same, not relinearised either: results can only be summed up, see {@link SlotMachine}. */
  static Activate squareLazily(LevelAndScale input, CkksParameters parameters) {
    return new Activate(new Activation.Square(), input, parameters, Reduction.NONE);
  }

  /**
   * The scale of operands that gives results a scale: scales are powers of each other.
   *
   * @param activation of any kind
   * @param level of the operands
   * @param resultScale wanted
   */
  public static double operandScale(
      Activation activation, int level, double resultScale, CkksParameters parameters) {
    if (activation instanceof Activation.Identity) {
      return resultScale;
    }
    double ofUnit =
        new Activate(activation, new LevelAndScale(level, 1), parameters).result().scale();
    int degree =
        activation instanceof Activation.Square
            ? 2
            : activation instanceof Activation.Cubic ? 3 : 4;
    return Math.pow(resultScale / ofUnit, 1.0 / degree);
  }

  @Override
  public LevelAndScale result() {
    return result;
  }

  @Override
  public String describe() {
    return "activate: " + activation + reduction.remark;
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    if (activation instanceof Activation.Cubic cubic) {
      return new Cubic<>(
          encoder.encode(all(cubic.linear()), squared.scale(), squared.level()), squared.level());
    } else if (activation instanceof Activation.Quartic quartic) {
      double linearScale = result.scale() * inputPrime / input.scale();
      boolean hasLinear = Math.abs(quartic.linear()) * linearScale >= 1;
      return new Quartic<>(
          encoder.encode(all(quartic.shift()), squared.scale(), squared.level()),
          hasLinear
              ? List.of(encoder.encode(all(quartic.linear()), linearScale, input.level()))
              : List.of(),
          result.level());
    }
    return new Square<>(reduction);
  }

  private double[] all(double value) {
    double[] values = new double[slots];
    Arrays.fill(values, value);
    return values;
  }

  private record Square<P>(Reduction reduction) implements Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      V operand = inputs.get(0);
      return switch (reduction) {
        case RELINEARIZED_AND_RESCALED -> machine.squareAndRescale(operand);
        case RELINEARIZED -> machine.square(operand);
        case NONE -> machine.squareLazily(operand);
      };
    }
  }

  private record Cubic<P>(P linear, int level) implements Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      V x = inputs.get(0);
      V factor = machine.addConstant(machine.squareAndRescale(x), linear);
      return machine.rescale(machine.multiply(machine.dropToLevel(x, level), factor));
    }
  }

  private record Quartic<P>(P shift, List<P> linear, int level) implements Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      V x = inputs.get(0);
      V inner = machine.addConstant(machine.squareAndRescale(x), shift);
      V square = machine.squareAndRescale(inner);
      if (linear.isEmpty()) {
        return square;
      }
      V term = machine.rescale(machine.sumOfProducts(List.of(x), linear));
      return machine.add(square, machine.dropToLevel(term, level));
    }
  }
}
