package org.chemxor.mpc.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.UnsupportedLayerException;
import org.chemxor.mpc.linear.ConvolutionShape;
import org.chemxor.mpc.sharing.FixedPoint;
import org.chemxor.mpc.sharing.Ring;

/**
 * Turns a network into gates. Every value has a number of fractional bits and a factor: what it
 * stands for is the factor times the fixed-point number. Convolutions add the weights' fractional
 * bits, ReLUs take them away again; averages become sums, their divisor travels as a factor into
 * the next layer's weights; a quadratic becomes a square, its other coefficients part of the layer
 * before and of a constant.
 */
public final class NetworkCompiler {
  private final Network network;
  private final PlanOptions options;
  private final LayerBits layers;
  private final List<Gate> gates = new ArrayList<>();
  private final Map<Integer, AffineDraft> drafts = new HashMap<>();
  private final Map<Integer, Long> constants = new HashMap<>();
  private final List<Value> values = new ArrayList<>();

  /** What is known of a value of the network: which value of the plan it is and how to read it. */
  private record Value(int index, int fraction, double factor) {}

  private NetworkCompiler(Network network, PlanOptions options, LayerBits layers) {
    this.network = network;
    this.options = options;
    this.layers = layers;
  }

  /**
   * Compiles a network with the same lengths everywhere.
   *
   * @throws UnsupportedLayerException naming a layer that cannot be run
   * @throws org.chemxor.core.InvalidInputException naming a layer whose weights do not fit
   */
  public static CompiledModel compile(Network network, PlanOptions options) {
    return compile(network, options, LayerBits.NONE);
  }

  /**
   * Compiles a network.
   *
   * @param layers lengths of layers that differ from the options'
   */
  public static CompiledModel compile(Network network, PlanOptions options, LayerBits layers) {
    return new NetworkCompiler(PoolReordering.apply(network), options, layers).run();
  }

  private CompiledModel run() {
    values.add(new Value(0, options.activationBits(), 1));
    for (int i = 0; i < network.nodes().size(); i++) {
      values.add(compile(i, network.nodes().get(i)));
    }
    Value output = values.get(values.size() - 1);
    if (options.labelOnly()) {
      output = argmax(output);
    } else if (output.index() != gates.size()) {
      // The output is the input or an earlier value: a shift by nothing makes it the last.
      throw new UnsupportedLayerException(
          network.nodes().get(network.nodes().size() - 1).name(),
          "the network's last layer computes nothing; leave it out");
    }
    Plan plan =
        new Plan(
            network.name(),
            "",
            new Ring(options.ringBits()),
            options.exact(),
            options.comparator(),
            network.inputShape(),
            options.activationBits(),
            gates,
            output.fraction(),
            output.factor());
    Map<Integer, CompiledModel.AffineWeights> affine = new HashMap<>();
    drafts.forEach(
        (gate, draft) -> affine.put(gate, draft.quantise(options, weightBits(draft.name()))));
    return new CompiledModel(plan, affine, constants);
  }

  private Value compile(int index, Network.Node node) {
    Layer layer = node.layer();
    Value in = values.get(node.inputs().get(0));
    Shape shape = network.valueShape(node.inputs().get(0));
    String name = node.name();
    if (layer instanceof Layer.Conv2d conv) {
      return affine(name, in, AffineDraft.shape(conv, shape), AffineDraft.of(name, conv));
    } else if (layer instanceof Layer.Linear linear) {
      return affine(
          name,
          in,
          ConvolutionShape.matrix(linear.inFeatures(), linear.outFeatures()),
          AffineDraft.of(name, linear));
    } else if (layer instanceof Layer.Polynomial polynomial) {
      return polynomial(index, node, in, polynomial);
    } else if (layer instanceof Layer.Relu) {
      return rectify(name, in, shape.size());
    } else if (layer instanceof Layer.MaxPool2d pool) {
      requirePositive(name, in);
      PoolShape geometry = pool(shape, pool.size(), pool.stride(), pool.padding());
      int low = options.exact() ? 0 : in.fraction() - options.activationBits();
      return append(
          new Gate.MaxPool(name, in.index(), geometry, low, bits(name, in.fraction(), low)),
          in.fraction(),
          in.factor());
    } else if (layer instanceof Layer.AvgPool2d pool) {
      PoolShape geometry = pool(shape, pool.size(), pool.stride(), pool.padding());
      return append(
          new Gate.SumPool(name, in.index(), geometry),
          in.fraction(),
          in.factor() / ((double) pool.size() * pool.size()));
    } else if (layer instanceof Layer.Add) {
      return sum(name, in, values.get(node.inputs().get(1)), shape.size());
    }
    return in; // Flatten: the order in memory is the vector's already.
  }

  private static PoolShape pool(Shape shape, int size, int stride, int padding) {
    return new PoolShape(shape.channels(), shape.height(), shape.width(), size, stride, padding);
  }

  private Value append(Gate gate, int fraction, double factor) {
    gates.add(gate);
    return new Value(gates.size(), fraction, factor);
  }

