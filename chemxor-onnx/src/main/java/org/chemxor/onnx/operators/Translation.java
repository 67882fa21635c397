package org.chemxor.onnx.operators;

import ai.onnx.proto.OnnxMl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.onnx.layers.LayerGraph;
import org.chemxor.onnx.layers.NetworkAssembly;
import org.chemxor.onnx.model.Budget;
import org.chemxor.onnx.model.Names;
import org.chemxor.onnx.model.Refusal;
import org.chemxor.onnx.model.TensorReader;
import org.chemxor.onnx.operators.Value.Known;
import org.chemxor.onnx.operators.Value.Refused;
import org.chemxor.onnx.operators.Value.Traced;

/**
 * Follows the ONNX graph from its input to one output and collects layers. A node that cannot be
 * translated is noted, and what depends on it is passed over, so that everything that stands in the
 * way is known in the end.
 */
public final class Translation {
  /** Operators whose numbers are tensors of the file. */
  private static final Map<String, BiFunction<Operation, TensorReader, Value>> CONSTANTS =
      Map.of("Constant", Harmless::constant, "ConstantOfShape", Harmless::constantOfShape);

  private static final Map<String, BiFunction<Operation, Tracer, Value>> OPERATORS =
      Map.ofEntries(
          Map.entry("Add", Elementwise::add),
          Map.entry("AveragePool", Pools::average),
          Map.entry("BatchNormalization", DenseLayers::batchNormalization),
          Map.entry("Cast", Harmless::cast),
          Map.entry("Concat", Elementwise::concatenate),
          Map.entry("Conv", Convolutions::conv),
          Map.entry("Div", Elementwise::divide),
          Map.entry("Dropout", Harmless::dropout),
          Map.entry("Flatten", Shapes::flatten),
          Map.entry("Gather", Shapes::gather),
          Map.entry("Gemm", DenseLayers::gemm),
          Map.entry("GlobalAveragePool", Pools::globalAverage),
          Map.entry("GlobalMaxPool", Pools::globalMax),
          Map.entry("Identity", Harmless::identity),
          Map.entry("MatMul", DenseLayers::matMul),
          Map.entry("MaxPool", Pools::max),
          Map.entry("Mul", Elementwise::multiply),
          Map.entry("Neg", Elementwise::negate),
          Map.entry("Pow", Elementwise::power),
          Map.entry("ReduceMean", Pools::mean),
          Map.entry("Relu", Elementwise::relu),
          Map.entry("Reshape", Shapes::reshape),
          Map.entry("Shape", Shapes::shape),
          Map.entry("Slice", Shapes::slice),
          Map.entry("Sqrt", Elementwise::squareRoot),
          Map.entry("Square", Elementwise::square),
          Map.entry("Squeeze", Shapes::squeeze),
          Map.entry("Sub", Elementwise::subtract),
          Map.entry("Sum", Elementwise::add),
          Map.entry("Transpose", Shapes::transpose),
          Map.entry("Unsqueeze", Shapes::unsqueeze));

  /**
   * Something that stands in the way.
   *
   * @param node name of the node; empty when it is the graph as a whole
   * @param operator its operator; empty when it is the graph as a whole
   * @param reason what is wrong, and what to do instead
   */
  public record Obstacle(String node, String operator, String reason) {}

  /**
   * What to translate.
   *
   * @param graph the ONNX graph
   * @param input name of its input
   * @param sample dimensions of the input without the batch
   * @param batch samples in the input as declared; 1 when left open
   * @param output name of the output wanted
   * @param isSoftmaxDropped whether a softmax that computes the output is left out
   */
  public record Task(
      OnnxMl.GraphProto graph,
      String input,
      int[] sample,
      int batch,
      String output,
      boolean isSoftmaxDropped) {}

  private final Task task;
  private final TensorReader tensors;
  private final Budget budget;
  private final LayerGraph layers;
  private final Tracer tracer;
  private final Map<String, OnnxMl.TensorProto> initializers = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final List<Obstacle> obstacles = new ArrayList<>();

  /** Names that some node reads. */
  private final Set<String> read = new HashSet<>();

  private Translation(Task task, TensorReader tensors, Budget budget) {
    this.task = task;
    this.tensors = tensors;
    this.budget = budget;
    this.layers = new LayerGraph(inputShape(task.sample()));
    this.tracer = new Tracer(layers, budget, task.batch());
    values.put(task.input(), Traced.of(task.input(), layers.input(), task.sample()));
  }

  private static Shape inputShape(int[] sample) {
    return switch (sample.length) {
      case 2 -> Shape.image(sample[0], 1, sample[1]);
      case 3 -> Shape.image(sample[0], sample[1], sample[2]);
      default -> Shape.vector(Arrays.stream(sample).reduce(1, Math::multiplyExact));
    };
  }

  /**
   * Translates.
   *
   * @param obstacles filled with what stands in the way
   * @return the network; empty when there are obstacles
   */
  public static Optional<Network> run(
      Task task, TensorReader tensors, Budget budget, List<Obstacle> obstacles) {
    Translation translation = new Translation(task, tensors, budget);
    Optional<Network> network = translation.run();
    obstacles.addAll(translation.obstacles);
    return obstacles.isEmpty() ? network : Optional.empty();
  }

