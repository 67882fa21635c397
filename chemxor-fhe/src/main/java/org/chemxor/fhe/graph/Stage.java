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

  /** This stage with the values it reads numbered otherwise. */
  Stage reading(List<Integer> renumbered) {
    return new Stage(name, renumbered, map, bias, activation);
  }

  /** This stage without its activation. */
  Stage linearPart() {
    return new Stage(name + " sums", sources, map, bias, new Activation.Identity());
  }

  /**
   * The activation of this stage alone, without the map and the bias.
   *
   * @param source the value it reads
   */
  Stage activationPart(int source) {
    int size = map.outputSize();
    return new Stage(
        name, List.of(source), WindowedMap.identity(size), new double[size], activation);
  }

  /**
   * This stage and the activation of another one after it, as one stage.
   *
   * @param next computes nothing but an activation of this stage's results
   */
  public Stage followedBy(Stage next) {
    if (activation.depth() != 0 || !next.map.isIdentity()) {
      throw new IllegalArgumentException(
          "stage " + next.name + " is more than an activation of the sums of " + name);
    }
    return new Stage(next.name, sources, map, bias, next.activation);
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
