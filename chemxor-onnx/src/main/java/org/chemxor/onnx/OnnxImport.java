package org.chemxor.onnx;

import ai.onnx.proto.OnnxMl;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chemxor.core.Network;
import org.chemxor.onnx.model.Budget;
import org.chemxor.onnx.model.Dimensions;
import org.chemxor.onnx.model.ModelReader;
import org.chemxor.onnx.model.Names;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.model.TensorReader;
import org.chemxor.onnx.operators.Translation;

/**
 * Reads ONNX files as networks that compute the same. Stateless; files are hostile until read: what
 * is wrong with one is an {@link org.chemxor.core.InvalidInputException} within the limits of
 * memory, never another error.
 */
public final class OnnxImport {
  /** The oldest version of ONNX's operators that is read. */
  public static final int MIN_OPSET = 9;

  /** The newest. */
  public static final int MAX_OPSET = 23;

  private static final Set<Integer> INPUT_TYPES =
      Set.of(
          OnnxMl.TensorProto.DataType.FLOAT_VALUE,
          OnnxMl.TensorProto.DataType.DOUBLE_VALUE,
          OnnxMl.TensorProto.DataType.FLOAT16_VALUE,
          OnnxMl.TensorProto.DataType.BFLOAT16_VALUE);

  private final Path file;
  private final OnnxImportOptions options;
  private final List<OnnxProblem> problems = new ArrayList<>();

  private OnnxImport(Path file, OnnxImportOptions options) {
    this.file = file;
    this.options = options;
  }

  /**
   * Reads a model with the standard options.
   *
   * @param file an ONNX file; external weights lie in the same folder
   * @throws OnnxImportException when a network cannot compute the same; it has all the reasons
   * @throws org.chemxor.core.InvalidInputException when the file is missing, too large, or no ONNX
   *     model
   * @throws java.io.UncheckedIOException when reading fails
   */
  public static Network read(Path file) {
    return read(file, OnnxImportOptions.standard());
  }

  /**
   * Reads a model.
   *
   * @param options limits, and what the file leaves open
   * @throws OnnxImportException as above
   * @throws org.chemxor.core.InvalidInputException as above
   * @throws java.io.UncheckedIOException as above
   */
  public static Network read(Path file, OnnxImportOptions options) {
    return new OnnxImport(file, options).read();
  }

  private Network read() {
    OnnxMl.ModelProto model =
        ModelReader.read(
            file, options.maxFileBytes(), options.maxNodes(), options.maxTensorElements());
    OnnxMl.GraphProto graph = model.getGraph();
    checkVersion(model);
    if (graph.getNodeCount() > options.maxNodes()) {
      problem(
          "the graph has "
              + graph.getNodeCount()
              + " nodes, at most "
              + options.maxNodes()
              + " are read: raise the limit of nodes");
    }
    Optional<OnnxMl.ValueInfoProto> input = input(graph);
    Optional<String> output = output(graph);
    stopAtProblems();
    Optional<Network> network =
        input.flatMap(in -> output.flatMap(out -> translate(graph, in, out)));
    stopAtProblems();
    return network.orElseThrow();
  }

