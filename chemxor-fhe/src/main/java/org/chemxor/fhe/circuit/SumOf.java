package org.chemxor.fhe.circuit;

import java.util.List;

/** The sum of several vectors of one level and scale. */
public final class SumOf implements Operation {
  private final LevelAndScale levelAndScale;

  /**
   * @param levelAndScale level and scale of the operands
   */
  public SumOf(LevelAndScale levelAndScale) {
    this.levelAndScale = levelAndScale;
  }

  @Override
  public LevelAndScale result() {
    return levelAndScale;
  }

  @Override
  public String describe() {
    return "add";
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    return new Sum<>();
  }

  private record Sum<P>() implements Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      V sum = inputs.get(0);
      for (V next : inputs.subList(1, inputs.size())) {
        sum = machine.add(sum, next);
      }
      return sum;
    }
  }
}
