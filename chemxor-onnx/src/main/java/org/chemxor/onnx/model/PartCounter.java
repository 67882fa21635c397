package org.chemxor.onnx.model;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.chemxor.core.InvalidInputException;

/**
 * Counts what parsing a file would make, before an object is made: two bytes of a file are enough
 * for a node that takes a hundred in memory. Allocates nothing itself.
 */
final class PartCounter {
  private static final int MAX_DEPTH = 100;

  /** What an integer of one byte may take in a list that is half full and being copied. */
  private static final int LIST_BYTES = 24;

  private final CodedInputStream in;
  private final long maxParts;
  private final long maxNumberBytes;
  private long parts;
  private long numberBytes;

  private PartCounter(CodedInputStream in, long maxParts, long maxNumberBytes) {
    this.in = in;
    this.maxParts = maxParts;
    this.maxNumberBytes = maxNumberBytes;
  }

  /**
   * Walks over a serialised model.
   *
   * @param maxParts messages, names and single values together
   * @param maxNumberBytes memory of lists of numbers
   * @throws IOException when the bytes are no protobuf message
   * @throws InvalidInputException when there are more parts or numbers
   */
  static void check(ByteString model, long maxParts, long maxNumberBytes) throws IOException {
    new PartCounter(model.newCodedInput(), maxParts, maxNumberBytes)
        .message(OnnxMl.ModelProto.getDescriptor(), 0);
  }

  private void message(Descriptor type, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new InvalidInputException(
          "the file nests messages more than " + MAX_DEPTH + " deep; no ONNX model does");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        single(field, tag);
      } else if (field != null && field.getJavaType() == JavaType.MESSAGE) {
        countPart();
        int outer = in.pushLimit(in.readRawVarint32());
        message(field.getMessageType(), depth + 1);
        in.popLimit(outer);
      } else {
        bytes(field);
      }
    }
  }

  private void single(@org.jspecify.annotations.Nullable FieldDescriptor field, int tag)
      throws IOException {
    int wireType = WireFormat.getTagWireType(tag);
    if (wireType == WireFormat.WIRETYPE_START_GROUP || wireType == WireFormat.WIRETYPE_END_GROUP) {
      throw new InvalidInputException("the file holds protobuf groups, which no ONNX model does");
    }
    if (field != null && field.isRepeated()) {
      countNumbers(LIST_BYTES);
    } else {
      countPart();
    }
    in.skipField(tag);
  }

  /** Text, bytes, or a packed list: at most one number a byte. */
  private void bytes(@org.jspecify.annotations.Nullable FieldDescriptor field) throws IOException {
    countPart();
    int length = in.readRawVarint32();
    if (field != null && field.isPackable()) {
      boolean isFixed =
          field.getJavaType() == JavaType.FLOAT || field.getJavaType() == JavaType.DOUBLE;
      countNumbers((isFixed ? 1L : LIST_BYTES) * Math.max(0, length));
    }
    in.skipRawBytes(length);
  }

  private void countPart() {
    if (++parts > maxParts) {
      throw new InvalidInputException(
          "the file has more than "
              + maxParts
              + " nodes, names and values: raise the limit of nodes if the model is really that"
              + " large");
    }
  }

  private void countNumbers(long bytes) {
    numberBytes += bytes;
    if (numberBytes > maxNumberBytes) {
      throw new InvalidInputException(
          "the file lists more than "
              + maxNumberBytes
              + " bytes of numbers: raise the limit of tensor elements if the model is really that"
              + " large");
    }
  }
}
