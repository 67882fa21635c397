package org.chemxor.spark.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;

/**
 * A network on its way from the driver to the workers of one job: every number bit for bit, so that
 * all compile the same program. Nobody else writes or reads these bytes, and none are kept.
 */
final class NetworkBytes {
  private final DataOutputStream out;

  private NetworkBytes(DataOutputStream out) {
    this.out = out;
  }

  static byte[] write(Network network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      new NetworkBytes(out).writeNetwork(network);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  static Network read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return readNetwork(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the driver's network does not arrive whole", e);
    }
  }

  private void writeNetwork(Network network) throws IOException {
    out.writeUTF(network.name());
    writeShape(network.inputShape());
    out.writeInt(network.nodes().size());
    for (Network.Node node : network.nodes()) {
      out.writeUTF(node.name());
      out.writeInt(node.inputs().size());
      for (int input : node.inputs()) {
        out.writeInt(input);
      }
      writeLayer(node.layer());
    }
  }

  private void writeShape(Shape shape) throws IOException {
    out.writeInt(shape.channels());
    out.writeInt(shape.height());
    out.writeInt(shape.width());
  }

  private void writeTensor(Tensor tensor) throws IOException {
    int[] shape = tensor.dimensions();
    out.writeInt(shape.length);
    for (int size : shape) {
      out.writeInt(size);
    }
    for (int i = 0; i < tensor.size(); i++) {
      out.writeDouble(tensor.at(i));
    }
  }

  private void writeLayer(Layer layer) throws IOException {
    out.writeUTF(layer.getClass().getSimpleName());
    if (layer instanceof Layer.Conv2d conv) {
      writeTensor(conv.weights());
      writeTensor(conv.bias());
      out.writeInt(conv.stride());
      out.writeInt(conv.padding());
    } else if (layer instanceof Layer.Linear linear) {
      writeTensor(linear.weights());
      writeTensor(linear.bias());
    } else if (layer instanceof Layer.Polynomial polynomial) {
      writeTensor(polynomial.coefficients());
    } else if (layer instanceof Layer.MaxPool2d pool) {
      writePool(pool.size(), pool.stride(), pool.padding());
    } else if (layer instanceof Layer.AvgPool2d pool) {
      writePool(pool.size(), pool.stride(), pool.padding());
    }
  }

  private void writePool(int size, int stride, int padding) throws IOException {
    out.writeInt(size);
    out.writeInt(stride);
    out.writeInt(padding);
  }

  private static Network readNetwork(DataInputStream in) throws IOException {
    String name = in.readUTF();
    Network.Builder builder = Network.builder(name, readShape(in));
    int count = in.readInt();
    String[] values = new String[count + 1];
    values[0] = "input";
    for (int i = 1; i <= count; i++) {
      values[i] = in.readUTF();
      String[] inputs = new String[in.readInt()];
      for (int j = 0; j < inputs.length; j++) {
        inputs[j] = values[in.readInt()];
      }
      builder.add(values[i], readLayer(in), inputs);
    }
    return builder.build();
  }

  private static Shape readShape(DataInputStream in) throws IOException {
    return new Shape(in.readInt(), in.readInt(), in.readInt());
  }

  private static Tensor readTensor(DataInputStream in) throws IOException {
    int[] shape = new int[in.readInt()];
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readInt();
      size *= shape[i];
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = in.readDouble();
    }
    return Tensor.of(values, shape);
  }

  private static Layer readLayer(DataInputStream in) throws IOException {
    String kind = in.readUTF();
    return switch (kind) {
      case "Conv2d" -> new Layer.Conv2d(readTensor(in), readTensor(in), in.readInt(), in.readInt());
      case "Linear" -> new Layer.Linear(readTensor(in), readTensor(in));
      case "Polynomial" -> new Layer.Polynomial(readTensor(in));
      case "Relu" -> new Layer.Relu();
      case "MaxPool2d" -> new Layer.MaxPool2d(in.readInt(), in.readInt(), in.readInt());
      case "AvgPool2d" -> new Layer.AvgPool2d(in.readInt(), in.readInt(), in.readInt());
      case "Flatten" -> new Layer.Flatten();
      case "Add" -> new Layer.Add();
      default -> throw new IOException("there is no layer " + kind);
    };
  }
}
