package org.chemxor.mpc.compile;

import java.util.Arrays;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.mpc.linear.ConvolutionShape;
import org.chemxor.mpc.linear.RingConvolution;
import org.chemxor.mpc.sharing.FixedPoint;

/** The weights of an affine gate while factors are still being folded into them. */
final class AffineDraft {
  private final String name;
  private final double[] weights;
  private final double[] bias;

  private AffineDraft(String name, double[] weights, double[] bias) {
    this.name = name;
    this.weights = weights;
    this.bias = bias;
  }

  static AffineDraft of(String name, Layer.Conv2d layer) {
    return new AffineDraft(name, layer.weights().toArray(), layer.bias().toArray());
  }

  static AffineDraft of(String name, Layer.Linear layer) {
    return new AffineDraft(name, layer.weights().toArray(), layer.bias().toArray());
  }

  static ConvolutionShape shape(Layer.Conv2d layer, org.chemxor.core.Shape in) {
    return new ConvolutionShape(
        in.channels(),
        in.height(),
        in.width(),
        layer.outChannels(),
        layer.kernelHeight(),
        layer.kernelWidth(),
        layer.stride(),
        layer.padding());
  }

  String name() {
    return name;
  }

  /** Takes inputs that are the true ones divided by {@code factor}. */
  void scaleInputs(double factor) {
    Arrays.setAll(weights, i -> weights[i] * factor);
  }

  /** Gives {@code factor * (y + offset)} instead of y. */
  void scaleOutputs(double factor, double offset) {
    Arrays.setAll(weights, i -> weights[i] * factor);
    Arrays.setAll(bias, i -> (bias[i] + offset) * factor);
  }

  /**
   * The numbers in fixed point.
   *
   * @param weightBits fractional bits of the weights
   * @throws InvalidInputException naming the layer when a weight or bias is too large
   */
  CompiledModel.AffineWeights quantise(PlanOptions options, int weightBits) {
    double largest = Arrays.stream(weights).map(Math::abs).max().orElse(0);
    double limit = Math.scalb(1.0, RingConvolution.DIGIT_BITS - weightBits);
    if (largest >= limit) {
      int needed = Math.getExponent(largest) + 1;
      throw new InvalidInputException(
          "layer "
              + name
              + " has a weight of magnitude "
              + largest
              + ", "
              + weightBits
              + " fractional bits allow less than "
              + limit
              + "; use weightBits "
              + (RingConvolution.DIGIT_BITS - needed)
              + " or less");
    }
    int fraction = options.activationBits() + weightBits;
    double room = Math.scalb(1.0, options.ringBits() - 2 - fraction);
    double largestBias = Arrays.stream(bias).map(Math::abs).max().orElse(0);
    if (largestBias >= room) {
      throw new InvalidInputException(
          "layer "
              + name
              + " has a bias of magnitude "
              + largestBias
              + ", the ring has room for less than "
              + room
              + "; use more ringBits or fewer fractional bits");
    }
    long[] fixed = FixedPoint.encode(weights, weightBits);
    // Rounding up must not reach the limit itself.
    long most = (1L << RingConvolution.DIGIT_BITS) - 1;
    Arrays.setAll(fixed, i -> Math.max(-most, Math.min(most, fixed[i])));
    return new CompiledModel.AffineWeights(fixed, FixedPoint.encode(bias, fraction));
  }
}
