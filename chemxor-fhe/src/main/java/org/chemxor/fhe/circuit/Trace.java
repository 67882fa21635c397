package org.chemxor.fhe.circuit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The sum of all rotations of a vector by multiples of a period. It makes a whole ciphertext of one
 * that was sent without the coefficients that follow from its slots repeating, see {@link
 * org.chemxor.ckks.wire.compact.SubringFormat}.
 */
public final class Trace implements Operation {
  private final int period;
  private final int slots;
  private final LevelAndScale levelAndScale;

  /**
   * @param period a power of two
   * @param slots n, a larger one
   * @param levelAndScale level and scale of the operand
   */
  public Trace(int period, int slots, LevelAndScale levelAndScale) {
    this.period = period;
    this.slots = slots;
    this.levelAndScale = levelAndScale;
  }

  /** The rotations, one after the other, each of the sum so far. */
  private List<Integer> steps() {
    return IntStream.iterate(period, step -> step < slots, step -> 2 * step).boxed().toList();
  }

  @Override
  public LevelAndScale result() {
    return levelAndScale;
  }

  @Override
  public RotationDemand rotations() {
    return new RotationDemand(levelAndScale.level(), List.of(), steps());
  }

  @Override
  public String describe() {
    return "complete the vector from one period of " + period + " slots, rotate by " + steps();
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    return new Sum<>(steps());
  }

  private record Sum<P>(List<Integer> steps) implements Encoded<P> {
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
