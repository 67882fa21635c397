package org.chemxor.fhe.graph;

import java.util.List;

/**
 * One linear map and the activation after it: {@code q = activation(map(sources) + bias)}.
 * Immutable.
 */
public final class Stage {
  private final String name;
  private final List<Integer> sources;
  private final WindowedMap map;
  private final double[] bias;
  private final Activation activation;

  Stage(String name, List<Integer> sources, WindowedMap map, double[] bias, Activation activation) {
    this.name = name;
    this.sources = List.copyOf(sources);
    this.map = map;
    this.bias = bias.clone();
    this.activation = activation;
  }

  /** The layers it came from. */
  public String name() {
    return name;
  }

  /** The values read, laid end to end: 0 is the network's input, i + 1 what stage i computed. */
  public List<Integer> sources() {
    return sources;
  }

  /** The linear map, with the scales of the activations around it folded in. */
  public WindowedMap map() {
    return map;
  }

  /** One number per output feature; a copy. */
  public double[] bias() {
    return bias.clone();
  }

  /** What is computed on every slot. */
  public Activation activation() {
    return activation;
  }

  /** Multiplicative depth: one for the linear map, and the activation's. */
  public int depth() {
    return 1 + activation.depth();
  }

  /** What this stage computes from its sources, in the clear. */
  public double[] apply(double[] sourceValues) {
    double[] y = map.apply(sourceValues);
    for (int i = 0; i < y.length; i++) {
      y[i] = activation.apply(y[i] + bias[i]);
    }
    return y;
  }
}