  private Optional<Network> run() {
    if (!readNames()) {
      return Optional.empty();
    }
    Set<OnnxMl.NodeProto> needed = needed();
    for (OnnxMl.NodeProto node : task.graph().getNodeList()) {
      if (needed.contains(node)) {
        translate(node);
      }
    }
    Value output = values.get(task.output());
    if (output instanceof Traced traced && obstacles.isEmpty()) {
      return assemble(traced);
    }
    if (obstacles.isEmpty()) {
      obstacles.add(
          new Obstacle(
              "",
              "",
              "the output " + Names.shown(task.output()) + " is not computed of the input"));
    }
    return Optional.empty();
  }

  private Optional<Network> assemble(Traced output) {
    String name = task.graph().getName();
    try {
      return Optional.of(
          NetworkAssembly.assemble(
              name.isEmpty() ? "onnx" : Names.shown(name), layers, tracer.node(output), budget));
    } catch (Refusal | IllegalArgumentException e) {
      obstacles.add(new Obstacle("", "", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** Every name stands for one value, and is computed before it is read. */
  private boolean readNames() {
    Set<String> names = new HashSet<>(Set.of(task.input()));
    for (OnnxMl.TensorProto tensor : task.graph().getInitializerList()) {
      if (!names.add(tensor.getName())) {
        return duplicate(tensor.getName());
      }
      initializers.put(tensor.getName(), tensor);
    }
    for (OnnxMl.NodeProto node : task.graph().getNodeList()) {
      node.getInputList().stream().filter(name -> !name.isEmpty()).forEach(read::add);
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && !names.add(output)) {
          return duplicate(output);
        }
      }
    }
    return true;
  }

  private boolean duplicate(String name) {
    obstacles.add(
        new Obstacle("", "", "two values are named " + Names.shown(name) + ": export it again"));
    return false;
  }

  /** The nodes that the output depends on. By identity: equal nodes may stand in two places. */
  private Set<OnnxMl.NodeProto> needed() {
    Set<String> wanted = new HashSet<>(Set.of(task.output()));
    Set<OnnxMl.NodeProto> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    List<OnnxMl.NodeProto> nodes = task.graph().getNodeList();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).getOutputList().stream().anyMatch(wanted::contains)) {
        needed.add(nodes.get(i));
        nodes.get(i).getInputList().stream().filter(name -> !name.isEmpty()).forEach(wanted::add);
      }
    }
    return needed;
  }

  private void translate(OnnxMl.NodeProto node) {
    Value result;
    try {
      result = apply(node);
    } catch (Refusal | IllegalArgumentException | ArithmeticException e) {
      obstacles.add(
          new Obstacle(
              Operation.name(node), Names.shown(node.getOpType()), String.valueOf(e.getMessage())));
      result = new Refused();
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      values.put(node.getOutput(i), i == 0 ? result : new Refused());
    }
    refuseFurtherOutputs(node);
  }

  /** The mask of a dropout, indices of a maximum: nothing that a network computes. */
  private void refuseFurtherOutputs(OnnxMl.NodeProto node) {
    for (String name : node.getOutputList().stream().skip(1).toList()) {
      boolean isUsed = name.equals(task.output()) || read.contains(name);
      if (isUsed) {
        obstacles.add(
            new Obstacle(
                Operation.name(node),
                Names.shown(node.getOpType()),
                "its output " + Names.shown(name) + " is used: only the first one is computed"));
      }
    }
  }

  private Value apply(OnnxMl.NodeProto node) {
    String domain = node.getDomain();
    if (!domain.isEmpty() && !domain.equals("ai.onnx")) {
      throw new Refusal(
          "is of the domain "
              + Names.shown(domain)
              + ": only ONNX's own operators are read; export the model without extensions");
    }
    List<Optional<Value>> inputs = new ArrayList<>();
    boolean isRefused = false;
    for (String name : node.getInputList()) {
      Optional<Value> value = name.isEmpty() ? Optional.empty() : Optional.of(value(name));
      isRefused |= value.filter(Refused.class::isInstance).isPresent();
      inputs.add(value);
    }
    String type = node.getOpType();
    boolean isFinalSoftmax =
        type.equals("Softmax") && task.isSoftmaxDropped() && isOutput(node) && !inputs.isEmpty();
    if (!CONSTANTS.containsKey(type) && !OPERATORS.containsKey(type) && !isFinalSoftmax) {
      throw new Refusal("no layer computes this: " + Advice.on(type));
    }
    if (isRefused) {
      return new Refused();
    }
    Operation op = new Operation(node, inputs);
    if (isFinalSoftmax) {
      return op.input(0);
    }
    BiFunction<Operation, TensorReader, Value> constant = CONSTANTS.get(type);
    return constant == null
        ? Objects.requireNonNull(OPERATORS.get(type)).apply(op, tracer)
        : constant.apply(op, tensors);
  }

  private boolean isOutput(OnnxMl.NodeProto node) {
    return node.getOutputCount() > 0 && node.getOutput(0).equals(task.output());
  }

  private Value value(String name) {
    Value known = values.get(name);
    if (known != null) {
      return known;
    }
    OnnxMl.TensorProto tensor = initializers.get(name);
    if (tensor == null) {
      throw new Refusal(
          "reads "
              + Names.shown(name)
              + " before anything computes it: the nodes are out of order or go in a circle");
    }
    // A tensor that cannot be read is named once, with the first node that reads it.
    values.put(name, new Refused());
    Value read = new Known(tensors.read(tensor));
    values.put(name, read);
    return read;
  }
}
