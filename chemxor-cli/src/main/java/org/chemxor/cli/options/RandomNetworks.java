package org.chemxor.cli.options;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Tensor;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.quadratic.QuadraticTraining;

/**
 * Untrained networks for planning and measuring, always the same. Weights start as PyTorch's do,
 * uniform in plus or minus 1/sqrt(inputs), and are then scaled and shifted layer by layer so that
 * every layer's sums have mean 0 and deviation 1 over sparse random images (Mishkin and Matas, ICLR
 * 2016). Without that, the output of a deep one hardly depends on the image, as no trained one's
 * does, and relative errors would mean nothing.
 */
public final class RandomNetworks {
  private static final long SEED = 20261121;
  private static final int KERNEL = 3;
  private static final int SAMPLES = 32;
  private static final double DENSITY = 0.05;

  private final Random random = new Random(SEED);
  private final OlindaNet architecture;
  private final List<Consumer<Network.Builder>> layers = new ArrayList<>();
  private final List<double[]> samples = new ArrayList<>();

  private RandomNetworks(OlindaNet architecture) {
    this.architecture = architecture;
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(
          random
              .doubles(architecture.inputShape().size())
              .map(x -> x < DENSITY ? x / DENSITY : 0)
              .toArray());
    }
  }

  /** A quadratic model of {@link QuadraticTraining#MOST_SQUARES} squares and one output. */
  public static Network quadratic() {
    RandomNetworks networks = new RandomNetworks(OlindaNet.zero());
    networks.layers.add(builder -> builder.add(new Layer.Flatten()));
    networks.addLinear(networks.architecture.inputShape().size(), QuadraticTraining.MOST_SQUARES);
    networks.layers.add(builder -> builder.add(Layer.Polynomial.of(0, 0, 1)));
    networks.addLinear(QuadraticTraining.MOST_SQUARES, 1);
    return networks.network("Quadratic", networks.layers.size());
  }

  /** An untrained network of this architecture. */
  public static Network of(OlindaNet architecture) {
    return new RandomNetworks(architecture).build();
  }

  private Network build() {
    Layer activation = architecture.activation().toLayer();
    for (OlindaNet.Convolution c : architecture.convolutions()) {
      addConvolution(c);
      layers.add(builder -> builder.add(activation));
    }
    layers.add(builder -> builder.add(new Layer.Flatten()));
    int inputs = architecture.flattenedSize();
    for (int i = 0; i < architecture.linears().size(); i++) {
      int outputs = architecture.linears().get(i);
      addLinear(inputs, outputs);
      if (i < architecture.linears().size() - 1) {
        layers.add(builder -> builder.add(activation));
      }
      inputs = outputs;
    }
    return network(layers.size());
  }

  private Network network(int count) {
    return network(architecture.name(), count);
  }

  private Network network(String name, int count) {
    Network.Builder builder = Network.builder(name, architecture.inputShape());
    layers.subList(0, count).forEach(layer -> layer.accept(builder));
    return builder.build();
  }

  private void addConvolution(OlindaNet.Convolution c) {
    int taps = c.in() * KERNEL * KERNEL;
    double[] weights = uniform(taps, c.out() * taps);
    int[] shape = {c.out(), c.in(), KERNEL, KERNEL};
    add(
        weights,
        c.out(),
        (w, bias) ->
            new Layer.Conv2d(Tensor.of(w, shape), Tensor.of(bias, c.out()), c.stride(), 0));
  }

  private void addLinear(int inputs, int outputs) {
    add(
        uniform(inputs, inputs * outputs),
        outputs,
        (w, bias) -> new Layer.Linear(Tensor.of(w, outputs, inputs), Tensor.of(bias, outputs)));
  }

  /** Adds a layer scaled and shifted by what it makes of the samples. */
  private void add(
      double[] weights, int outputs, BiFunction<double[], double[], Layer> constructor) {
    Layer raw = constructor.apply(weights, new double[outputs]);
    layers.add(builder -> builder.add(raw));
    ReferenceEvaluator evaluator = new ReferenceEvaluator(network(layers.size()));
    double[][] sums = samples.stream().map(evaluator::evaluate).toArray(double[][]::new);
    int perOutput = sums[0].length / outputs;
    double[] means = new double[outputs];
    double variance = 0;
    for (int f = 0; f < sums[0].length; f++) {
      int feature = f;
      DoubleSummaryStatistics values =
          Arrays.stream(sums).mapToDouble(s -> s[feature]).summaryStatistics();
      means[f / perOutput] += values.getAverage() / perOutput;
      variance +=
          Arrays.stream(sums)
                  .mapToDouble(s -> Math.pow(s[feature] - values.getAverage(), 2))
                  .average()
                  .orElseThrow()
              / sums[0].length;
    }
    double scale = 1 / Math.sqrt(variance);
    Layer scaled =
        constructor.apply(
            Arrays.stream(weights).map(w -> w * scale).toArray(),
            Arrays.stream(means).map(m -> -m * scale).toArray());
    layers.set(layers.size() - 1, builder -> builder.add(scaled));
  }

  private double[] uniform(int inputs, int size) {
    double bound = 1 / Math.sqrt(inputs);
    return random.doubles(size, -bound, bound).toArray();
  }
}
