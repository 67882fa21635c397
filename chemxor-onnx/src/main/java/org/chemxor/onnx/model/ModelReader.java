package org.chemxor.onnx.model;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/**
 * Reads the protobuf message of an ONNX file: size first, then the number of parts, then parses.
 */
public final class ModelReader {
  /** An operator has a handful of inputs, outputs and attributes. */
  private static final int PARTS_PER_NODE = 64;

  /** Four bytes of a float are counted one by one. */
  private static final int BYTES_PER_NUMBER = 8;

  private ModelReader() {}

  /**
   * Reads a file.
   *
   * @param maxBytes size of the file
   * @param maxNodes nodes of the graph
   * @param maxNumbers elements of all tensors
   * @throws InvalidInputException when it is missing, too large, or no ONNX model
   * @throws UncheckedIOException when reading fails
   */
  public static OnnxMl.ModelProto read(Path file, long maxBytes, int maxNodes, long maxNumbers) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          Files.exists(file) ? file + " is no regular file" : "there is no file " + file);
    }
    try {
      ByteString bytes = UnsafeByteOperations.unsafeWrap(bytes(file, maxBytes));
      PartCounter.check(bytes, (long) PARTS_PER_NODE * maxNodes, BYTES_PER_NUMBER * maxNumbers);
      CodedInputStream in = bytes.newCodedInput();
      in.enableAliasing(true);
      return OnnxMl.ModelProto.parseFrom(in);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          file + " is no whole ONNX model: " + e.getMessage() + " Export or copy it again.", e);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException("there is no file " + file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file, long maxBytes) throws IOException {
    InputFiles.requireReadable(file);
    long limit = Math.min(maxBytes, Integer.MAX_VALUE - 64);
    long size = Files.size(file);
    if (size > limit) {
      throw new InvalidInputException(
          file
              + " has "
              + size
              + " bytes, at most "
              + limit
              + " are read: raise the limit of file bytes (and the heap, -Xmx), or keep the weights"
              + " in an external file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) size);
    }
  }
}
