package org.chemxor.onnx.operators;

import java.util.Map;

/** What to do instead of operators that no network has. */
final class Advice {
  private static final String ACTIVATION =
      "train with Relu (for secret sharing) or with a polynomial (for encryption) instead";

  private static final Map<String, String> BY_OPERATOR =
      Map.ofEntries(
          Map.entry("LeakyRelu", ACTIVATION),
          Map.entry("PRelu", ACTIVATION),
          Map.entry("Elu", ACTIVATION),
          Map.entry("Selu", ACTIVATION),
          Map.entry("Celu", ACTIVATION),
          Map.entry("Gelu", ACTIVATION),
          Map.entry("Clip", ACTIVATION),
          Map.entry("Sigmoid", ACTIVATION),
          Map.entry("HardSigmoid", ACTIVATION),
          Map.entry("HardSwish", ACTIVATION),
          Map.entry("Mish", ACTIVATION),
          Map.entry("Tanh", ACTIVATION),
          Map.entry("Softplus", ACTIVATION),
          Map.entry("Softsign", ACTIVATION),
          Map.entry("Erf", ACTIVATION),
          Map.entry("Exp", ACTIVATION),
          Map.entry(
              "Softmax",
              "cut it off at the end of the network (chemxor import --drop-softmax, or"
                  + " OnnxImportOptions.Builder.dropFinalSoftmax): the order of classes stays"),
          Map.entry("LogSoftmax", "cut it off at the end of the network as Softmax"),
          Map.entry("LRN", "train with BatchNormalization instead"),
          Map.entry("InstanceNormalization", "train with BatchNormalization instead"),
          Map.entry("LayerNormalization", "train with BatchNormalization instead"),
          Map.entry("GroupNormalization", "train with BatchNormalization instead"),
          Map.entry("LpPool", "use AveragePool or a Conv with a stride"),
          Map.entry("ConvTranspose", "use Conv on a larger input"),
          Map.entry("Resize", "resize inputs before the network"),
          Map.entry("Upsample", "resize inputs before the network"),
          Map.entry("Pad", "use the pads of the Conv or pool behind it"),
          Map.entry("QuantizeLinear", "export the model before it was quantised"),
          Map.entry("DequantizeLinear", "export the model before it was quantised"),
          Map.entry("QLinearConv", "export the model before it was quantised"),
          Map.entry("ConvInteger", "export the model before it was quantised"),
          Map.entry("If", "export a trace of the model, without branches"),
          Map.entry("Loop", "export a trace of the model, without loops"),
          Map.entry("Scan", "export a trace of the model, without loops"),
          Map.entry("LSTM", "use convolutions: networks have no memory"),
          Map.entry("GRU", "use convolutions: networks have no memory"),
          Map.entry("RNN", "use convolutions: networks have no memory"));

  private Advice() {}

  static String on(String operator) {
    return BY_OPERATOR.getOrDefault(
        operator, "write it with the operators that docs/onnx.md lists");
  }
}
