package org.chemxor.onnx;

import static org.chemxor.onnx.ModelBuilder.ints;

import java.util.List;

/** ResNet-18 (He et al., 2015) with generated weights, as PyTorch exports it. */
final class ResNet {
  private final ModelBuilder model;
  private final boolean isFolded;

  private ResNet(ModelBuilder model, boolean isFolded) {
    this.model = model;
    this.isFolded = isFolded;
  }

  /**
   * Writes the nodes.
   *
   * @param isFolded without batch normalisation
   * @return the output's name
   */
  static String build(ModelBuilder model, boolean isFolded) {
    return new ResNet(model, isFolded).build();
  }

  private String build() {
    String x = model.node("Relu", conv("x", 3, 64, 7, 2, 3));
    x =
        model.node(
            "MaxPool",
            x,
            "kernel_shape",
            ints(3, 3),
            "strides",
            ints(2, 2),
            "pads",
            ints(1, 1, 1, 1));
    int channels = 64;
    for (int wide : new int[] {64, 128, 256, 512}) {
      for (int block = 0; block < 2; block++) {
        int stride = block == 0 && wide > 64 ? 2 : 1;
        String shortcut = channels == wide ? x : conv(x, channels, wide, 1, stride, 0);
        String inner = model.node("Relu", conv(x, channels, wide, 3, stride, 1));
        String sum = model.node("Add", List.of(conv(inner, wide, wide, 3, 1, 1), shortcut));
        x = model.node("Relu", sum);
        channels = wide;
      }
    }
    String pooled = model.node("Flatten", model.node("GlobalAveragePool", x));
    return model.node(
        "Gemm", List.of(pooled, model.weights(1000, 512), model.weights(1000)), "transB", 1);
  }

  private String conv(String x, int in, int out, int kernel, int stride, int pad) {
    String weights = model.weights(out, in, kernel, kernel);
    String conv =
        model.node(
            "Conv",
            isFolded ? List.of(x, weights, model.weights(out)) : List.of(x, weights),
            "kernel_shape",
            ints(kernel, kernel),
            "strides",
            ints(stride, stride),
            "pads",
            ints(pad, pad, pad, pad));
    if (isFolded) {
      return conv;
    }
    return model.node(
        "BatchNormalization",
        List.of(
            conv,
            model.positive(out),
            model.weights(out),
            model.weights(out),
            model.positive(out)));
  }
}
