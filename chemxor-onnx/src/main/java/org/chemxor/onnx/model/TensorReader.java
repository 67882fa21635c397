package org.chemxor.onnx.model;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/** Turns tensors of a file into numbers: raw, typed or external, of any type that has some. */
public final class TensorReader {
  private final ExternalData external;
  private final Budget budget;

  /**
   * @param folder where external data may lie
   * @param budget what all tensors are taken from
   */
  public TensorReader(Path folder, Budget budget) {
    this.external = new ExternalData(folder);
    this.budget = budget;
  }

  /**
   * Reads a tensor.
   *
   * @throws Refusal when its size, type and data disagree or it exceeds the budget
   */
  public Constant read(OnnxMl.TensorProto tensor) {
    try {
      return readUnnamed(tensor);
    } catch (Refusal e) {
      throw new Refusal("tensor " + Names.shown(tensor.getName()) + ": " + e.getMessage());
    }
  }

  /**
   * Zeros for a tensor that no file holds.
   *
   * @throws Refusal when they exceed the budget
   */
  public double[] room(long count) {
    return new double[budget.take("it", count)];
  }

  private Constant readUnnamed(OnnxMl.TensorProto tensor) {
    ElementType type =
        ElementType.of(tensor.getDataType())
            .orElseThrow(
                () ->
                    new Refusal(
                        "its element type "
                            + OnnxMl.TensorProto.DataType.forNumber(tensor.getDataType())
                            + " is not read: use float, double or float16"));
    if (tensor.hasSegment()) {
      throw new Refusal("it comes in segments, which are not read: save the model again");
    }
    int[] dimensions = Dimensions.of(tensor.getDimsList());
    long count = Dimensions.count(dimensions);
    boolean isExternal = tensor.getDataLocation() == OnnxMl.TensorProto.DataLocation.EXTERNAL;
    if (!isExternal) {
      requireData(tensor, type, count, dimensions);
    }
    double[] values = new double[budget.take("it", count)];
    if (isExternal) {
      external.read(tensor.getExternalDataList(), type, values);
    } else if (tensor.hasRawData()) {
      ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      Arrays.setAll(values, i -> type.next(raw));
    } else {
      Arrays.setAll(values, i -> typed(tensor, type, i));
    }
    return new Constant(dimensions, values, type.isInteger());
  }

  /** Before anything is allocated: as much data as the dimensions say. */
  private static void requireData(
      OnnxMl.TensorProto tensor, ElementType type, long count, int[] dimensions) {
    ByteString raw = tensor.getRawData();
    boolean isRaw = tensor.hasRawData();
    long found = isRaw ? raw.size() : typedCount(tensor, type);
    long needed = isRaw ? Math.multiplyExact(count, (long) type.width()) : count;
    if (found != needed) {
      throw new Refusal(
          "dimensions "
              + Arrays.toString(dimensions)
              + " need "
              + needed
              + (isRaw ? " bytes, it has " : " numbers, it has ")
              + found);
    }
  }

  private static int typedCount(OnnxMl.TensorProto tensor, ElementType type) {
    if (type.isInIntegerField()) {
      return tensor.getInt32DataCount();
    }
    return switch (type) {
      case FLOAT -> tensor.getFloatDataCount();
      case DOUBLE -> tensor.getDoubleDataCount();
      case UINT32 -> tensor.getUint64DataCount();
      default -> tensor.getInt64DataCount();
    };
  }

  private static double typed(OnnxMl.TensorProto tensor, ElementType type, int i) {
    if (type.isInIntegerField()) {
      return type.fromIntegerField(tensor.getInt32Data(i));
    }
    return switch (type) {
      case FLOAT -> tensor.getFloatData(i);
      case DOUBLE -> tensor.getDoubleData(i);
      case UINT32 -> tensor.getUint64Data(i);
      default -> tensor.getInt64Data(i);
    };
  }
}
