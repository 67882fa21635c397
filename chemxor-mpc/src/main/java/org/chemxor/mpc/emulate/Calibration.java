package org.chemxor.mpc.emulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.LayerBits;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.linear.RingConvolution;

/**
 * Compiles a network for the numbers that it meets on samples. Every convolution or linear layer
 * gets as many fractional bits of weights as its weights and the numbers that come of them leave
 * room for, so that little is lost by rounding; a comparison that is too short for its layer gets
 * longer. Numbers may become twice as large as on the samples, and four times where that leaves
 * {@value #LEAST_WEIGHT_BITS} bits for the weights. A ring that is too small even so is an error
 * that names the layer.
 */
public final class Calibration {
  private static final int SPARE_BITS = 1;
  private static final int MORE_SPARE_BITS = 1;
  private static final int MAX_ATTEMPTS = 8;
  private static final int LEAST_WEIGHT_BITS = 12;
  private static final int MOST_WEIGHT_BITS = 24;

  private Calibration() {}

  /**
   * Compiles for samples.
   *
   * @param options of which {@link PlanOptions#weightBits()} plays no role
   * @param samples inputs like those to come; at least one
   * @throws RangeException naming a layer that the ring has no room for
   */
  public static CompiledModel compile(
      Network network, PlanOptions options, List<double[]> samples) {
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("calibration needs at least one sample");
    }
    PlanOptions coarse = options.withWeightBits(LEAST_WEIGHT_BITS);
    Map<String, Integer> weights = weightBits(NetworkCompiler.compile(network, coarse), samples);
    Map<String, Integer> comparisons = new HashMap<>();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      CompiledModel model =
          NetworkCompiler.compile(network, coarse, new LayerBits(comparisons, weights));
      Ranges ranges = new Ranges(model, samples, SPARE_BITS);
      boolean lowered = lower(weights, ranges);
      if (!lowered && ranges.lacking().isEmpty()) {
        ranges.requireRoom();
        return model;
      }
      int least = options.comparisonBits();
      ranges
          .lacking()
          .forEach((name, bits) -> comparisons.merge(name, least + bits, (old, x) -> old + bits));
    }
    throw new IllegalStateException("the ranges of " + network.name() + " do not settle");
  }

  /** Bits for each layer's weights, from what a model with the least of them leaves free. */
  private static Map<String, Integer> weightBits(CompiledModel coarse, List<double[]> samples) {
    Ranges ranges = new Ranges(coarse, samples, SPARE_BITS);
    ranges.requireRoom();
    Map<String, Integer> free = ranges.free();
    Map<String, Integer> bits = new HashMap<>();
    coarse
        .affine()
        .forEach(
            (index, numbers) -> {
              String name = coarse.plan().gates().get(index).name();
              int room = RingConvolution.DIGIT_BITS - length(numbers.weights());
              int biasRoom = coarse.plan().ring().bits() - 3 - length(numbers.bias());
              int most = Math.min(biasRoom, free.getOrDefault(name, 0) - MORE_SPARE_BITS);
              int more = Math.max(0, Math.min(room, most));
              bits.put(name, Math.min(MOST_WEIGHT_BITS, LEAST_WEIGHT_BITS + more));
            });
    return bits;
  }

  /** Bits of the largest magnitude, which rounding may reach but not exceed. */
  private static int length(long[] numbers) {
    long largest = 0;
    for (long number : numbers) {
      largest = Math.max(largest, Math.abs(number));
    }
    return Long.SIZE - Long.numberOfLeadingZeros(largest + 1);
  }

  /** Takes bits away from layers whose numbers no longer fit; whether there were any. */
  private static boolean lower(Map<String, Integer> weights, Ranges ranges) {
    boolean lowered = false;
    for (Map.Entry<String, Integer> layer : ranges.free().entrySet()) {
      int bits = weights.getOrDefault(layer.getKey(), LEAST_WEIGHT_BITS);
      if (layer.getValue() < 0 && bits > LEAST_WEIGHT_BITS) {
        weights.put(layer.getKey(), Math.max(LEAST_WEIGHT_BITS, bits + layer.getValue()));
        lowered = true;
      }
    }
    return lowered;
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
