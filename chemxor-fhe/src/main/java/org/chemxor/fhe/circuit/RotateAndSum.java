package org.chemxor.fhe.circuit;

import java.util.Arrays;
import java.util.List;

/** {@code u += rot(u, step)} for every step in turn. */
public final class RotateAndSum implements Operation {
  private final List<Integer> steps;
  private final Signature signature;

  /**
   * @param steps rotations to the left, in order
   * @param signature level and scale of the operand
   */
  public RotateAndSum(int[] steps, Signature signature) {
    this.steps = Arrays.stream(steps).boxed().toList();
    this.signature = signature;
  }

  @Override
  public Signature result() {
    return signature;
  }

  @Override
  public RotationDemand rotations() {
    return new RotationDemand(List.of(), steps);
  }

  @Override
  public String describe() {
    return "add rotations by " + steps + " in turn";
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    return new Fold<>(steps);
  }

  private record Fold<P>(List<Integer> steps) implements Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      V sum = inputs.get(0);
      for (int step : steps) {
        sum = machine.add(sum, machine.rotations().rotate(machine, sum, step));
      }
      return sum;
    }
  }
}
