package org.chemxor.onnx;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Writes ONNX models node by node, as exporters do. */
public final class ModelBuilder {
  private final OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("test");
  private final Random random = new Random(1);
  private final int opset;
  private int names;

  private ModelBuilder(int opset) {
    this.opset = opset;
  }

  /**
   * Starts a model with an input {@code x}.
   *
   * @param dimensions of the input; 0 for an open one
   */
  static ModelBuilder of(int opset, long... dimensions) {
    ModelBuilder builder = new ModelBuilder(opset);
    builder.graph.addInput(info("x", dimensions));
    return builder;
  }

  static OnnxMl.ValueInfoProto info(String name, long... dimensions) {
    OnnxMl.TensorShapeProto.Builder shape = OnnxMl.TensorShapeProto.newBuilder();
    for (long dimension : dimensions) {
      if (dimension == 0) {
        shape.addDimBuilder().setDimParam("n");
      } else {
        shape.addDimBuilder().setDimValue(dimension);
      }
    }
    return OnnxMl.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            OnnxMl.TypeProto.newBuilder()
                .setTensorType(
                    OnnxMl.TypeProto.Tensor.newBuilder()
                        .setElemType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  /** Random weights around zero. */
  String weights(long... dimensions) {
    int size = 1;
    for (long d : dimensions) {
      size *= (int) d;
    }
    long fanIn = dimensions.length < 2 ? 1 : size / dimensions[0];
    double bound = 1 / Math.sqrt((double) fanIn);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
    return floats(values, dimensions);
  }

  /** Random positive numbers, for variances. */
  String positive(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return floats(values, size);
  }

  String floats(float[] values, long... dimensions) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return tensor(
        t ->
            t.setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(raw.flip())),
        dimensions);
  }

  String number(double value) {
    return floats(new float[] {(float) value});
  }

  String longs(long... values) {
    return tensor(
        t -> {
          t.setDataType(OnnxMl.TensorProto.DataType.INT64_VALUE);
          for (long value : values) {
            t.addInt64Data(value);
          }
        },
        values.length);
  }

  String tensor(Consumer<OnnxMl.TensorProto.Builder> content, long... dimensions) {
    String name = "w" + names++;
    OnnxMl.TensorProto.Builder tensor = graph.addInitializerBuilder().setName(name);
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    content.accept(tensor);
    return name;
  }

  /** Appends a node; attributes are name and value in turn. */
  String node(String operator, List<String> inputs, Object... attributes) {
    String name = operator.toLowerCase(java.util.Locale.ROOT) + names++;
    OnnxMl.NodeProto.Builder node =
        graph
            .addNodeBuilder()
            .setName(name)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(name + ":0");
    for (int i = 0; i < attributes.length; i += 2) {
      attribute(node, (String) attributes[i], attributes[i + 1]);
    }
    return name + ":0";
  }

  String node(String operator, String input, Object... attributes) {
    return node(operator, List.of(input), attributes);
  }

  private static void attribute(OnnxMl.NodeProto.Builder node, String name, Object value) {
    OnnxMl.AttributeProto.Builder attribute = node.addAttributeBuilder().setName(name);
    if (value instanceof Integer i) {
      attribute.setType(OnnxMl.AttributeProto.AttributeType.INT).setI(i);
    } else if (value instanceof Float f) {
      attribute.setType(OnnxMl.AttributeProto.AttributeType.FLOAT).setF(f);
    } else if (value instanceof String s) {
      attribute
          .setType(OnnxMl.AttributeProto.AttributeType.STRING)
          .setS(ByteString.copyFromUtf8(s));
    } else if (value instanceof long[] longs) {
      attribute.setType(OnnxMl.AttributeProto.AttributeType.INTS);
      for (long l : longs) {
        attribute.addInts(l);
      }
    } else if (value instanceof float[] floats) {
      attribute.setType(OnnxMl.AttributeProto.AttributeType.FLOATS);
      for (float f : floats) {
        attribute.addFloats(f);
      }
    } else {
      attribute
          .setType(OnnxMl.AttributeProto.AttributeType.TENSOR)
          .setT((OnnxMl.TensorProto) value);
    }
  }

  static long[] ints(long... values) {
    return values;
  }

  /** For what the methods above do not make. */
  OnnxMl.GraphProto.Builder graph() {
    return graph;
  }

  OnnxMl.ModelProto model(String output) {
    graph.clearOutput();
    // Its shape is left open: ONNX Runtime infers it.
    graph.addOutput(
        OnnxMl.ValueInfoProto.newBuilder()
            .setName(output)
            .setType(
                OnnxMl.TypeProto.newBuilder()
                    .setTensorType(
                        OnnxMl.TypeProto.Tensor.newBuilder()
                            .setElemType(OnnxMl.TensorProto.DataType.FLOAT_VALUE))));
    return OnnxMl.ModelProto.newBuilder()
        .setIrVersion(opset >= 19 ? 9 : 8)
        .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  Path write(Path folder, String output) {
    return write(folder.resolve("model.onnx"), model(output));
  }

  static Path write(Path file, OnnxMl.ModelProto model) {
    try {
      return Files.write(file, model.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
