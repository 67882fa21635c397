package org.chemxor.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chemxor.onnx.ModelBuilder.ints;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator that is read, on the same file as ONNX Runtime. */
class OperatorParityTest {
  @TempDir private Path folder;

  private Network agrees(ModelBuilder model, String output) {
    return Parity.assertAgrees(model.write(folder, output));
  }

  private static long[] longs(String text) {
    return Arrays.stream(text.trim().split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    // in, out, group, kernel, strides, pads, dilations, height, width
    "3, 4, 1, 3 3, 1 1, 0 0 0 0, 1 1, 8, 7",
    "3, 4, 1, 3 3, 2 2, 1 1 1 1, 1 1, 8, 7",
    "2, 3, 1, 5 3, 1 1, 2 1 2 1, 1 1, 9, 9",
    "2, 3, 1, 3 3, 2 2, 0 0 1 1, 1 1, 8, 8",
    "2, 3, 1, 3 3, 2 2, 1 0 0 1, 1 1, 9, 8",
    "2, 3, 1, 2 2, 3 3, 0 1 2 0, 1 1, 10, 11",
    "4, 6, 2, 3 3, 1 1, 1 1 1 1, 1 1, 6, 6",
    "4, 4, 4, 3 3, 2 2, 1 1 1 1, 1 1, 7, 6",
    "3, 6, 3, 3 3, 1 1, 0 0 0 0, 1 1, 6, 6",
    "2, 2, 1, 3 3, 1 1, 2 2 2 2, 2 2, 9, 9",
    "2, 4, 2, 3 2, 1 1, 0 2 1 0, 2 3, 10, 10",
    "3, 5, 1, 1 1, 2 2, 0 0 0 0, 1 1, 7, 7",
    "2, 3, 1, 6 1, 1 2, 0 0 0 0, 1 1, 6, 9",
    "2, 3, 1, 3 6, 2 5, 1 0 1 0, 1 1, 9, 6",
    "2, 3, 1, 3 3, 7 1, 0 0 0 0, 1 1, 8, 9",
    "1, 2, 1, 2 2, 1 1, 5 4 3 2, 1 1, 3, 3"
  })
  void convolutions(
      int in,
      int out,
      int group,
      String kernel,
      String strides,
      String pads,
      String dilations,
      int height,
      int width) {
    long[] k = longs(kernel);
    for (boolean hasBias : new boolean[] {true, false}) {
      ModelBuilder model = ModelBuilder.of(13, 0, in, height, width);
      String weights = model.weights(out, in / group, k[0], k[1]);
      List<String> inputs =
          hasBias ? List.of("x", weights, model.weights(out)) : List.of("x", weights);
      String conv =
          model.node(
              "Conv",
              inputs,
              "group",
              group,
              "kernel_shape",
              k,
              "strides",
              longs(strides),
              "pads",
              longs(pads),
              "dilations",
              longs(dilations));
      agrees(model, conv);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SAME_UPPER, 3, 2, 8",
    "SAME_UPPER, 3, 2, 9",
    "SAME_LOWER, 4, 2, 8",
    "SAME_LOWER, 2, 1, 7",
    "VALID, 3, 2, 8",
    "SAME_UPPER, 1, 3, 8"
  })
  void automaticPadding(String auto, int kernel, int stride, int size) {
    ModelBuilder model = ModelBuilder.of(11, 0, 2, size, size);
    String conv =
        model.node(
            "Conv",
            List.of("x", model.weights(3, 2, kernel, kernel)),
            "auto_pad",
            auto,
            "strides",
            ints(stride, stride));
    agrees(model, conv);
  }

