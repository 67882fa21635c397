package org.chemxor.onnx.model;

import ai.onnx.proto.OnnxMl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.chemxor.core.InputFiles;

/**
 * Tensors in files beside the model. A file's place is chosen by whoever wrote the model, so it
 * must lie, with all links followed, in the one folder that the reader allows.
 */
final class ExternalData {
  private static final int CHUNK_BYTES = 1 << 16;

  private final Path folder;

  ExternalData(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads numbers.
   *
   * @param entries what the tensor says about its place: location, offset, length
   * @param values filled from the first to the last
   * @throws Refusal when the file is missing, elsewhere, or too short
   */
  void read(List<OnnxMl.StringStringEntryProto> entries, ElementType type, double[] values) {
    String location = "";
    long offset = 0;
    long bytes = (long) values.length * type.width();
    long length = bytes;
    for (OnnxMl.StringStringEntryProto entry : entries) {
      switch (entry.getKey()) {
        case "location" -> location = entry.getValue();
        case "offset" -> offset = number("offset", entry.getValue());
        case "length" -> length = number("length", entry.getValue());
        default -> {} // Checksums and what writers add for themselves.
      }
    }
    if (length != bytes) {
      throw new Refusal(
          "external data has a length of " + length + " bytes, its dimensions need " + bytes);
    }
    Path file = resolve(location);
    InputFiles.requireRegular(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (offset > size || bytes > size - offset) {
        throw new Refusal(
            "external data of "
                + bytes
                + " bytes at offset "
                + offset
                + " reaches beyond the end of "
                + location
                + ", which has "
                + size);
      }
      fill(channel.position(offset), type, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path resolve(String location) {
    try {
      Path relative = Path.of(location);
      if (location.isEmpty() || relative.isAbsolute()) {
        throw new Refusal("external data at \"" + location + "\" has no relative path");
      }
      Path file = folder.resolve(relative).normalize();
      if (!file.startsWith(folder.normalize())) {
        throw new Refusal(outside(location));
      }
      if (!Files.isRegularFile(file)) {
        throw new Refusal(
            "external data at "
                + location
                + " is missing from the folder of the model: copy it there");
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw new Refusal(outside(location));
      }
      return file;
    } catch (InvalidPathException e) {
      throw new Refusal("external data has a place that is no path");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String outside(String location) {
    return "external data at "
        + location
        + " lies outside the folder that it may be in: copy it there and name it in the model"
        + " without a way up or a link";
  }

  private static void fill(FileChannel channel, ElementType type, double[] values)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < values.length) {
      int count = Math.min(values.length - done, CHUNK_BYTES / type.width());
      chunk.clear().limit(count * type.width());
      while (chunk.hasRemaining()) {
        if (channel.read(chunk) < 0) {
          throw new Refusal("external data ended while it was read");
        }
      }
      chunk.flip();
      for (int i = 0; i < count; i++) {
        values[done++] = type.next(chunk);
      }
    }
  }

  private static long number(String what, String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Refusal("external data has the " + what + " \"" + brief(text) + "\"");
  }

  private static String brief(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }
}
