package org.chemxor.fhe.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.UnsupportedLayerException;

/**
 * Walks a network once and turns it into stages. Linear layers become {@link WindowedMap}s;
 * polynomials close a stage; everything that is linear in one element (degree-1 polynomials, the
 * scales and shifts left over from factoring) moves into the weights and biases that follow.
 */
final class Normalizer {
  private final Network network;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Expression> values = new ArrayList<>();
  private final Map<Integer, Expression.Scaled> materialised = new HashMap<>();

  Normalizer(Network network) {
    this.network = network;
  }

  StageGraph normalize() {
    unsupported(network).stream()
        .findFirst()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    values.add(new Expression.Scaled(0, 1, 0, network.inputShape()));
    for (Network.Node node : network.nodes()) {
      values.add(express(node));
    }
    Expression last = values.get(values.size() - 1);
    boolean isLastStage =
        last instanceof Expression.Scaled s && s.value() == stages.size() && s.value() > 0;
    Expression.Scaled output =
        isLastStage
            ? (Expression.Scaled) last
            : closeStage("output", last, new Activation.Identity(), 1, 0);
    return new StageGraph(network, stages, output.scale(), output.shift());
  }

  /** Every layer that cannot be evaluated on ciphertexts, with what to use instead. */
  static List<UnsupportedLayerException> unsupported(Network network) {
    return network.nodes().stream().flatMap(node -> refusal(node).stream()).toList();
  }

  private static Optional<UnsupportedLayerException> refusal(Network.Node node) {
    String name = node.name();
    if (node.layer() instanceof Layer.Relu) {
      return refusal(
          name,
          "layer "
              + name
              + " is a Relu, which CKKS cannot evaluate: train with a polynomial activation such as"
              + " Polynomial.CHEMXOR, or keep the Relu and use secret sharing (chemxor-mpc)");
    }
    if (node.layer() instanceof Layer.MaxPool2d) {
      return refusal(
          name,
          "layer "
              + name
              + " is a MaxPool2d, which CKKS cannot evaluate: use AvgPool2d or a convolution with a"
              + " stride, or keep it and use secret sharing (chemxor-mpc)");
    }
    if (node.layer() instanceof Layer.Polynomial p
        && (p.degree() < 1 || p.degree() > FactoredPolynomial.MAX_DEGREE)) {
      return refusal(
          name,
          "layer "
              + name
              + " is a Polynomial of degree "
              + p.degree()
              + ", degrees 1 to "
              + FactoredPolynomial.MAX_DEGREE
              + " can be evaluated: fit a polynomial of lower degree and train again");
    }
    return Optional.empty();
  }

  private static Optional<UnsupportedLayerException> refusal(String layer, String message) {
    return Optional.of(new UnsupportedLayerException(layer, message));
  }

  private Expression express(Network.Node node) {
    int first = node.inputs().get(0);
    Expression input = values.get(first);
    Shape in = network.valueShape(first);
    Shape out = node.outputShape();
    Layer layer = node.layer();
    if (layer instanceof Layer.Conv2d conv) {
      return linear(node, WindowedMap.of(conv, in, out), conv.bias().toArray());
    } else if (layer instanceof Layer.Linear linear) {
      return linear(node, WindowedMap.of(linear), linear.bias().toArray());
    } else if (layer instanceof Layer.AvgPool2d pool) {
      return linear(node, WindowedMap.of(pool, in, out), new double[out.channels()]);
    } else if (layer instanceof Layer.Polynomial polynomial) {
      return polynomial(node, input, FactoredPolynomial.of(polynomial));
    } else if (layer instanceof Layer.Flatten) {
      return reshape(first, out);
    } else if (layer instanceof Layer.Add) {
      return Expression.add(input, values.get(node.inputs().get(1)));
    }
    throw new UnsupportedLayerException(
        node.name(), "layer " + node.name() + " of type " + layer + " has no encrypted form");
  }

  private Expression.Sum linear(Network.Node node, WindowedMap map, double[] bias) {
    return Expression.linear(scaled(node.inputs().get(0)), map, bias, node.outputShape());
  }

  private Expression polynomial(Network.Node node, Expression input, FactoredPolynomial p) {
    if (p.activation() instanceof Activation.Identity) {
      return input.affine(p.outScale(), p.outShift());
    }
    return closeStage(
        node.name(),
        input.affine(p.inScale(), p.inShift()),
        p.activation(),
        p.outScale(),
        p.outShift());
  }

  /** Flattening keeps the features and their order. */
  private Expression reshape(int valueIndex, Shape out) {
    Expression input = values.get(valueIndex);
    return input instanceof Expression.Scaled s
        ? new Expression.Scaled(s.value(), s.scale(), s.shift(), out)
        : new Expression.Sum(
            ((Expression.Sum) input).terms(), ((Expression.Sum) input).bias(), out);
  }

  /** The node as a scaled value: when it is a sum of linear maps, a stage of its own. */
  private Expression.Scaled scaled(int nodeValue) {
    if (values.get(nodeValue) instanceof Expression.Scaled s) {
      return s;
    }
    return materialised.computeIfAbsent(
        nodeValue,
        v ->
            closeStage(
                network.nodes().get(v - 1).name(), values.get(v), new Activation.Identity(), 1, 0));
  }

  private Expression.Scaled closeStage(
      String name, Expression input, Activation activation, double outScale, double outShift) {
    Expression.Sum sum = input.toSum();
    List<Integer> sources = sum.terms().stream().map(Expression.Term::value).distinct().toList();
    int size = sources.stream().mapToInt(this::valueSize).sum();
    WindowedMap map = null;
    for (Expression.Term term : sum.terms()) {
      int offset = 0;
      for (int i = 0; i < sources.indexOf(term.value()); i++) {
        offset += valueSize(sources.get(i));
      }
      WindowedMap moved = term.map().shifted(offset, size);
      map = map == null ? moved : map.plus(moved);
    }
    double[] bias = sum.bias().stream().mapToDouble(Double::doubleValue).toArray();
    stages.add(new Stage(name, sources, java.util.Objects.requireNonNull(map), bias, activation));
    return new Expression.Scaled(stages.size(), outScale, outShift, sum.shape());
  }

  private int valueSize(int value) {
    return value == 0 ? network.inputShape().size() : stages.get(value - 1).map().outputSize();
  }
}
