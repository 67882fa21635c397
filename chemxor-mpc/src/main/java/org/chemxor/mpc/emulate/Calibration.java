package org.chemxor.mpc.emulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.sharing.FixedPoint;

/**
 * Compiles a network and checks its ranges on samples: every number must stay below half of what
 * its layer allows. A comparison that is too short for its layer gets longer; a ring that is too
 * small is an error that names the layer.
 */
public final class Calibration {
  private static final int HEADROOM_BITS = 1;
  private static final int MAX_ATTEMPTS = 8;

  private Calibration() {}

  /**
   * Compiles for samples.
   *
   * @param samples inputs like those to come; at least one
   * @throws RangeException naming a layer that the ring has no room for
   */
  public static CompiledModel compile(
      Network network, PlanOptions options, List<double[]> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("calibration needs at least one sample");
    }
    Map<String, Integer> widths = new HashMap<>();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      CompiledModel model = NetworkCompiler.compile(network, options, widths);
      if (!widen(model, options, samples, widths)) {
        return model;
      }
    }
    throw new IllegalStateException("the ranges of " + network.name() + " do not settle");
  }

  private static boolean widen(
      CompiledModel model,
      PlanOptions options,
      List<double[]> samples,
      Map<String, Integer> widths) {
    int ringBits = options.ringBits();
    Map<String, Integer> lacking = new HashMap<>();
    FixedPointEmulator emulator = new FixedPointEmulator(model);
    for (double[] sample : samples) {
      emulator.run(
          FixedPoint.encode(sample, model.plan().inputFraction()),
          1,
          (gate, step, count) -> new long[count],
          (gate, step, largest) -> {
            int needed = Long.SIZE - Long.numberOfLeadingZeros(largest) + HEADROOM_BITS;
            if (needed > ringBits - 2) {
              throw new RangeException(
                  gate.name(),
                  "layer "
                      + gate.name()
                      + " meets numbers of "
                      + (needed - HEADROOM_BITS)
                      + " bits, a ring of "
                      + ringBits
                      + " bits has room for "
                      + (ringBits - 2 - HEADROOM_BITS)
                      + "; use fewer weightBits or activationBits, or more ringBits");
            }
            if (step.kind() == Step.Kind.RECTIFY && needed > step.low() + step.bits()) {
              lacking.merge(gate.name(), needed - step.low() - step.bits(), Math::max);
            }
          });
    }
    lacking.forEach(
        (name, bits) ->
            widths.merge(name, options.comparisonBits() + bits, (old, fresh) -> old + bits));
    return !lacking.isEmpty();
  }

  /**
   * Samples for those who have none: normally distributed images, rough and smooth.
   *
   * @param shape of one sample
   * @param count how many
   */
  public static List<double[]> normalSamples(Shape shape, int count) {
    Random random = new Random(shape.size());
    List<double[]> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] sample = new double[shape.size()];
      int block = i % 2 == 0 ? 1 : Math.max(1, shape.width() / 4);
      double level = random.nextGaussian();
      for (int j = 0; j < sample.length; j++) {
        level = j % block == 0 ? random.nextGaussian() : level;
        sample[j] = Math.max(-3, Math.min(3, level));
      }
      samples.add(sample);
    }
    return samples;
  }
}
