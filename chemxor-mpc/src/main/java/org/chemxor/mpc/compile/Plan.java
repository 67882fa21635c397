package org.chemxor.mpc.compile;

import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Shape;
import org.chemxor.mpc.sharing.Ring;

/**
 * What data owner, model owner and dealer agree on: the public part of a network. Immutable and
 * checked: whoever holds one, from wherever it came, can run it without looking for
 * inconsistencies.
 *
 * @param name the network's name
 * @param featuriser settings that samples are made with, for the data owner's program; empty when
 *     the model owner knows of none. At most {@value #MAX_FEATURISER} characters
 * @param ring what shares are taken modulo of
 * @param exact whether numbers are rounded down exactly
 * @param comparator how comparisons are made
 * @param input shape of one sample
 * @param inputFraction fractional bits of the input
 * @param gates in order of evaluation, at least one; the last gives the output
 * @param outputFraction fractional bits of the output
 * @param outputFactor what decoded outputs are multiplied by
 */
public record Plan(
    String name,
    String featuriser,
    Ring ring,
    boolean exact,
    Comparator comparator,
    Shape input,
    int inputFraction,
    List<Gate> gates,
    int outputFraction,
    double outputFactor) {

  /** Longest settings of a featuriser, in characters. */
  public static final int MAX_FEATURISER = 1 << 17;

  /** Largest number of gates. */
  public static final int MAX_GATES = 4096;

  /** Largest value of one sample, in numbers. */
  public static final int MAX_VALUE = 1 << 26;

  /** Largest number of weights of one gate. */
  public static final int MAX_WEIGHTS = 1 << 28;

  /**
   * Checks everything.
   *
   * @throws InvalidInputException saying which gate is wrong
   */
  public Plan {
    gates = List.copyOf(gates);
    if (gates.isEmpty() || gates.size() > MAX_GATES) {
      throw new InvalidInputException(
          "a plan has 1 to " + MAX_GATES + " gates, got " + gates.size());
    }
    if (featuriser.length() > MAX_FEATURISER) {
      throw new InvalidInputException(
          "a featuriser's settings take "
              + featuriser.length()
              + " characters; the limit is "
              + MAX_FEATURISER);
    }
    if (!Double.isFinite(outputFactor) || outputFactor == 0) {
      throw new InvalidInputException("the output's factor is " + outputFactor);
    }
    requireFraction(inputFraction);
    requireFraction(outputFraction);
    for (int i = 0; i < gates.size(); i++) {
      check(i, gates, input, ring, exact);
    }
  }

  private static void requireFraction(int fraction) {
    if (fraction < 0 || fraction > 60) {
      throw new InvalidInputException("fractional bits must be 0 to 60, got " + fraction);
    }
  }

  private static void check(int index, List<Gate> gates, Shape input, Ring ring, boolean exact) {
    Gate gate = gates.get(index);
    String which = "gate " + index + " (" + gate.name() + ")";
    for (int value : gate.inputs()) {
      if (value < 0 || value > index) {
        throw new InvalidInputException(which + " reads value " + value + ", which is not there");
      }
      int size = value == 0 ? input.size() : gates.get(value - 1).outputSize();
      if (size != gate.inputSize()) {
        throw new InvalidInputException(
            which + " reads " + gate.inputSize() + " numbers where there are " + size);
      }
    }
    if (Math.max(gate.inputSize(), gate.outputSize()) > MAX_VALUE
        || (gate instanceof Gate.Affine affine && affine.shape().weightCount() > MAX_WEIGHTS)) {
      throw new InvalidInputException(which + " is too large");
    }
    if ((gate instanceof Gate.Sum sum && !(isShift(sum.leftShift()) && isShift(sum.rightShift())))
        || (gate instanceof Gate.Argmax argmax && argmax.indexBits() > ring.bits() - 4)) {
      throw new InvalidInputException(which + " shifts by what no ring allows");
    }
    for (Step step : gate.steps()) {
      checkStep(which, step, ring, exact);
    }
  }

  private static boolean isShift(int bits) {
    return bits >= 0 && bits <= 30;
  }

  private static void checkStep(String which, Step step, Ring ring, boolean exact) {
    boolean comparing = step.kind() == Step.Kind.RECTIFY;
    boolean valid =
        step.count() >= 1
            && step.count() <= MAX_VALUE
            && step.shift() >= 0
            && step.shift() <= ring.bits() - 4
            && step.low() >= 0
            && (comparing ? step.bits() >= 1 && step.bits() <= 61 : step.bits() == 0)
            && step.low() + step.bits() + (comparing ? 1 : 0) <= ring.bits() - 1
            && (!exact || step.low() == 0);
    if (!valid) {
      throw new InvalidInputException(
          which + " has a step that a ring of " + ring.bits() + " bits cannot do: " + step);
    }
  }

  /** The same with the settings that samples are made with. */
  public Plan withFeaturiser(String settings) {
    return new Plan(
        name,
        settings,
        ring,
        exact,
        comparator,
        input,
        inputFraction,
        gates,
        outputFraction,
        outputFactor);
  }

  /** Numbers of value {@code index} of one sample. */
  public int valueSize(int index) {
    return index == 0 ? input.size() : gates.get(index - 1).outputSize();
  }

  /** Numbers of the output of one sample. */
  public int outputSize() {
    return valueSize(gates.size());
  }

  /** Whether the output is only the position of the largest number. */
  public boolean labelOnly() {
    return gates.get(gates.size() - 1) instanceof Gate.Argmax;
  }

  /** The index of the last gate that reads the value, or the number of gates for the output. */
  public int lastUse(int value) {
    int last = value == gates.size() ? gates.size() : -1;
    for (int i = 0; i < gates.size(); i++) {
      if (gates.get(i).inputs().contains(value)) {
        last = Math.max(last, i);
      }
    }
    return last;
  }

  /** The index of the first affine gate that reads the value; -1 for none. */
  public int firstAffineUse(int value) {
    for (int i = 0; i < gates.size(); i++) {
      if (gates.get(i) instanceof Gate.Affine affine && affine.input() == value) {
        return i;
      }
    }
    return -1;
  }
}
