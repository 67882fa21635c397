package org.chemxor.mpc.emulate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.sharing.FixedPoint;

/** How many bits the numbers of a compiled model take on samples, and how many are free. */
final class Ranges {
  private final Plan plan;
  private final int spareBits;
  private final Map<Gate, Integer> needed = new HashMap<>();
  private final Map<String, Integer> lacking = new HashMap<>();
  private int output;

  /**
   * Runs the samples.
   *
   * @param spareBits added to what numbers were seen to take
   */
  Ranges(CompiledModel model, List<double[]> samples, int spareBits) {
    this.plan = model.plan();
    this.spareBits = spareBits;
    FixedPointEmulator emulator = new FixedPointEmulator(model);
    for (double[] sample : samples) {
      long[] outputs =
          emulator.run(
              FixedPoint.encode(sample, plan.inputFraction()),
              1,
              (gate, step, count) -> new long[count],
              this::observe);
      for (long value : outputs) {
        output = Math.max(output, bits(Math.abs(value)));
      }
    }
  }

  private int bits(long largest) {
    return Long.SIZE - Long.numberOfLeadingZeros(largest) + spareBits;
  }

  private void observe(Gate gate, Step step, long largest) {
    needed.merge(gate, bits(largest), Math::max);
    if (step.kind() == Step.Kind.RECTIFY && bits(largest) > step.low() + step.bits()) {
      lacking.merge(gate.name(), bits(largest) - step.low() - step.bits(), Math::max);
    }
  }

  /** Bits by which comparisons are too short, by the layer's name. */
  Map<String, Integer> lacking() {
    return lacking;
  }

  /**
   * For each convolution or linear layer, bits that are free in the ring wherever its results go
   * before they are truncated; negative where bits are missing.
   */
  Map<String, Integer> free() {
    Map<String, Integer> free = new HashMap<>();
    for (Gate gate : plan.gates()) {
      Integer bits = needed.get(gate);
      if (bits != null) {
        trace(gate.inputs(), plan.ring().bits() - 2 - bits, free, new HashSet<>());
      }
    }
    List<Integer> last = List.of(plan.gates().size());
    trace(last, plan.ring().bits() - 2 - output, free, new HashSet<>());
    return free;
  }

  private void trace(
      List<Integer> values, int bits, Map<String, Integer> free, Set<Integer> visited) {
    for (int value : values) {
      if (value == 0 || !visited.add(value)) {
        continue;
      }
      Gate gate = plan.gates().get(value - 1);
      if (gate instanceof Gate.Affine) {
        free.merge(gate.name(), bits, Math::min);
      } else if (!(gate instanceof Gate.Pointwise || gate instanceof Gate.Argmax)) {
        trace(gate.inputs(), bits, free, visited);
      }
    }
  }

  /**
   * Refuses numbers that the ring has no room for.
   *
   * @throws RangeException naming the layer
   */
  void requireRoom() {
    for (Gate gate : plan.gates()) {
      requireRoom(gate.name(), needed.getOrDefault(gate, 0));
    }
    requireRoom(plan.gates().get(plan.gates().size() - 1).name(), output);
  }

  private void requireRoom(String name, int bits) {
    int room = plan.ring().bits() - 2;
    if (bits > room) {
      throw new RangeException(
          name,
          "layer "
              + name
              + " meets numbers of "
              + (bits - spareBits)
              + " bits, a ring of "
              + plan.ring().bits()
              + " bits has room for "
              + (room - spareBits)
              + "; use fewer activationBits or more ringBits, or samples more like the inputs to"
              + " come");
    }
  }
}
