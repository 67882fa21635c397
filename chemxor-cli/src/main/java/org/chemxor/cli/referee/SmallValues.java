package org.chemxor.cli.referee;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Tensor;

/**
 * The same classifier with values that need little room above the scale: what activations compute
 * is divided by a power of two and the next layer's weights are multiplied by it; the scores at the
 * end are divided by one, too, which keeps their order. Exact in floating point.
 */
final class SmallValues {
  private SmallValues() {}

  /**
   * Rescales a network of linear layers and polynomials, one after the other.
   *
   * @return the same but for the scores' scale; means of magnitudes are at most 1 on a white image
   */
  static Network of(Network network) {
    double[] white = new double[network.inputShape().size()];
    Arrays.fill(white, 1);
    double[][] values = new ReferenceEvaluator(network).evaluateAll(white);
    List<Network.Node> nodes = network.nodes();
    Network.Builder builder = Network.builder(network.name(), network.inputShape());
    double before = 1;
    for (int i = 0; i < nodes.size(); i++) {
      Layer layer = nodes.get(i).layer();
      boolean isLast = i == nodes.size() - 1;
      if (layer instanceof Layer.Polynomial polynomial) {
        before = factor(values[i + 1]);
        builder.add(nodes.get(i).name(), times(polynomial, before));
      } else if (layer instanceof Layer.Linear linear) {
        double after = isLast ? factor(values[i + 1]) : 1;
        builder.add(
            nodes.get(i).name(),
            new Layer.Linear(times(linear.weights(), after / before), times(linear.bias(), after)));
        before = 1;
      } else {
        throw new IllegalArgumentException("no rule for " + layer);
      }
    }
    return builder.build();
  }

  /** The power of two, at most 1, that brings the mean of magnitudes to at most 1. */
  private static double factor(double[] values) {
    double mean = Arrays.stream(values).map(Math::abs).average().orElse(0);
    return mean <= 1 ? 1 : Math.scalb(1.0, -Math.getExponent(mean) - 1);
  }

  private static Tensor times(Tensor tensor, double factor) {
    return Tensor.of(
        Arrays.stream(tensor.toArray()).map(v -> v * factor).toArray(), tensor.dimensions());
  }

  private static Layer.Polynomial times(Layer.Polynomial polynomial, double factor) {
    return Layer.Polynomial.of(
        IntStream.rangeClosed(0, polynomial.degree())
            .mapToDouble(power -> factor * polynomial.coefficient(power))
            .toArray());
  }
}
