package org.chemxor.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.chemxor.onnx.ModelBuilder.ints;

import ai.onnx.proto.OnnxMl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that a network cannot compute: refused with node, operator and what to do instead. */
class OnnxRefusalTest {
  @TempDir private Path folder;

  private List<OnnxProblem> problems(OnnxMl.ModelProto model) {
    Path file = ModelBuilder.write(folder.resolve("model.onnx"), model);
    OnnxImportException refusal =
        catchThrowableOfType(OnnxImportException.class, () -> OnnxImport.read(file));
    assertThat(refusal).isNotNull();
    refusal.problems().forEach(p -> assertThat(refusal).hasMessageContaining(p.toString()));
    return refusal.problems();
  }

  private OnnxProblem onlyProblem(OnnxMl.ModelProto model) {
    List<OnnxProblem> problems = problems(model);
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  @Test
  void everythingThatStandsInTheWayIsNamedAtOnce() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 6, 6);
    String first = model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)));
    String leaky = model.node("LeakyRelu", first, "alpha", 0.1f);
    String behind = model.node("Relu", leaky);
    String clipped = model.node("Clip", List.of(first, model.number(0), model.number(6)));
    String stretched =
        model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)), "strides", ints(1, 2));
    String sum = model.node("Sum", List.of(behind, clipped, stretched));
    List<OnnxProblem> problems = problems(model.model(model.node("Softmax", sum)));
    assertThat(problems)
        .extracting(OnnxProblem::operator)
        .containsExactly("LeakyRelu", "Clip", "Conv", "Softmax");
    assertThat(problems.get(0).node()).isEqualTo(leaky.replace(":0", ""));
    assertThat(problems.get(0).reason()).contains("train with Relu");
    assertThat(problems.get(2).reason()).contains("strides [1, 2]").contains("use the same");
    assertThat(problems.get(3).reason()).contains("--drop-softmax");
  }

  static Stream<Arguments> unsupported() {
    List<Arguments> cases = new ArrayList<>();
    add(
        cases,
        "averages without padding",
        "count_include_pad",
        m -> m.node("AveragePool", "x", "kernel_shape", ints(3, 3), "pads", ints(1, 1, 1, 1)));
    add(
        cases,
        "maximum of oblong windows",
        "square windows",
        m -> m.node("MaxPool", "x", "kernel_shape", ints(3, 2)));
    add(
        cases,
        "maximum with lopsided padding",
        "Relu before the pool",
        m -> m.node("MaxPool", "x", "kernel_shape", ints(2, 2), "pads", ints(0, 0, 1, 1)));
    add(
        cases,
        "maximum rounded up",
        "rounds its size up",
        m ->
            m.node(
                "MaxPool", "x", "kernel_shape", ints(4, 4), "strides", ints(3, 3), "ceil_mode", 1));
    add(
        cases,
        "product of two values",
        "two different values",
        m -> m.node("Mul", List.of("x", m.node("Relu", "x"))));
    add(
        cases,
        "attention",
        "as attention does",
        m -> m.node("MatMul", List.of("x", m.node("Relu", "x"))));
    add(
        cases,
        "sum of other dimensions",
        "same dimensions",
        m -> m.node("Add", List.of("x", m.node("GlobalAveragePool", "x"))));
    add(
        cases,
        "another order",
        "channels first",
        m -> m.node("Transpose", "x", "perm", ints(0, 2, 3, 1)));
    add(
        cases,
        "the batch moved",
        "another order",
        m -> m.node("Transpose", "x", "perm", ints(1, 0, 2, 3)));
    add(
        cases,
        "the batch mixed",
        "mixes samples",
        m -> m.node("Reshape", List.of("x", m.longs(36, -1))));
    add(
        cases,
        "samples of another size",
        "72 numbers",
        m -> m.node("Reshape", List.of("x", m.longs(0, 10))));
    add(cases, "division", "constant divisor", m -> m.node("Div", List.of(m.number(1), "x")));
    add(
        cases,
        "division by zero",
        "divides by zero",
        m -> m.node("Div", List.of("x", m.number(0))));
    add(cases, "roots", "whole number", m -> m.node("Pow", List.of("x", m.number(0.5))));
    add(cases, "high powers", "polynomial", m -> m.node("Pow", List.of("x", m.number(40))));
    add(
        cases,
        "rounding",
        "floating-point",
        m -> m.node("Cast", "x", "to", OnnxMl.TensorProto.DataType.INT32_VALUE));
    add(
        cases,
        "training",
        "for inference",
        m ->
            m.node(
                "BatchNormalization",
                List.of("x", m.positive(2), m.weights(2), m.weights(2), m.positive(2)),
                "training_mode",
                1));
    add(
        cases,
        "variance below zero",
        "variance",
        m ->
            m.node(
                "BatchNormalization",
                List.of(
                    "x",
                    m.positive(2),
                    m.weights(2),
                    m.weights(2),
                    m.floats(new float[] {-1, 1}, 2))));
    add(cases, "rows", "flatten them first", m -> m.node("MatMul", List.of("x", m.weights(6, 3))));
    add(
        cases,
        "a vector that becomes an image",
        "a vector cannot become an image",
        m -> {
          String vector = m.node("Gemm", List.of(m.node("Flatten", "x"), m.weights(72, 9)));
          String image = m.node("Reshape", List.of(vector, m.longs(0, 1, 3, 3)));
          return m.node("Conv", List.of(image, m.weights(1, 1, 3, 3)));
        });
    add(
        cases,
        "weights from the input",
        "constant weights",
        m -> m.node("Conv", List.of("x", "x")));
    add(
        cases,
        "weights that are not finite",
        "not finite",
        m ->
            m.node(
                "Gemm",
                List.of(
                    m.node("Flatten", "x"),
                    m.floats(new float[72 * 2], 72, 2),
                    m.floats(new float[] {Float.NaN, 0}, 2))));
    add(
        cases,
        "a mean over channels",
        "mean over height and width",
        m -> m.node("ReduceMean", "x", "axes", ints(1)));
    add(cases, "joined rows", "another axis", m -> m.node("Concat", List.of("x", "x"), "axis", 2));
    add(cases, "an unknown operator", "docs/onnx.md", m -> m.node("Einsum", "x"));
    add(cases, "a loop", "without loops", m -> m.node("Loop", "x"));
    return cases.stream();
  }

  private static void add(
      List<Arguments> cases, String name, String message, Function<ModelBuilder, String> model) {
    cases.add(Arguments.of(name, message, model));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsupported")
  void whatNoLayerComputesIsNamedWithWhatToDo(
      String name, String message, Function<ModelBuilder, String> build) {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 6, 6);
    String output = build.apply(model);
    OnnxProblem problem = onlyProblem(model.model(output));
    assertThat(problem.reason()).contains(message);
    assertThat(problem.node()).isEqualTo(output.replace(":0", ""));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 24, 1000})
  void otherOpsetsAreRefused(int opset) {
    ModelBuilder model = ModelBuilder.of(opset, 0, 4);
    OnnxProblem problem = onlyProblem(model.model(model.node("Relu", "x")));
    assertThat(problem.reason()).contains("version " + opset).contains("opset_version=17");
  }

  @Test
  void operatorsOfOtherDomainsAreRefused() {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    String out = model.node("Relu", "x");
    model.graph().getNodeBuilder(0).setDomain("com.example");
    assertThat(onlyProblem(model.model(out)).reason()).contains("com.example");
  }

  @Test
  void severalInputsAreRefusedAndSeveralOutputsNeedAChoice() {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    String a = model.node("Relu", "x");
    String b = model.node("Neg", "x");
    OnnxMl.ModelProto two =
        model.model(a).toBuilder()
            .setGraph(model.graph().addOutput(ModelBuilder.info(b, 0, 4)))
            .build();
    assertThat(onlyProblem(two).reason()).contains("2 outputs").contains("--output");
    Path file = ModelBuilder.write(folder.resolve("two.onnx"), two);
    assertThat(OnnxImport.read(file, OnnxImportOptions.builder().output(b).build()).nodes())
        .hasSize(1);
    model.graph().addInput(ModelBuilder.info("y", 0, 4));
    assertThat(problems(model.model(a)).get(0).reason()).contains("2 inputs");
  }

  @Test
  void openSizesNeedSampleDimensions() {
    ModelBuilder model = ModelBuilder.of(13, 0, 1, 0, 0);
    String out = model.node("Conv", List.of("x", model.weights(2, 1, 3, 3)));
    assertThat(onlyProblem(model.model(out)).reason()).contains("--input-shape");
    OnnxImportOptions options = OnnxImportOptions.builder().inputDimensions(1, 8, 8).build();
    Path file = model.write(folder, out);
    assertThat(OnnxImport.read(file, options).outputShape().height()).isEqualTo(6);
  }

  @Test
  void sampleDimensionsFillInAndChangeNothing() {
    ModelBuilder model = ModelBuilder.of(13, 0, 1, 8, 0);
    Path file = model.write(folder, model.node("Conv", List.of("x", model.weights(2, 1, 3, 3))));
    OnnxImportOptions other = OnnxImportOptions.builder().inputDimensions(1, 32, 32).build();
    assertThatThrownBy(() -> OnnxImport.read(file, other))
        .isInstanceOf(OnnxImportException.class)
        .hasMessageContaining("[1, 32, 32]")
        .hasMessageContaining("[?, 1, 8, ?]");
    OnnxImportOptions fits = OnnxImportOptions.builder().inputDimensions(1, 8, 32).build();
    assertThat(OnnxImport.read(file, fits).outputShape().width()).isEqualTo(30);
  }

  @Test
  void theSecondOutputOfADropoutIsRefused() {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    model.node("Dropout", "x");
    model.graph().getNodeBuilder(0).addOutput("mask");
    OnnxProblem problem = onlyProblem(model.model(model.node("Relu", "mask")));
    assertThat(problem.operator()).isEqualTo("Dropout");
    assertThat(problem.reason()).contains("mask");
  }
}