  /**
   * A comparison long enough for magnitudes that the options or this layer call for, but not for
   * larger ones than the ring has room for.
   */
  private int bits(String name, int fraction, int low) {
    int length = layers.comparisons().getOrDefault(name, options.comparisonBits());
    int integer = length - options.activationBits();
    return Math.min(fraction + integer, options.ringBits() - 2) - low;
  }

  private int weightBits(String name) {
    return layers.weights().getOrDefault(name, options.weightBits());
  }

  private Value affine(String name, Value in, ConvolutionShape shape, AffineDraft draft) {
    Value input = truncated(name, in);
    draft.scaleInputs(input.factor());
    drafts.put(gates.size(), draft);
    return append(
        new Gate.Affine(name, input.index(), shape), input.fraction() + weightBits(name), 1);
  }

  private Value truncated(String name, Value in) {
    int shift = in.fraction() - options.activationBits();
    if (shift == 0) {
      return in;
    }
    int size = in.index() == 0 ? network.inputShape().size() : sizeOf(in);
    return append(
        new Gate.Pointwise(name, in.index(), Step.of(Step.Kind.TRUNCATE, size, shift)),
        options.activationBits(),
        in.factor());
  }

  private int sizeOf(Value value) {
    return gates.get(value.index() - 1).outputSize();
  }

  private Value rectify(String name, Value in, int size) {
    requirePositive(name, in);
    int shift = in.fraction() - options.activationBits();
    int low = options.exact() ? 0 : shift;
    Step step = new Step(Step.Kind.RECTIFY, size, shift, low, bits(name, in.fraction(), low));
    return append(
        new Gate.Pointwise(name, in.index(), step), options.activationBits(), in.factor());
  }

  private static void requirePositive(String name, Value in) {
    if (in.factor() <= 0) {
      throw new UnsupportedLayerException(
          name,
          "layer "
              + name
              + " follows a polynomial with a negative leading coefficient; put a convolution or"
              + " linear layer between them");
    }
  }

  private Value sum(String name, Value left, Value right, int size) {
    if (left.factor() != right.factor()) {
      throw new UnsupportedLayerException(
          name,
          "layer "
              + name
              + " adds values of different scale (one comes from an average or a polynomial); put a"
              + " convolution or linear layer before it");
    }
    int fraction = Math.max(left.fraction(), right.fraction());
    return append(
        new Gate.Sum(
            name,
            left.index(),
            fraction - left.fraction(),
            right.index(),
            fraction - right.fraction(),
            size),
        fraction,
        left.factor());
  }

  private Value polynomial(int node, Network.Node layer, Value in, Layer.Polynomial polynomial) {
    String name = layer.name();
    AffineDraft before = drafts.get(in.index() - 1);
    int value = layer.inputs().get(0);
    boolean only =
        network.nodes().stream().filter(other -> other.inputs().contains(value)).count() == 1
            && node > 0;
    if (before == null || !only) {
      throw new UnsupportedLayerException(
          name,
          "layer "
              + name
              + " is a polynomial that does not directly follow a convolution or linear layer, or"
              + " shares it with others; change the order");
    }
    if (polynomial.degree() == 1) {
      double slope = polynomial.coefficient(1);
      before.scaleOutputs(slope, polynomial.coefficient(0) / slope);
      return in;
    }
    if (polynomial.degree() != 2) {
      throw new UnsupportedLayerException(
          name,
          "layer "
              + name
              + " is a polynomial of degree "
              + polynomial.degree()
              + "; degree 1 and 2 can be run");
    }
    // c2 x^2 + c1 x + c0 = c2 ((x + h)^2 + k) with h = c1 / 2 c2, k = c0 / c2 - h^2.
    double leading = polynomial.coefficient(2);
    double h = polynomial.coefficient(1) / (2 * leading);
    double k = polynomial.coefficient(0) / leading - h * h;
    before.scaleOutputs(Math.sqrt(Math.abs(leading)), h);
    int fraction = 2 * options.activationBits();
    constants.put(gates.size(), FixedPoint.encode(Math.abs(leading) * k, fraction));
    Step step = Step.of(Step.Kind.SQUARE, sizeOf(in), in.fraction() - options.activationBits());
    return append(new Gate.Pointwise(name, in.index(), step), fraction, Math.signum(leading));
  }

  private Value argmax(Value output) {
    String name = network.nodes().get(network.nodes().size() - 1).name();
    requirePositive(name, output);
    int size = network.outputShape().size();
    if (size < 2) {
      throw new UnsupportedLayerException(
          name, "a single output has no largest one: compile without labelOnly (--label-only)");
    }
    Value scores = truncated(name, output);
    // Differences take one bit more than the numbers.
    int bits = bits(name, options.activationBits(), 0) + 1 + Gate.Argmax.indexBits(size);
    if (bits > options.ringBits() - 3) {
      throw new UnsupportedLayerException(
          name,
          "finding the largest of "
              + size
              + " outputs takes comparisons of "
              + bits
              + " bits, the ring has room for "
              + (options.ringBits() - 3)
              + "; use more ringBits or show the scores");
    }
    return append(new Gate.Argmax("argmax", scores.index(), size, bits), 0, 1);
  }
}
