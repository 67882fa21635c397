package org.chemxor.models.olinda;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Tensor;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;

/**
 * Turns a trained {@link OlindaNetBlock} into a {@link Network}.
 *
 * <p>Three things are folded into the weights, in double precision. The activation's constant
 * {@code c}, left out in training, comes back: the next layer's input grows by {@code c}
 * everywhere, so {@code c} times the sum of each of its rows is subtracted from its bias (exact for
 * convolutions too, as they have no padding). The scale of the target: {@code y = mean + deviation
 * * y'} becomes part of the last layer. The factor on the pixels becomes part of the first.
 */
public final class NetworkExport {
  private NetworkExport() {}

  /**
   * The network that {@code block} computes.
   *
   * @param block initialised
   * @param scales one applied to every output, or one for each
   * @param inputGain what the pixels were multiplied by before they reached the block, above 0
   */
  public static Network export(OlindaNetBlock block, List<TargetScale> scales, double inputGain) {
    OlindaNet architecture = block.architecture();
    Network.Builder network = Network.builder(architecture.name(), architecture.inputShape());
    int convolutions = architecture.convolutions().size();
    double constant = 0;
    for (int i = 0; i < architecture.layers(); i++) {
      Block layer = block.weightedLayers().get(i);
      boolean last = i == architecture.layers() - 1;
      if (i == convolutions) {
        network.add("flatten", new Layer.Flatten());
      }
      double[] weights = values(layer, "weight");
      if (i == 0) {
        multiply(weights, inputGain);
      }
      double[] bias = withoutConstant(values(layer, "bias"), weights, constant);
      if (last) {
        scale(weights, bias, scales);
      }
      if (i < convolutions) {
        network.add("conv" + (i + 1), convolution(architecture, i, weights, bias));
      } else {
        network.add("linear" + (i - convolutions + 1), linear(weights, bias));
      }
      if (!last) {
        network.add("activation" + (i + 1), activation(architecture, block, i));
        constant = architecture.activation().constant();
      }
    }
    return network.build();
  }

  private static Layer.Conv2d convolution(
      OlindaNet architecture, int index, double[] weights, double[] bias) {
    OlindaNet.Convolution shape = architecture.convolutions().get(index);
    return new Layer.Conv2d(
        Tensor.of(weights, shape.out(), shape.in(), OlindaNet.KERNEL, OlindaNet.KERNEL),
        Tensor.of(bias, bias.length),
        shape.stride(),
        0);
  }

  private static Layer.Linear linear(double[] weights, double[] bias) {
    return new Layer.Linear(
        Tensor.of(weights, bias.length, weights.length / bias.length),
        Tensor.of(bias, bias.length));
  }

  private static Layer.Polynomial activation(
      OlindaNet architecture, OlindaNetBlock block, int index) {
    Activation activation = architecture.activation();
    if (!activation.learned()) {
      return activation.toLayer();
    }
    PolynomialBlock learned = block.activationBlocks().get(index);
    return Layer.Polynomial.of(
        activation.constant(), learned.linearValue(), learned.quadraticValue());
  }

  private static double[] values(Block layer, String name) {
    Parameter parameter = layer.getDirectParameters().get(name);
    float[] trained = parameter.getArray().toFloatArray();
    double[] values = new double[trained.length];
    Arrays.setAll(values, i -> trained[i]);
    return values;
  }

  private static double[] withoutConstant(double[] bias, double[] weights, double constant) {
    int row = weights.length / bias.length;
    for (int o = 0; constant != 0 && o < bias.length; o++) {
      bias[o] -= constant * Arrays.stream(weights, o * row, (o + 1) * row).sum();
    }
    return bias;
  }

  private static void scale(double[] weights, double[] bias, List<TargetScale> scales) {
    int row = weights.length / bias.length;
    for (int o = 0; o < bias.length; o++) {
      TargetScale scale = scales.get(scales.size() == 1 ? 0 : o);
      for (int i = o * row; i < (o + 1) * row; i++) {
        weights[i] *= scale.deviation();
      }
      bias[o] = bias[o] * scale.deviation() + scale.mean();
    }
  }

  private static void multiply(double[] weights, double factor) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor;
    }
  }
}
