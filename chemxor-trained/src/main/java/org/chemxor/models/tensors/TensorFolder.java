package org.chemxor.models.tensors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.Hashes;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Tensor;
import org.chemxor.models.json.Json;
import org.chemxor.models.json.JsonFields;

/**
 * A JSON file and a {@link Safetensors} file in one folder that change together.
 *
 * <p>The tensor file is named after its SHA-256 and written first; the JSON file, which names it,
 * then changes in one rename, and only after that are tensor files deleted that it no longer names.
 * So there is a whole pair in the folder at every moment.
 *
 * @param jsonFile the JSON file's name, such as {@code model.json}
 * @param prefix what tensor files' names begin with, such as {@code weights}
 * @param format the kind of content, stored in the JSON file
 * @param version of the format; higher ones are refused
 */
public record TensorFolder(String jsonFile, String prefix, String format, int version) {
  private static final long MAX_JSON_BYTES = 16L << 20;
  private static final long MAX_TENSOR_BYTES = 1L << 30;

  /** What was read. */
  public record Content(JsonFields json, Map<String, Tensor> tensors) {}

  /**
   * Writes a pair, replacing one that is there. {@code json} gains the fields that describe the
   * format and the tensor file.
   *
   * @throws UncheckedIOException when the folder cannot be written
   */
  public void write(Path folder, ObjectNode json, Map<String, Tensor> tensors) {
    byte[] data = Safetensors.write(tensors);
    String hash = sha256(data);
    String name = prefix + "-" + hash.substring(0, 16) + ".safetensors";
    json.put("format", format).put("version", version);
    json.putObject("weights").put("file", name).put("bytes", data.length).put("sha256", hash);
    try {
      Files.createDirectories(folder);
      AtomicFiles.write(folder.resolve(name), data);
      AtomicFiles.write(
          folder.resolve(jsonFile), (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
      deleteTensors(folder, name);
    } catch (IOException e) {
      throw new UncheckedIOException(jsonFile + " could not be written to " + folder, e);
    }
  }

  /** Whether there is a JSON file of this name in the folder. */
  public boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(jsonFile));
  }

  /**
   * Reads a pair.
   *
   * @throws InvalidInputException when there is none, or it is of another format or damaged
   */
  public Content read(Path folder) {
    Path file = folder.resolve(jsonFile);
    if (!isIn(folder)) {
      throw new InvalidInputException(
          "there is no model in "
              + folder
              + ": "
              + jsonFile
              + " is missing. Give the folder that a training wrote.");
    }
    String text = new String(read(file, MAX_JSON_BYTES), StandardCharsets.UTF_8);
    JsonFields json = new JsonFields(jsonFile, Json.parseObject(jsonFile, text));
    if (!json.text("format").equals(format)) {
      throw new InvalidInputException(file + " is not of the format " + format);
    }
    long found = json.integer("version", 1, Integer.MAX_VALUE);
    if (found > version) {
      throw new InvalidInputException(
          file
              + " has version "
              + found
              + "; this program reads up to version "
              + version
              + ". Use a newer one.");
    }
    return new Content(json, Safetensors.read(prefix, tensorBytes(folder, json.object("weights"))));
  }

  private byte[] tensorBytes(Path folder, JsonFields fields) {
    String name = fields.text("file");
    if (!namePattern().matcher(name).matches()) {
      throw new InvalidInputException(
          fields.where() + ": \"file\" must look like " + prefix + "-0123456789abcdef.safetensors");
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          jsonFile + " in " + folder + " lacks its weights file " + name);
    }
    byte[] bytes = read(file, fields.integer("bytes", 1, MAX_TENSOR_BYTES));
    if (!sha256(bytes).equals(fields.text("sha256"))) {
      throw new InvalidInputException(
          file + " is damaged: its SHA-256 is not the one in " + jsonFile);
    }
    return bytes;
  }

  private Pattern namePattern() {
    return Pattern.compile(Pattern.quote(prefix) + "-[0-9a-f]{16}\\.safetensors");
  }

  /** Deletes the pair and the folder, unless the folder holds other files. */
  public void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(jsonFile));
    deleteTensors(folder, "");
    try (DirectoryStream<Path> rest = Files.newDirectoryStream(folder)) {
      if (rest.iterator().hasNext()) {
        return;
      }
    }
    Files.delete(folder);
  }

  private void deleteTensors(Path folder, String keep) throws IOException {
    Pattern pattern = namePattern();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (pattern.matcher(name).matches() && !name.equals(keep)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Reads a file of at most {@code maxBytes}. */
  private static byte[] read(Path file, long maxBytes) {
    try {
      return InputFiles.read(file, maxBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Hashes.sha256().digest(bytes));
  }
}
