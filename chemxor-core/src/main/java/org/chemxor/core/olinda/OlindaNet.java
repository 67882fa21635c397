package org.chemxor.core.olinda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;

/**
 * The architecture of one of ChemXor's networks: convolutions on a 32x32 image, then fully
 * connected layers, with a quadratic activation after every layer but the last. Immutable; holds no
 * weights.
 *
 * @param name such as {@code OlindaNetZero}
 * @param convolutions at least one; the first reads one channel
 * @param linears outputs of the fully connected layers, the last being the network's outputs
 * @param activation after every layer but the last
 */
public record OlindaNet(
    String name, List<Convolution> convolutions, List<Integer> linears, Activation activation) {

  /** Rows and columns of every kernel. */
  public static final int KERNEL = 3;

  /**
   * A convolution without padding and with a 3x3 kernel.
   *
   * @param in input channels
   * @param out output channels
   * @param stride step in both directions
   */
  public record Convolution(int in, int out, int stride) {
    /** Checks that all three are at least 1. */
    public Convolution {
      if (in < 1 || out < 1 || stride < 1) {
        throw new IllegalArgumentException(
            "a convolution needs channels and a stride of at least 1, got "
                + in
                + ", "
                + out
                + ", stride "
                + stride);
      }
    }
  }

  /** Copies the lists and checks that the layers fit each other. */
  public OlindaNet {
    convolutions = List.copyOf(convolutions);
    linears = List.copyOf(linears);
    if (convolutions.isEmpty() || linears.isEmpty() || linears.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "a network needs a convolution and linear layers with at least one output, got "
              + convolutions
              + " and "
              + linears);
    }
    int channels = 1;
    for (Convolution convolution : convolutions) {
      if (convolution.in() != channels) {
        throw new IllegalArgumentException(
            convolution + " follows a layer with " + channels + " channels");
      }
      channels = convolution.out();
    }
  }

  /** OlindaNetZero: one convolution (stride 3) and linear layers 3200-512-256-1. */
  public static OlindaNet zero() {
    return new OlindaNet(
        "OlindaNetZero",
        List.of(new Convolution(1, 32, 3)),
        List.of(512, 256, 1),
        Activation.CHEMXOR);
  }

  /** OlindaNet: convolutions 1-32 (stride 3) and 32-32, linear layers 2048-1024-512-256-1. */
  public static OlindaNet standard() {
    return new OlindaNet(
        "OlindaNet",
        List.of(new Convolution(1, 32, 3), new Convolution(32, 32, 1)),
        List.of(1024, 512, 256, 1),
        Activation.CHEMXOR);
  }

  /**
   * OlindaNetOne: convolutions 1-32 (stride 3), 32-32, 32-64 and 64-64, linear layers
   * 1024-1024-512-256-1.
   */
  public static OlindaNet one() {
    return new OlindaNet(
        "OlindaNetOne",
        List.of(
            new Convolution(1, 32, 3),
            new Convolution(32, 32, 1),
            new Convolution(32, 64, 1),
            new Convolution(64, 64, 1)),
        List.of(1024, 512, 256, 1),
        Activation.CHEMXOR);
  }

  /**
   * The architecture people mean by {@code name}: {@code zero}, {@code olinda} or {@code one}, or
   * the full name; case does not matter.
   *
   * @throws InvalidInputException when there is none of that name
   */
  public static OlindaNet named(String name) {
    return switch (name.toLowerCase(Locale.ROOT).replaceAll("[_ -]", "")) {
      case "zero", "olindazero", "olindanetzero" -> zero();
      case "olinda", "olindanet", "standard" -> standard();
      case "one", "olindaone", "olindanetone" -> one();
      default ->
          throw new InvalidInputException(
              "no model is called \"" + name + "\"; there are zero, olinda and one");
    };
  }

  /**
   * Which of the three a network is, with its number of outputs. Weights and the coefficients of
   * its quadratics may be any; the network's name says nothing.
   *
   * @return empty when it is none of them
   */
  public static Optional<OlindaNet> of(Network network) {
    return Stream.of(zero(), standard(), one())
        .map(net -> net.withOutputs(network.outputShape().size()))
        .filter(net -> net.describes(network))
        .findFirst();
  }

  /** Whether a network has these layers, with any weights and any quadratics. */
  public boolean describes(Network network) {
    return network.isSequential()
        && network.inputShape().equals(inputShape())
        && network.nodes().stream()
            .map(node -> LayerForm.of(node.layer()))
            .toList()
            .equals(forms());
  }

  private List<LayerForm> forms() {
    LayerForm quadratic = new LayerForm.Polynomial(2);
    List<LayerForm> forms = new ArrayList<>();
    for (Convolution c : convolutions) {
      forms.add(new LayerForm.Convolution(c.in(), c.out(), KERNEL, KERNEL, c.stride(), 0));
      forms.add(quadratic);
    }
    forms.add(LayerForm.of(new Layer.Flatten()));
    int features = flattenedSize();
    for (int out : linears) {
      forms.add(new LayerForm.Linear(features, out));
      forms.add(quadratic);
      features = out;
    }
    forms.remove(forms.size() - 1);
    return forms;
  }

  /** The same network with {@code outputs} outputs: the classes of a classification. */
  public OlindaNet withOutputs(int outputs) {
    List<Integer> changed =
        Stream.concat(linears.subList(0, linears.size() - 1).stream(), Stream.of(outputs)).toList();
    return new OlindaNet(name, convolutions, changed, activation);
  }

  /** The same network with another activation. */
  public OlindaNet withActivation(Activation replacement) {
    return new OlindaNet(name, convolutions, linears, replacement);
  }

  /** Number of outputs. */
  public int outputs() {
    return linears.get(linears.size() - 1);
  }

  /** Number of layers with weights. */
  public int layers() {
    return convolutions.size() + linears.size();
  }

  /** Shape of one input: one channel of 32x32. */
  public Shape inputShape() {
    return Shape.image(1, MoleculeImage.SIZE, MoleculeImage.SIZE);
  }

  /** Length of the vector that the first linear layer reads. */
  public int flattenedSize() {
    int side = MoleculeImage.SIZE;
    for (Convolution convolution : convolutions) {
      side = (side - KERNEL) / convolution.stride() + 1;
    }
    return convolutions.get(convolutions.size() - 1).out() * side * side;
  }
}
