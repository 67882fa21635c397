package org.chemxor.fhe.circuit;

import java.util.List;

/** Drops primes, so that an answer takes the fewest bytes. */
public final class DropToLevel implements Operation {
  private final LevelAndScale result;

  /**
   * @param input level and scale of the operand
   * @param level the level to drop to
   */
  public DropToLevel(LevelAndScale input, int level) {
    this.result = new LevelAndScale(level, input.scale());
  }

  @Override
  public LevelAndScale result() {
    return result;
  }

  @Override
  public String describe() {
    return "drop to level " + result.level();
  }

  @Override
  public <P> Encoded<P> encode(ConstantEncoder<P> encoder) {
    return new Drop<>(result.level());
  }

  private record Drop<P>(int level) implements Encoded<P> {
    @Override
    public <V> V run(SlotMachine<V, P> machine, List<V> inputs) {
      return machine.dropToLevel(inputs.get(0), level);
    }
  }
}