  @Test
  void convolutionsOfSequences() {
    ModelBuilder model = ModelBuilder.of(13, 0, 4, 20);
    String conv =
        model.node(
            "Conv",
            List.of("x", model.weights(6, 2, 5), model.weights(6)),
            "group",
            2,
            "strides",
            ints(2),
            "pads",
            ints(3, 1),
            "dilations",
            ints(2));
    String pool = model.node("AveragePool", conv, "kernel_shape", ints(3), "strides", ints(2));
    String relu = model.node("Relu", pool);
    String mean = model.node("GlobalAveragePool", relu);
    agrees(model, model.node("Flatten", mean));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, 1 4",
    "1, 1, 1, 4",
    "0.5, 2, 1, 1",
    "0.5, 0, 0, 4",
    "2, -1, 1, -",
    "1, 1, 0, -"
  })
  void generalMatrixProducts(float alpha, float beta, int transposed, String bias) {
    ModelBuilder model = ModelBuilder.of(13, 0, 6);
    String weights = transposed == 1 ? model.weights(4, 6) : model.weights(6, 4);
    List<String> inputs =
        bias.equals("-")
            ? List.of("x", weights)
            : List.of("x", weights, model.weights(longs(bias)));
    agrees(model, model.node("Gemm", inputs, "alpha", alpha, "beta", beta, "transB", transposed));
  }

  @Test
  void productsWithABiasAddedApart() {
    ModelBuilder model = ModelBuilder.of(13, 0, 6);
    String product = model.node("MatMul", List.of("x", model.weights(6, 5)));
    String sum = model.node("Add", List.of(model.weights(5), product));
    String relu = model.node("Relu", sum);
    String second = model.node("MatMul", List.of(relu, model.weights(5, 3)));
    Network network = agrees(model, second);
    assertThat(network.nodes()).as("%s", network).hasSize(3);
  }

  @Test
  void aBiasPerChannelBehindAConvolutionIsFolded() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 5, 5);
    String conv = model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)));
    String sum = model.node("Add", List.of(conv, model.weights(3, 1, 1)));
    String scaled = model.node("Mul", List.of(model.weights(1, 3, 1, 1), sum));
    Network network = agrees(model, model.node("Relu", scaled));
    assertThat(network.nodes()).as("%s", network).hasSize(2);
  }

  private static String batchNormalization(ModelBuilder model, String input, int channels) {
    return model.node(
        "BatchNormalization",
        List.of(
            input,
            model.positive(channels),
            model.weights(channels),
            model.weights(channels),
            model.positive(channels)),
        "epsilon",
        0.01f);
  }

  @Test
  void batchNormalizationBehindAConvolutionIsFoldedIntoIt() {
    ModelBuilder model = ModelBuilder.of(15, 0, 2, 6, 6);
    String conv =
        model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)), "pads", ints(1, 1, 1, 1));
    Network network = agrees(model, batchNormalization(model, conv, 3));
    assertThat(network.nodes()).as("%s", network).hasSize(1);
  }

  @Test
  void batchNormalizationOfAVectorIsFoldedIntoTheLinearLayerBeforeIt() {
    ModelBuilder model = ModelBuilder.of(9, 0, 5);
    String product = model.node("MatMul", List.of("x", model.weights(5, 4)));
    Network network = agrees(model, batchNormalization(model, product, 4));
    assertThat(network.nodes()).as("%s", network).hasSize(1);
  }

  @Test
  void batchNormalizationBehindAReluIsFoldedIntoTheNextLayers() {
    ModelBuilder model = ModelBuilder.of(15, 0, 2, 6, 6);
    String conv = model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)));
    String normal = batchNormalization(model, model.node("Relu", conv), 3);
    String next = model.node("Conv", List.of(normal, model.weights(4, 3, 2, 2)));
    String twice = batchNormalization(model, model.node("Relu", next), 4);
    String flat = model.node("Flatten", twice);
    String out = model.node("Gemm", List.of(flat, model.weights(36, 2)));
    Network network = agrees(model, out);
    assertThat(network.nodes()).as("%s", network).hasSize(6);
  }

  @Test
  void batchNormalizationBeforeAPaddedConvolutionKeepsALayerOfItsOwn() {
    ModelBuilder model = ModelBuilder.of(15, 0, 2, 6, 6);
    String normal = batchNormalization(model, "x", 2);
    String conv =
        model.node("Conv", List.of(normal, model.weights(3, 2, 3, 3)), "pads", ints(1, 1, 1, 1));
    Network network = agrees(model, conv);
    assertThat(network.nodes()).as("%s", network).hasSize(2);
  }

  @Test
  void batchNormalizationWrittenAsArithmeticIsFolded() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 6, 6);
    String conv = model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)));
    String centred = model.node("Sub", List.of(conv, model.weights(3, 1, 1)));
    String variance = model.tensor(positive -> positives(positive, 3), 3, 1, 1);
    String root = model.node("Sqrt", model.node("Add", List.of(variance, model.number(0.01))));
    String divided = model.node("Div", List.of(centred, root));
    Network network = agrees(model, divided);
    assertThat(network.nodes()).as("%s", network).hasSize(1);
  }

  private static void positives(OnnxMl.TensorProto.Builder tensor, int size) {
    tensor.setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE);
    for (int i = 0; i < size; i++) {
      tensor.addFloatData(0.3f + i);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // kernel, strides, pads, ceil, size
    "3 3, 2 2, 1 1 1 1, 0, 9",
    "2 2, 2 2, 0 0 0 0, 0, 9",
    "2 2, 2 2, 0 0 0 0, 1, 9",
    "3 3, 2 2, 0 0 0 0, 1, 8",
    "3 3, 2 2, 0 0 1 1, 0, 8",
    "3 3, 2 2, 1 0 0 1, 0, 8",
    "3 3, 1 1, 1 1 1 1, 0, 5"
  })
  void maximaBehindARelu(String kernel, String strides, String pads, int ceil, int size) {
    ModelBuilder model = ModelBuilder.of(12, 0, 2, size, size);
    agrees(model, pool(model, "MaxPool", model.node("Relu", "x"), kernel, strides, pads, ceil));
  }

  private static String pool(
      ModelBuilder model,
      String operator,
      String input,
      String kernel,
      String strides,
      String pads,
      int ceil) {
    return model.node(
        operator,
        input,
        "kernel_shape",
        longs(kernel),
        "strides",
        longs(strides),
        "pads",
        longs(pads),
        "ceil_mode",
        ceil);
  }

  @ParameterizedTest
  @CsvSource({"3 3, 2 2, 1 1 1 1, 0, 9", "2 2, 2 2, 0 0 0 0, 0, 9", "2 2, 2 2, 0 0 0 0, 1, 8"})
  void maximaOfValuesThatMayBeNegative(
      String kernel, String strides, String pads, int ceil, int size) {
    ModelBuilder model = ModelBuilder.of(12, 0, 2, size, size);
    agrees(model, pool(model, "MaxPool", "x", kernel, strides, pads, ceil));
  }

  @ParameterizedTest
  @CsvSource({
    "2 2, 2 2, 0 0 0 0, 0, 8",
    "3 3, 1 1, 0 0 0 0, 0, 7",
    "3 2, 2 2, 0 0 0 0, 0, 8",
    "3 2, 1 1, 0 0 0 0, 0, 8"
  })
  void averages(String kernel, String strides, String pads, int ceil, int size) {
    ModelBuilder model = ModelBuilder.of(12, 0, 2, size, size);
    agrees(model, pool(model, "AveragePool", "x", kernel, strides, pads, ceil));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 1 1 1", "0 0 1 1", "1 0 1 0", "0 2 1 1"})
  void averagesThatCountPadding(String pads) {
    ModelBuilder model = ModelBuilder.of(12, 0, 2, 8, 8);
    String pool =
        model.node(
            "AveragePool",
            "x",
            "kernel_shape",
            ints(3, 3),
            "strides",
            ints(2, 2),
            "pads",
            longs(pads),
            "count_include_pad",
            1);
    agrees(model, pool);
  }

  @ParameterizedTest
  @CsvSource({"6, 6", "6, 4", "1, 1"})
  void globalAverages(int height, int width) {
    ModelBuilder model = ModelBuilder.of(13, 0, 3, height, width);
    agrees(model, model.node("GlobalAveragePool", "x"));
  }

  @Test
  void globalMaxima() {
    ModelBuilder model = ModelBuilder.of(13, 0, 3, 5, 5);
    agrees(model, model.node("GlobalMaxPool", "x"));
  }

  @ParameterizedTest
  @CsvSource({"13, 0", "13, 1", "18, 0", "18, 1"})
  void meansOverHeightAndWidth(int opset, int keepdims) {
    ModelBuilder model = ModelBuilder.of(opset, 0, 3, 4, 4);
    String mean =
        opset >= 18
            ? model.node("ReduceMean", List.of("x", model.longs(-1, -2)), "keepdims", keepdims)
            : model.node("ReduceMean", "x", "axes", ints(2, 3), "keepdims", keepdims);
    agrees(model, mean);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23})
  void aResidualBlockOfEveryOpset(int opset) {
    ModelBuilder model = ModelBuilder.of(opset, 0, 2, 8, 8);
    String stem =
        model.node("Conv", List.of("x", model.weights(4, 2, 3, 3)), "pads", ints(1, 1, 1, 1));
    String active = model.node("Relu", batchNormalization(model, stem, 4));
    String conv =
        model.node("Conv", List.of(active, model.weights(4, 4, 3, 3)), "pads", ints(1, 1, 1, 1));
    String sum = model.node("Add", List.of(batchNormalization(model, conv, 4), active));
    String pool =
        model.node(
            "MaxPool", model.node("Relu", sum), "kernel_shape", ints(2, 2), "strides", ints(2, 2));
    String dropped = model.node("Dropout", model.node("Identity", pool));
    String flat = model.node("Flatten", dropped);
    String out =
        model.node("Gemm", List.of(flat, model.weights(3, 64), model.weights(3)), "transB", 1);
    Network network = agrees(model, out);
    assertThat(network.nodes()).as("%s", network).hasSize(8);
  }

  @Test
  void sumsOfScaledAndOfSeveralValues() {
    ModelBuilder model = ModelBuilder.of(13, 0, 3, 4, 4);
    String a = model.node("Conv", List.of("x", model.weights(3, 3, 1, 1)));
    String b = model.node("Relu", a);
    String scaled = model.node("Mul", List.of(b, model.number(0.25)));
    String difference = model.node("Sub", List.of(a, scaled));
    agrees(model, model.node("Sum", List.of(difference, b, "x")));
  }

  @Test
  void aConstantForEveryPixelBeforeALinearLayer() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 3, 3);
    String conv = model.node("Conv", List.of("x", model.weights(2, 2, 1, 1)));
    String sum = model.node("Add", List.of(conv, model.weights(1, 2, 3, 3)));
    String row = model.node("Mul", List.of(sum, model.weights(3)));
    String flat = model.node("Flatten", row);
    agrees(model, model.node("Gemm", List.of(flat, model.weights(18, 2))));
  }

  @Test
  void polynomialsWrittenInAnyWay() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 4, 4);
    String x = model.node("Conv", List.of("x", model.weights(2, 2, 1, 1)));
    String square = model.node("Mul", List.of(x, x));
    String scaled = model.node("Mul", List.of(square, model.number(0.1)));
    String linear = model.node("Mul", List.of(model.number(0.5), x));
    String sum =
        model.node("Add", List.of(model.node("Add", List.of(scaled, linear)), model.number(1.5)));
    String cube = model.node("Pow", List.of(x, model.number(3)));
    String half = model.node("Div", List.of(cube, model.number(7)));
    String all = model.node("Sub", List.of(sum, half));
    String mirrored = model.node("Sub", List.of(model.number(1), model.node("Neg", all)));
    Network network = agrees(model, mirrored);
    assertThat(network.nodes()).as("%s", network).hasSize(2);
    Layer.Polynomial p = (Layer.Polynomial) network.nodes().get(1).layer();
    assertThat(p.degree()).isEqualTo(3);
    assertThat(p.coefficient(0)).isEqualTo(2.5);
    assertThat(p.coefficient(3)).isCloseTo(-1 / 7.0, org.assertj.core.api.Assertions.within(1e-7));
  }

  @Test
  void squaresOfSquaresStayTwoLayers() {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    String once = model.node("Mul", List.of("x", "x"));
    String cubic = model.node("Mul", List.of(once, "x"));
    String sixth = model.node("Mul", List.of(cubic, cubic));
    Network network = agrees(model, model.node("Pow", List.of(sixth, model.longs(2))));
    assertThat(network.nodes()).as("%s", network).hasSize(2);
    assertThat(((Layer.Polynomial) network.nodes().get(0).layer()).degree()).isEqualTo(3);
    assertThat(((Layer.Polynomial) network.nodes().get(1).layer()).degree()).isEqualTo(4);
  }

  @Test
  void polynomialsWithCoefficientsPerChannel() {
    ModelBuilder model = ModelBuilder.of(13, 0, 3, 4, 4);
    String square = model.node("Mul", List.of("x", "x"));
    String a = model.node("Mul", List.of(square, model.weights(3, 1, 1)));
    String b = model.node("Mul", List.of("x", model.weights(3, 1, 1)));
    agrees(model, model.node("Add", List.of(a, b)));
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 13})
  void reshapingInAllWays(int opset) {
    ModelBuilder model = ModelBuilder.of(opset, 0, 2, 4, 4);
    String conv = model.node("Conv", List.of("x", model.weights(3, 2, 4, 4)));
    String a = axes(model, opset, "Squeeze", conv, 2, 3);
    String b = axes(model, opset, "Unsqueeze", a, 1, -1);
    String c = model.node("Transpose", b, "perm", ints(0, 2, 1, 3));
    String d = model.node("Reshape", List.of(c, model.longs(0, -1)));
    String cast = model.node("Cast", d, "to", OnnxMl.TensorProto.DataType.FLOAT_VALUE);
    agrees(model, model.node("Gemm", List.of(cast, model.weights(3, 2), model.weights(2))));
  }

  private static String axes(
      ModelBuilder model, int opset, String operator, String input, long... axes) {
    return opset >= 13
        ? model.node(operator, List.of(input, model.longs(axes)))
        : model.node(
            operator, input, "axes", Arrays.stream(axes).map(a -> a < 0 ? 3 : a).toArray());
  }

  @Test
  void aVectorOfPixelsBecomesAnImage() {
    ModelBuilder model = ModelBuilder.of(13, 0, 36);
    String image = model.node("Reshape", List.of("x", model.longs(-1, 1, 6, 6)));
    Network network = agrees(model, model.node("Conv", List.of(image, model.weights(2, 1, 3, 3))));
    assertThat(network.inputShape()).isEqualTo(org.chemxor.core.Shape.image(1, 6, 6));
  }

  @Test
  void flatteningByAComputedShape() {
    ModelBuilder model = ModelBuilder.of(11, 0, 2, 3, 3);
    String relu = model.node("Relu", "x");
    String shape = model.node("Shape", relu);
    OnnxMl.TensorProto zero =
        OnnxMl.TensorProto.newBuilder()
            .setDataType(OnnxMl.TensorProto.DataType.INT64_VALUE)
            .addInt64Data(0)
            .build();
    String index = model.node("Constant", List.of(), "value", zero);
    String batch = model.node("Gather", List.of(shape, index), "axis", 0);
    String vector = model.node("Unsqueeze", batch, "axes", ints(0));
    String target = model.node("Concat", List.of(vector, model.longs(-1)), "axis", 0);
    String flat = model.node("Reshape", List.of(relu, target));
    String weights = model.node("Transpose", model.weights(4, 18));
    agrees(model, model.node("MatMul", List.of(flat, weights)));
  }

  @Test
  void weightsThatAreOneNumberEverywhere() {
    ModelBuilder model = ModelBuilder.of(13, 0, 3);
    OnnxMl.TensorProto half =
        OnnxMl.TensorProto.newBuilder()
            .setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
            .addDims(1)
            .addFloatData(0.5f)
            .build();
    String weights = model.node("ConstantOfShape", List.of(model.longs(3, 4)), "value", half);
    String zeros = model.node("ConstantOfShape", model.longs(4));
    String sum = model.node("Add", List.of(model.node("MatMul", List.of("x", weights)), zeros));
    agrees(model, model.node("MatMul", List.of(sum, model.weights(4, 2))));
  }

  @Test
  void joinedChannels() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 5, 5);
    String a = model.node("Relu", model.node("Conv", List.of("x", model.weights(3, 2, 1, 1))));
    String b =
        model.node("Conv", List.of("x", model.weights(1, 2, 3, 3)), "pads", ints(1, 1, 1, 1));
    String joined = model.node("Concat", List.of(a, b, "x"), "axis", 1);
    String mean = model.node("Flatten", model.node("GlobalAveragePool", joined));
    String product = model.node("Gemm", List.of(mean, model.weights(6, 3)));
    agrees(model, model.node("Concat", List.of(product, mean), "axis", -1));
  }

  @Test
  void doubleAndHalfPrecisionWeightsAsRawAndTypedData() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2);
    short[] halves = {0x3c00, (short) 0xc000, 0x3555, 0x0001, 0x7bff, (short) 0x8400};
    ByteBuffer raw = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    for (short half : halves) {
      raw.putShort(half);
    }
    int type = OnnxMl.TensorProto.DataType.FLOAT16_VALUE;
    String half =
        model.tensor(t -> t.setDataType(type).setRawData(ByteString.copyFrom(raw.flip())), 2, 3);
    String typed =
        model.tensor(
            t -> {
              t.setDataType(type);
              for (short h : halves) {
                t.addInt32Data(h & 0xffff);
              }
            },
            3,
            2);
    String doubles =
        model.tensor(
            t -> {
              t.setDataType(OnnxMl.TensorProto.DataType.DOUBLE_VALUE);
              for (double d : new double[] {0.5, -0.25}) {
                t.addDoubleData(d);
              }
            },
            2);
    String a = model.node("MatMul", List.of("x", toFloat(model, half)));
    String b = model.node("MatMul", List.of(a, toFloat(model, typed)));
    agrees(model, model.node("Add", List.of(b, toFloat(model, doubles))));
  }

  private static String toFloat(ModelBuilder model, String value) {
    return model.node("Cast", value, "to", OnnxMl.TensorProto.DataType.FLOAT_VALUE);
  }

  @Test
  void weightsInAnExternalFile() throws IOException {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    ByteBuffer data = ByteBuffer.allocate(64 + 48).order(ByteOrder.LITTLE_ENDIAN);
    data.position(64);
    for (int i = 0; i < 12; i++) {
      data.putFloat(i / 7f - 1);
    }
    Files.createDirectories(folder.resolve("data"));
    Files.write(folder.resolve("data/weights.bin"), data.array());
    String weights = external(model, "data/weights.bin", "64", "48", 4, 3);
    agrees(model, model.node("MatMul", List.of("x", weights)));
  }

  static String external(
      ModelBuilder model, String location, String offset, String length, long... dimensions) {
    return model.tensor(
        t -> {
          t.setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE);
          t.setDataLocation(OnnxMl.TensorProto.DataLocation.EXTERNAL);
          t.addExternalDataBuilder().setKey("location").setValue(location);
          t.addExternalDataBuilder().setKey("offset").setValue(offset);
          t.addExternalDataBuilder().setKey("length").setValue(length);
        },
        dimensions);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 0})
  void aFixedBatchOfOneAndAnOpenOne(int batch) {
    ModelBuilder model = ModelBuilder.of(13, batch, 2, 3, 3);
    String flat = model.node("Reshape", List.of("x", model.longs(1, 18)));
    agrees(model, model.node("Gemm", List.of(flat, model.weights(18, 4))));
  }

  @Test
  void nodesThatTheOutputDoesNotNeedAreNotLookedAt() {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    model.node("Tanh", "x");
    agrees(model, model.node("Gemm", List.of("x", model.weights(4, 4))));
  }

  @Test
  void aFinalSoftmaxIsDroppedWhenAsked() {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    String scores = model.node("Gemm", List.of("x", model.weights(4, 3)));
    Path whole = model.write(folder, model.node("Softmax", scores));
    Network network =
        OnnxImport.read(whole, OnnxImportOptions.builder().dropFinalSoftmax().build());
    Parity.assertAgrees(
        ModelBuilder.write(folder.resolve("scores.onnx"), model.model(scores)), network);
  }
}