  private Optional<Network> translate(
      OnnxMl.GraphProto graph, OnnxMl.ValueInfoProto input, String output) {
    Budget budget = new Budget(options.maxTensorElements());
    Path folder =
        options
            .externalDataFolder()
            .orElseGet(() -> file.toAbsolutePath().normalize().resolveSibling("."))
            .toAbsolutePath()
            .normalize();
    try {
      Translation.Task task =
          new Translation.Task(
              graph,
              input.getName(),
              sample(input),
              batch(input),
              output,
              options.isFinalSoftmaxDropped());
      List<Translation.Obstacle> obstacles = new ArrayList<>();
      Optional<Network> network =
          Translation.run(task, new TensorReader(folder, budget), budget, obstacles);
      obstacles.forEach(o -> problems.add(new OnnxProblem(o.node(), o.operator(), o.reason())));
      return network;
    } catch (Refusal | ArithmeticException | IllegalArgumentException e) {
      problem("the input " + Names.shown(input.getName()) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private void problem(String reason) {
    problems.add(new OnnxProblem("", "", reason));
  }

  private void stopAtProblems() {
    if (!problems.isEmpty()) {
      throw new OnnxImportException(String.valueOf(file), problems);
    }
  }

  private void checkVersion(OnnxMl.ModelProto model) {
    if (!model.hasGraph()) {
      problem("there is no graph in it: it is no ONNX model");
      return;
    }
    long opset =
        model.getOpsetImportList().stream()
            .filter(set -> set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx"))
            .mapToLong(OnnxMl.OperatorSetIdProto::getVersion)
            .max()
            .orElse(1);
    if (opset < MIN_OPSET || opset > MAX_OPSET) {
      problem(
          "it uses version "
              + opset
              + " of ONNX's operators, "
              + MIN_OPSET
              + " to "
              + MAX_OPSET
              + " are read: export it with opset_version=17");
    }
  }

  /** The one input that is no weight. */
  private Optional<OnnxMl.ValueInfoProto> input(OnnxMl.GraphProto graph) {
    Set<String> weights = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> weights.add(tensor.getName()));
    List<OnnxMl.ValueInfoProto> inputs =
        graph.getInputList().stream().filter(in -> !weights.contains(in.getName())).toList();
    if (inputs.size() != 1) {
      problem(
          "it has "
              + inputs.size()
              + " inputs "
              + names(inputs)
              + ": a network has one; export it with the others as constants");
      return Optional.empty();
    }
    return Optional.of(inputs.get(0));
  }

  private static List<String> names(List<OnnxMl.ValueInfoProto> values) {
    return values.stream().limit(10).map(v -> Names.shown(v.getName())).toList();
  }

  private Optional<String> output(OnnxMl.GraphProto graph) {
    if (options.output().isPresent()) {
      return options.output();
    }
    if (graph.getOutputCount() != 1) {
      problem(
          "it has "
              + graph.getOutputCount()
              + " outputs "
              + names(graph.getOutputList())
              + ": choose one (chemxor import --output, or OnnxImportOptions.Builder.output)");
      return Optional.empty();
    }
    return Optional.of(graph.getOutput(0).getName());
  }

  /** Dimensions of one sample. */
  private int[] sample(OnnxMl.ValueInfoProto input) {
    OnnxMl.TypeProto.Tensor type = input.getType().getTensorType();
    if (!INPUT_TYPES.contains(type.getElemType())) {
      throw new Refusal(
          "it has no floating-point numbers: put a cast before the network in your program");
    }
    List<OnnxMl.TensorShapeProto.Dimension> dimensions = type.getShape().getDimList();
    if (options.inputDimensions().isPresent()) {
      List<Integer> given = options.inputDimensions().get();
      requireAgreement(dimensions, given);
      return given.stream().mapToInt(Integer::intValue).toArray();
    }
    if (dimensions.size() < 2) {
      throw new Refusal(
          "it has "
              + dimensions.size()
              + " dimensions: a batch of samples is expected, such as [batch, 1, 32, 32]; say what"
              + " a sample is with --input-shape or OnnxImportOptions.Builder.inputDimensions");
    }
    List<Long> sample =
        dimensions.stream().skip(1).map(d -> d.hasDimValue() ? d.getDimValue() : 0).toList();
    if (sample.stream().anyMatch(d -> d == 0)) {
      throw new Refusal(
          "it leaves more than the batch open: say what a sample is with --input-shape or"
              + " OnnxImportOptions.Builder.inputDimensions");
    }
    int[] result = Dimensions.of(sample);
    if (Dimensions.count(result) > Dimensions.MAX_SIDE) {
      throw new Refusal(
          "a sample has "
              + Dimensions.count(result)
              + " numbers, at most "
              + Dimensions.MAX_SIDE
              + " are read");
    }
    return result;
  }

  /** What the caller says fills in what the model leaves open, and changes nothing else. */
  private static void requireAgreement(
      List<OnnxMl.TensorShapeProto.Dimension> dimensions, List<Integer> given) {
    if (dimensions.isEmpty()) {
      return;
    }
    boolean agrees = dimensions.size() == given.size() + 1;
    for (int i = 0; agrees && i < given.size(); i++) {
      long fixed = dimensions.get(i + 1).getDimValue();
      agrees = fixed < 1 || fixed == given.get(i);
    }
    if (!agrees) {
      throw new Refusal(
          "a sample was said to be "
              + given
              + ", the model has "
              + dimensions.stream()
                  .limit(10)
                  .map(d -> d.getDimValue() < 1 ? "?" : String.valueOf(d.getDimValue()))
                  .toList()
              + " with the batch first: leave --input-shape (OnnxImportOptions.Builder.inputDimensions)"
              + " out, or give what fits");
    }
  }

  private static int batch(OnnxMl.ValueInfoProto input) {
    List<OnnxMl.TensorShapeProto.Dimension> dimensions =
        input.getType().getTensorType().getShape().getDimList();
    boolean isOpen = dimensions.isEmpty() || dimensions.get(0).getDimValue() < 1;
    return isOpen ? 1 : Dimensions.side("the batch", dimensions.get(0).getDimValue());
  }
}
