package org.chemxor.onnx.layers;

import org.chemxor.core.Layer;
import org.chemxor.core.Shape;

/** What a node of a {@link LayerGraph} computes. */
public sealed interface Step {

  /** The network's input. */
  record Input() implements Step {}

  /** A layer as networks have them. */
  record Computes(Layer layer) implements Step {}

  /**
   * {@code scale * x + shift}, channel by channel: batch normalisation, a bias added apart, or
   * multiplication by a constant. Networks have no such layer.
   *
   * @param scale one number per channel of the input
   * @param shift one number per channel of the input
   */
  record Scales(double[] scale, double[] shift) implements Step {
    /** Whether every channel has the same numbers. */
    public boolean isUniform() {
      for (int c = 1; c < scale.length; c++) {
        if (scale[c] != scale[0] || shift[c] != shift[0]) {
          return false;
        }
      }
      return true;
    }

    /** Whether it only multiplies. */
    boolean isWithoutShift() {
      for (double value : shift) {
        if (value != 0) {
          return false;
        }
      }
      return true;
    }

    /** This after {@code first}. */
    Scales after(Scales first) {
      double[] scales = new double[scale.length];
      double[] shifts = new double[scale.length];
      for (int c = 0; c < scales.length; c++) {
        scales[c] = scale[c] * first.scale[c];
        shifts[c] = scale[c] * first.shift[c] + shift[c];
      }
      return new Scales(scales, shifts);
    }

    /** The same for an image of these channels laid out as a vector. */
    Scales flattened(Shape image) {
      int plane = image.height() * image.width();
      double[] scales = new double[image.size()];
      double[] shifts = new double[image.size()];
      for (int i = 0; i < scales.length; i++) {
        scales[i] = scale[i / plane];
        shifts[i] = shift[i / plane];
      }
      return new Scales(scales, shifts);
    }
  }
}
