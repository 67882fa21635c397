package org.chemxor.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;

/**
 * Writes networks as ONNX files that Python and ONNX Runtime open: one input {@code input}, one
 * output {@code output}, any number of samples at a time, numbers rounded to single precision.
 */
public final class OnnxExport {
  /** The version of ONNX's operators that files are written with. */
  public static final int OPSET = 17;

  /** The file format that came with it. */
  private static final int IR_VERSION = 8;

  /** Protobuf messages end here. */
  private static final long MAX_NUMBERS = (1L << 29) - (1 << 16);

  private final Network network;
  private final OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder();
  private final List<Written> values = new ArrayList<>();

  /**
   * A value in the file.
   *
   * @param isImage whether it has a height and a width; vectors have not
   */
  private record Written(String name, Shape shape, boolean isImage) {}

  private OnnxExport(Network network) {
    this.network = network;
  }

  /**
   * Writes a network; the file is whole or not there. An existing one is replaced.
   *
   * @throws InvalidInputException when a weight is too large for single precision or the network
   *     for one file
   * @throws IOException when it cannot be written
   */
  public static void write(Network network, Path file) throws IOException {
    OnnxMl.ModelProto model = new OnnxExport(network).model();
    AtomicFiles.write(file, model::writeTo);
  }

  private OnnxMl.ModelProto model() {
    if (network.parameterCount() > MAX_NUMBERS) {
      throw new InvalidInputException(
          network.name()
              + " has "
              + network.parameterCount()
              + " weights, an ONNX file takes at most "
              + MAX_NUMBERS);
    }
    Shape input = network.inputShape();
    values.add(new Written("input", input, !input.isVector()));
    graph.setName(network.name());
    graph.addInput(info(values.get(0)));
    for (Network.Node node : network.nodes()) {
      values.add(write(node));
    }
    Written last = asOutput(values.get(values.size() - 1), freeName());
    graph.addOutput(info(last));
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("ChemXor for Java")
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  /** The network's result by the name of an output; vectors without height and width. */
  private Written asOutput(Written last, String name) {
    Written flat = last.shape().isVector() ? vector(last, name + "_flat") : last;
    Written output = new Written("output", flat.shape(), flat.isImage());
    node("Identity", name, List.of(flat.name()), "output");
    return output;
  }

  /** A name that no node has: a quadratic model's last one is called "output". */
  private String freeName() {
    Set<String> taken =
        network.nodes().stream().map(Network.Node::name).collect(Collectors.toSet());
    String name = "output";
    while (taken.contains(name)) {
      name += "_";
    }
    return name;
  }

  private Written write(Network.Node node) {
    String name = node.name();
    Written first = values.get(node.inputs().get(0));
    Layer layer = node.layer();
    if (layer instanceof Layer.Conv2d conv) {
      Written image = image(first, name + "_image");
      List<String> inputs =
          List.of(
              image.name(),
              tensor(name + ".weight", conv.weights()),
              tensor(name + ".bias", conv.bias()));
      OnnxMl.NodeProto.Builder written = node("Conv", name, inputs, value(name));
      integers(written, "strides", conv.stride(), conv.stride());
      int p = conv.padding();
      integers(written, "pads", p, p, p, p);
      return done(node, true);
    } else if (layer instanceof Layer.Linear linear) {
      Written flat = vector(first, name + "_flat");
      List<String> inputs =
          List.of(
              flat.name(),
              tensor(name + ".weight", linear.weights()),
              tensor(name + ".bias", linear.bias()));
      integer(node("Gemm", name, inputs, value(name)), "transB", 1);
      return done(node, false);
    } else if (layer instanceof Layer.Polynomial polynomial) {
      horner(name, first.name(), polynomial);
      return done(node, first.isImage());
    } else if (layer instanceof Layer.Relu) {
      node("Relu", name, List.of(first.name()), value(name));
      return done(node, first.isImage());
    } else if (layer instanceof Layer.MaxPool2d pool) {
      pool("MaxPool", name, first, pool.size(), pool.stride(), pool.padding());
      return done(node, true);
    } else if (layer instanceof Layer.AvgPool2d pool) {
      integer(
          pool("AveragePool", name, first, pool.size(), pool.stride(), pool.padding()),
          "count_include_pad",
          1);
      return done(node, true);
    } else if (layer instanceof Layer.Flatten) {
      integer(node("Flatten", name, List.of(first.name()), value(name)), "axis", 1);
      return done(node, false);
    }
    return add(node, first);
  }

  private Written add(Network.Node node, Written first) {
    Written second = values.get(node.inputs().get(1));
    boolean isImage = first.isImage() && second.isImage();
    String a = isImage ? first.name() : vector(first, node.name() + "_flat1").name();
    String b = isImage ? second.name() : vector(second, node.name() + "_flat2").name();
    node("Add", node.name(), List.of(a, b), value(node.name()));
    return done(node, isImage);
  }

  private static String value(String node) {
    return node + "_out";
  }

  private static Written done(Network.Node node, boolean isImage) {
    return new Written(value(node.name()), node.outputShape(), isImage);
  }

  /** {@code ((c_n x + c_(n-1)) x + ...) x + c_0}. */
  private void horner(String name, String x, Layer.Polynomial polynomial) {
    int degree = Math.max(1, polynomial.degree());
    String sum = "";
    for (int power = degree; power >= 0; power--) {
      String coefficient = scalar(name + ".c" + power, polynomial.coefficient(power));
      if (power == degree) {
        sum = coefficient;
        continue;
      }
      String product = name + "_times" + power;
      node("Mul", product, List.of(sum, x), product);
      sum = power == 0 ? value(name) : name + "_plus" + power;
      node("Add", power == 0 ? name : sum, List.of(product, coefficient), sum);
    }
  }

  private OnnxMl.NodeProto.Builder pool(
      String operator, String name, Written input, int size, int stride, int padding) {
    Written image = image(input, name + "_image");
    OnnxMl.NodeProto.Builder pool = node(operator, name, List.of(image.name()), value(name));
    integers(pool, "kernel_shape", size, size);
    integers(pool, "strides", stride, stride);
    integers(pool, "pads", padding, padding, padding, padding);
    return pool;
  }

  private Written image(Written value, String name) {
    if (value.isImage()) {
      return value;
    }
    String axes = name + ".axes";
    graph.addInitializer(
        OnnxMl.TensorProto.newBuilder()
            .setName(axes)
            .setDataType(OnnxMl.TensorProto.DataType.INT64_VALUE)
            .addDims(2)
            .addInt64Data(2)
            .addInt64Data(3));
    node("Unsqueeze", name, List.of(value.name(), axes), name);
    return new Written(name, value.shape(), true);
  }

  private Written vector(Written value, String name) {
    if (!value.isImage()) {
      return value;
    }
    integer(node("Flatten", name, List.of(value.name()), name), "axis", 1);
    return new Written(name, Shape.vector(value.shape().size()), false);
  }

  private OnnxMl.NodeProto.Builder node(
      String operator, String name, List<String> inputs, String output) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName(name)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private static void integer(OnnxMl.NodeProto.Builder node, String name, long value) {
    node.addAttributeBuilder()
        .setName(name)
        .setType(OnnxMl.AttributeProto.AttributeType.INT)
        .setI(value);
  }

  private static void integers(OnnxMl.NodeProto.Builder node, String name, int... values) {
    OnnxMl.AttributeProto.Builder attribute =
        node.addAttributeBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.INTS);
    for (int value : values) {
      attribute.addInts(value);
    }
  }

  private String scalar(String name, double value) {
    return tensor(name, new double[] {value});
  }

  private String tensor(String name, Tensor tensor) {
    return tensor(name, tensor.toArray(), tensor.dimensions());
  }

  private String tensor(String name, double[] values, int... dimensions) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (Float.isInfinite((float) value)) {
        throw new InvalidInputException(
            "the weights "
                + name
                + " have the value "
                + value
                + ", too large for single"
                + " precision: scale them");
      }
      bytes.putFloat((float) value);
    }
    OnnxMl.TensorProto.Builder tensor =
        graph
            .addInitializerBuilder()
            .setName(name)
            .setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
            .setRawData(ByteString.copyFrom(bytes.flip()));
    for (int dimension : dimensions) {
      tensor.addDims(dimension);
    }
    return name;
  }

  private static OnnxMl.ValueInfoProto info(Written value) {
    OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    shape.addDimBuilder().setDimValue(value.shape().channels());
    if (value.isImage()) {
      shape.addDimBuilder().setDimValue(value.shape().height());
      shape.addDimBuilder().setDimValue(value.shape().width());
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(value.name())
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
