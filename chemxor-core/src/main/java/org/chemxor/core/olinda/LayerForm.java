package org.chemxor.core.olinda;

import org.chemxor.core.Layer;

/** What a layer is apart from its trained numbers. */
sealed interface LayerForm {
  /** A convolution with kernels of {@code rows x columns}. */
  record Convolution(int in, int out, int rows, int columns, int stride, int padding)
      implements LayerForm {}

  /** A fully connected layer. */
  record Linear(int in, int out) implements LayerForm {}

  /** An element-wise polynomial. */
  record Polynomial(int degree) implements LayerForm {}

  /** A layer without numbers, by the name of its class. */
  record Other(String name) implements LayerForm {}

  /** The form of a layer. */
  static LayerForm of(Layer layer) {
    if (layer instanceof Layer.Conv2d conv) {
      return new Convolution(
          conv.inChannels(),
          conv.outChannels(),
          conv.kernelHeight(),
          conv.kernelWidth(),
          conv.stride(),
          conv.padding());
    }
    if (layer instanceof Layer.Linear linear) {
      return new Linear(linear.inFeatures(), linear.outFeatures());
    }
    return layer instanceof Layer.Polynomial polynomial
        ? new Polynomial(polynomial.degree())
        : new Other(layer.getClass().getSimpleName());
  }
}
