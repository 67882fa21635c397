package org.chemxor.models.tensors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Tensor;
import org.chemxor.models.json.Json;
import org.chemxor.models.json.JsonFields;

/**
 * Named tensors in one file, in the safetensors format that Python reads too: the header's length
 * (8 bytes, little endian), a JSON header {@code {"name": {"dtype": "F32", "shape": [2, 3],
 * "data_offsets": [0, 24]}, ...}}, then the values, little endian, offsets counted from the end of
 * the header.
 *
 * <p>Written as F32 where every value is exactly a float, else as F64. Read: F32 and F64, tensors
 * in file order without gaps.
 */
public final class Safetensors {
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int MAX_TENSORS = 10_000;
  private static final int MAX_RANK = 8;

  private Safetensors() {}

  public static byte[] write(Map<String, Tensor> tensors) {
    ObjectNode header = Json.MAPPER.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      boolean single = isSingle(tensor);
      long end = offset + (long) tensor.size() * (single ? Float.BYTES : Double.BYTES);
      ObjectNode fields = header.putObject(entry.getKey());
      fields.put("dtype", single ? "F32" : "F64");
      ArrayNode shape = fields.putArray("shape");
      for (int dimension : tensor.dimensions()) {
        shape.add(dimension);
      }
      fields.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded + offset))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(padded).put(json);
    buffer.put(" ".repeat(padded - json.length).getBytes(StandardCharsets.US_ASCII));
    tensors.values().forEach(tensor -> put(buffer, tensor));
    return buffer.array();
  }

  private static boolean isSingle(Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      if ((float) tensor.at(i) != tensor.at(i)) {
        return false;
      }
    }
    return true;
  }

  private static void put(ByteBuffer buffer, Tensor tensor) {
    boolean single = isSingle(tensor);
    for (int i = 0; i < tensor.size(); i++) {
      if (single) {
        buffer.putFloat((float) tensor.at(i));
      } else {
        buffer.putDouble(tensor.at(i));
      }
    }
  }

  /**
   * Reads tensors.
   *
   * @param what the file's name, for messages
   * @throws InvalidInputException when the bytes are not such a file
   */
  public static Map<String, Tensor> read(String what, byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < Long.BYTES) {
      throw new InvalidInputException(
          what + " has " + bytes.length + " bytes; too short for a weights file");
    }
    long headerBytes = buffer.getLong();
    if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, buffer.remaining())) {
      throw new InvalidInputException(
          what
              + " announces a header of "
              + headerBytes
              + " bytes; from 2 to "
              + Math.min(MAX_HEADER_BYTES, buffer.remaining())
              + " would fit");
    }
    String json = new String(bytes, Long.BYTES, (int) headerBytes, StandardCharsets.UTF_8);
    buffer.position(Long.BYTES + (int) headerBytes);
    JsonFields header = new JsonFields(what, Json.parseObject(what + "'s header", json));
    return tensors(what, header, buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static Map<String, Tensor> tensors(String what, JsonFields header, ByteBuffer data) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : header.names()) {
      if (name.equals("__metadata__")) {
        continue;
      }
      if (tensors.size() == MAX_TENSORS) {
        throw new InvalidInputException(what + " has more than " + MAX_TENSORS + " tensors");
      }
      tensors.put(name, tensor(header.object(name), data));
    }
    if (data.hasRemaining()) {
      throw new InvalidInputException(
          what + " has " + data.remaining() + " bytes after its last tensor");
    }
    return tensors;
  }

  private static Tensor tensor(JsonFields fields, ByteBuffer data) {
    String type = fields.text("dtype");
    if (!type.equals("F32") && !type.equals("F64")) {
      throw new InvalidInputException(
          fields.where() + " holds " + type + "; F32 and F64 can be read");
    }
    int width = type.equals("F32") ? Float.BYTES : Double.BYTES;
    double[] sizes = fields.numbers("shape", MAX_RANK);
    int[] shape = new int[sizes.length];
    long count = 1;
    for (int i = 0; i < sizes.length; i++) {
      shape[i] = (int) sizes[i];
      if (shape[i] != sizes[i] || shape[i] < 1 || count > Integer.MAX_VALUE / shape[i]) {
        throw new InvalidInputException(fields.where() + ": no array has such a shape");
      }
      count *= shape[i];
    }
    double[] offsets = fields.numbers("data_offsets", 2);
    if (offsets.length != 2
        || offsets[0] != data.position()
        || offsets[1] - offsets[0] != count * width
        || offsets[1] > data.limit()) {
      throw new InvalidInputException(
          fields.where()
              + ": its data must be the "
              + count * width
              + " bytes from "
              + data.position()
              + " on, and the file has "
              + data.remaining()
              + " left");
    }
    return values(fields.where(), width, (int) count, shape, data);
  }

  private static Tensor values(String where, int width, int count, int[] shape, ByteBuffer data) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = width == Float.BYTES ? data.getFloat() : data.getDouble();
    }
    try {
      return Tensor.of(values, shape);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(where + ": " + e.getMessage(), e);
    }
  }
}
