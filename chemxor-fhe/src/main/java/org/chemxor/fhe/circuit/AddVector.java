package org.chemxor.fhe.circuit;

import java.util.List;

/** Adds a constant to every slot: a layer's bias. */
public final class AddVector implements Operation {
  private final double[] values;
  private final LevelAndScale levelAndScale;

  /**
   * @param values one number per slot; copied
   * @param levelAndScale level and scale of the operand
   */
  public AddVector(double[] values, LevelAndScale levelAndScale) {
    this.values = values.clone();
    this.levelAndScale = levelAndScale;
  }

  @Override
  public LevelAndScale result() {
    return levelAndScale;
  }

  @Override
  public String describe() {
    return "add the bias";
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    return new Bias<>(encoder.encode(values, levelAndScale.scale(), levelAndScale.level()));
  }

  private record Bias<P>(P constant) implements Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      return machine.addConstant(inputs.get(0), constant);
    }
  }
}
