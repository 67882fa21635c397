package org.chemxor.onnx.model;

import ai.onnx.proto.OnnxMl;
import java.nio.ByteBuffer;
import java.util.Optional;

/** How the numbers of a tensor are written, little-endian, in raw and in external data. */
enum ElementType {
  FLOAT(OnnxMl.TensorProto.DataType.FLOAT, 4, false),
  DOUBLE(OnnxMl.TensorProto.DataType.DOUBLE, 8, false),
  FLOAT16(OnnxMl.TensorProto.DataType.FLOAT16, 2, false),
  BFLOAT16(OnnxMl.TensorProto.DataType.BFLOAT16, 2, false),
  INT8(OnnxMl.TensorProto.DataType.INT8, 1, true),
  UINT8(OnnxMl.TensorProto.DataType.UINT8, 1, true),
  INT16(OnnxMl.TensorProto.DataType.INT16, 2, true),
  UINT16(OnnxMl.TensorProto.DataType.UINT16, 2, true),
  INT32(OnnxMl.TensorProto.DataType.INT32, 4, true),
  UINT32(OnnxMl.TensorProto.DataType.UINT32, 4, true),
  INT64(OnnxMl.TensorProto.DataType.INT64, 8, true),
  BOOL(OnnxMl.TensorProto.DataType.BOOL, 1, true);

  private final int number;
  private final int width;
  private final boolean isInteger;

  ElementType(OnnxMl.TensorProto.DataType type, int width, boolean isInteger) {
    this.number = type.getNumber();
    this.width = width;
    this.isInteger = isInteger;
  }

  /** The type that a file gives by number, if it is one of these. */
  static Optional<ElementType> of(int number) {
    for (ElementType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Bytes of one number. */
  int width() {
    return width;
  }

  boolean isInteger() {
    return isInteger;
  }

  /** The next number of a little-endian buffer. */
  double next(ByteBuffer buffer) {
    return switch (this) {
      case FLOAT -> buffer.getFloat();
      case DOUBLE -> buffer.getDouble();
      case FLOAT16 -> half(buffer.getShort());
      case BFLOAT16 -> brain(buffer.getShort());
      case INT8, BOOL -> buffer.get();
      case UINT8 -> buffer.get() & 0xff;
      case INT16 -> buffer.getShort();
      case UINT16 -> buffer.getChar();
      case INT32 -> buffer.getInt();
      case UINT32 -> buffer.getInt() & 0xffffffffL;
      case INT64 -> buffer.getLong();
    };
  }

  /** Whether typed data of this type lies, bit for bit, in the field for 32-bit integers. */
  boolean isInIntegerField() {
    return this != FLOAT && this != DOUBLE && this != INT64 && this != UINT32;
  }

  /** The number that an entry of the field for 32-bit integers stands for. */
  double fromIntegerField(int entry) {
    return switch (this) {
      case FLOAT16 -> half((short) entry);
      case BFLOAT16 -> brain((short) entry);
      default -> entry;
    };
  }

  /** IEEE 754 binary16: one sign bit, five of exponent with bias 15, ten of fraction. */
  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude;
    if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, -24);
    } else if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      magnitude = Math.scalb(1024.0 + fraction, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The upper half of an IEEE 754 binary32. */
  private static double brain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
