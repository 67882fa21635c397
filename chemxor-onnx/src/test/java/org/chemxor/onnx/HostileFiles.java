package org.chemxor.onnx;

import static org.chemxor.onnx.ModelBuilder.ints;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Files that somebody made to harm whoever opens them. */
final class HostileFiles {
  private final Path folder;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private HostileFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes them all.
   *
   * @param folder where some put files beside the model
   * @return contents by what is wrong with them
   */
  static Map<String, byte[]> in(Path folder) throws IOException {
    HostileFiles hostile = new HostileFiles(folder);
    hostile.bytes();
    hostile.graphs();
    hostile.bombs();
    hostile.externalData();
    return hostile.files;
  }

  /** A model that is fine, to be spoilt. */
  static byte[] fine() {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 6, 6);
    String conv =
        model.node("Conv", List.of("x", model.weights(3, 2, 3, 3)), "pads", ints(1, 1, 1, 1));
    String normal =
        model.node(
            "BatchNormalization",
            List.of(
                conv, model.positive(3), model.weights(3), model.weights(3), model.positive(3)));
    String pool =
        model.node(
            "MaxPool",
            model.node("Relu", normal),
            "kernel_shape",
            ints(3, 3),
            "strides",
            ints(2, 2),
            "pads",
            ints(0, 0, 1, 1));
    String square = model.node("Mul", List.of(pool, pool));
    String sum = model.node("Add", List.of(square, pool));
    String flat = model.node("Reshape", List.of(sum, model.longs(0, -1)));
    return model
        .model(model.node("Gemm", List.of(flat, model.weights(27, 4), model.weights(4))))
        .toByteArray();
  }

  private void bytes() {
    byte[] fine = fine();
    for (int length : new int[] {0, 1, 10, fine.length / 2, fine.length - 1}) {
      files.put("truncated to " + length, Arrays.copyOf(fine, length));
    }
    byte[] noise = new byte[100_000];
    new Random(3).nextBytes(noise);
    files.put("noise", noise);
    // Field 7 (graph) within itself: tag 0x3a and a length that covers the rest.
    byte[] nested = {};
    for (int i = 0; i < 5000; i++) {
      nested = message(7, message(5, message(6, nested)));
    }
    files.put("nested", nested);
    byte[] graph = {};
    for (int i = 0; i < 2000; i++) {
      graph = message(1, message(5, message(6, graph)));
    }
    files.put("graphs in attributes of nodes", message(7, graph));
    byte[] groups = new byte[100_000];
    Arrays.fill(groups, (byte) 0x0b);
    files.put("groups", groups);
    byte[] node = {0x0a, 0x00};
    files.put("five million nodes", message(7, repeated(node, 5_000_000)));
    files.put("two million unknown fields", repeated(new byte[] {0x78, 0x01}, 2_000_000));
    byte[] dims = message(5, message(1, repeated(new byte[] {1}, 30_000_000)));
    files.put("thirty million dimensions", message(7, dims));
  }

  private static byte[] repeated(byte[] part, int times) {
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < all.length; i++) {
      all[i] = part[i % part.length];
    }
    return all;
  }

  /** A length-delimited field. */
  private static byte[] message(int field, byte[] content) {
    ByteBuffer buffer = ByteBuffer.allocate(content.length + 6);
    buffer.put((byte) ((field << 3) | 2));
    int rest = content.length;
    while (rest > 0x7f) {
      buffer.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest).put(content);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private void add(String name, ModelBuilder model, String output) {
    files.put(name, model.model(output).toByteArray());
  }

  private void graphs() {
    ModelBuilder circle = ModelBuilder.of(13, 0, 4);
    String first = circle.node("Relu", "later");
    circle.node("Add", List.of(first, "x"));
    circle.graph().getNodeBuilder(1).setOutput(0, "later");
    add("a circle", circle, first);
    ModelBuilder self = ModelBuilder.of(13, 0, 4);
    self.node("Add", List.of("own", "x"));
    self.graph().getNodeBuilder(0).setOutput(0, "own");
    add("a node that reads itself", self, "own");
    ModelBuilder twice = ModelBuilder.of(13, 0, 4);
    twice.node("Relu", "x");
    String neg = twice.node("Neg", "x");
    twice.graph().getNodeBuilder(0).setOutput(0, neg);
    add("a name twice", twice, neg);
    ModelBuilder weights = ModelBuilder.of(13, 0, 4);
    weights.weights(4, 4);
    weights.weights(4, 4);
    weights.graph().getInitializerBuilder(1).setName("w0");
    add("weights twice", weights, weights.node("Gemm", List.of("x", "w0")));
    ModelBuilder none = ModelBuilder.of(13, 0, 4);
    add("no such output", none, "nowhere");
    ModelBuilder input = ModelBuilder.of(13, 0, 4);
    add("the input as output", input, "x");
    ModelBuilder long1 = ModelBuilder.of(13, 0, 4);
    String x = "x";
    for (int i = 0; i < 30_000; i++) {
      x = long1.node("Relu", x);
    }
    add("thirty thousand nodes", long1, x);
    ModelBuilder doubling = ModelBuilder.of(13, 0, 4);
    String y = "x";
    for (int i = 0; i < 200; i++) {
      y = doubling.node("Concat", List.of(y, y), "axis", 1);
    }
    add("two hundred doublings", doubling, y);
    ModelBuilder squares = ModelBuilder.of(13, 0, 4);
    String power = "x";
    for (int i = 0; i < 8; i++) {
      String square = squares.node("Mul", List.of(power, power));
      power = squares.node("Mul", List.of(square, power));
    }
    add("towers of powers", squares, power);
  }

  private void bombs() {
    for (long[] dims :
        new long[][] {
          {1L << 40, 1L << 40}, {-1, 4}, {1 << 30, 1 << 30}, {Long.MAX_VALUE}, {Long.MIN_VALUE, 1}
        }) {
      ModelBuilder model = ModelBuilder.of(13, 0, 4);
      String weights =
          model.tensor(
              t ->
                  t.setDataType(OnnxMl.TensorProto.DataType.FLOAT_VALUE)
                      .setRawData(ByteString.copyFrom(new byte[64])),
              dims);
      add(
          "weights of " + Arrays.toString(dims),
          model,
          model.node("MatMul", List.of("x", weights)));
    }
    for (long[] dims :
        new long[][] {{0, 1 << 30, 1 << 30, 4}, {0, -5, 3}, {0, Long.MAX_VALUE}, {0, 1 << 28, 8}}) {
      ModelBuilder model = ModelBuilder.of(13, dims);
      add("input of " + Arrays.toString(dims), model, model.node("GlobalAveragePool", "x"));
    }
    kernel("dilations", ints(1 << 20, 1 << 20));
    kernel("dilations", ints(30_000, 30_000));
    kernel("dilations", ints(Long.MAX_VALUE, 1));
    kernel("pads", ints(1 << 20, 0, 0, 0));
    kernel("pads", ints(30_000, 0, 0, 30_000));
    kernel("pads", ints(-1, -1, -1, -1));
    kernel("strides", ints(0, 0));
    kernel("strides", ints(Long.MIN_VALUE, 1));
    kernel("kernel_shape", ints(1 << 30, 1 << 30));
    ModelBuilder groups = ModelBuilder.of(13, 0, 20_000, 1, 1);
    add(
        "twenty thousand groups",
        groups,
        groups.node("Conv", List.of("x", groups.weights(20_000, 1, 1, 1)), "group", 20_000));
    ModelBuilder outer = ModelBuilder.of(13, 0, 4);
    String product = outer.node("Add", List.of(outer.weights(40_000, 1), outer.weights(1, 40_000)));
    add("an outer sum of constants", outer, outer.node("MatMul", List.of("x", product)));
    ModelBuilder pool = ModelBuilder.of(13, 0, 3000, 3, 2);
    add("a diagonal of three thousand channels", pool, pool.node("GlobalAveragePool", "x"));
    ModelBuilder shape = ModelBuilder.of(13, 0, 4);
    add(
        "an endless shape",
        shape,
        shape.node("Reshape", List.of("x", shape.longs(0, Long.MAX_VALUE, Long.MAX_VALUE))));
    ModelBuilder axes = ModelBuilder.of(13, 0, 4);
    add(
        "axes without end",
        axes,
        axes.node("Unsqueeze", List.of("x", axes.longs(new long[100_000]))));
    ModelBuilder exponent = ModelBuilder.of(13, 0, 4);
    add(
        "an endless exponent",
        exponent,
        exponent.node("Pow", List.of("x", exponent.number(Float.MAX_VALUE))));
  }

  private void kernel(String attribute, long[] value) {
    ModelBuilder model = ModelBuilder.of(13, 0, 2, 6, 6);
    String conv = model.node("Conv", List.of("x", model.weights(2, 2, 3, 3)), attribute, value);
    add(attribute + " of " + Arrays.toString(value), model, conv);
    ModelBuilder pool = ModelBuilder.of(13, 0, 2, 6, 6);
    String maximum =
        attribute.equals("kernel_shape")
            ? pool.node("MaxPool", "x", attribute, value)
            : pool.node(
                "MaxPool", pool.node("Relu", "x"), "kernel_shape", ints(3, 3), attribute, value);
    add("pool with " + attribute + " of " + Arrays.toString(value), pool, maximum);
  }

  private void externalData() throws IOException {
    Files.write(folder.resolve("short.bin"), new byte[60]);
    Path secret = Files.createDirectories(folder.resolve("outside")).resolve("secret.bin");
    Files.write(secret, new byte[64]);
    Path inside = Files.createDirectories(folder.resolve("models"));
    Files.write(inside.resolve("short.bin"), new byte[60]);
    Files.createSymbolicLink(inside.resolve("link.bin"), secret);
    Files.createSymbolicLink(inside.resolve("up"), folder.resolve("outside"));
    external("../outside/secret.bin", "0", "64");
    external("a/../../outside/secret.bin", "0", "64");
    external(secret.toString(), "0", "64");
    external("link.bin", "0", "64");
    external("up/secret.bin", "0", "64");
    external("short.bin", "0", "64");
    external("short.bin", "9223372036854775807", "64");
    external("short.bin", "-1", "64");
    external("short.bin", "x", "64");
    external("short.bin", "0", "9223372036854775807");
    external("short.bin", "0", "1");
    external("missing.bin", "0", "64");
    external("", "0", "64");
    external(".", "0", "64");
    external("a\0b", "0", "64");
    external("/dev/zero", "0", "64");
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    Path large = inside.resolve("large.bin");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(100_000_000);
    }
    String x = "x";
    for (int i = 0; i < 50; i++) {
      String part = OperatorParityTest.external(model, "large.bin", "0", "64000000", 4000, 4000);
      x = model.node("Add", List.of(x, part));
    }
    add("a large file many times", model, x);
  }

  private void external(String location, String offset, String length) {
    ModelBuilder model = ModelBuilder.of(13, 0, 4);
    String weights = OperatorParityTest.external(model, location, offset, length, 4, 4);
    add(
        "external data at " + location + ", " + offset + ", " + length,
        model,
        model.node("MatMul", List.of("x", weights)));
  }
}
