package org.chemxor.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;

/**
 * A model on disk: {@code model.json} with the graph, the information and the name, size and
 * SHA-256 of the weights file beside it ({@link Safetensors}).
 *
 * <p>The weights file is named after its hash and written first; {@code model.json} then changes in
 * one rename, and only after that are weights deleted that it no longer names. So there is a whole
 * model in the folder at every moment.
 */
final class ModelFolder {
  static final String MODEL_FILE = "model.json";
  static final String FORMAT = "chemxor-model";
  static final int VERSION = 1;
  private static final long MAX_MODEL_BYTES = 16L << 20;
  private static final long MAX_WEIGHTS_BYTES = 1L << 30;
  private static final Pattern WEIGHTS_FILE = Pattern.compile("weights-[0-9a-f]{16}\\.safetensors");

  private ModelFolder() {}

  static void save(TrainedModel model, Path folder) {
    byte[] weights = Safetensors.write(NetworkJson.tensors(model.network()));
    String hash = sha256(weights);
    String weightsName = "weights-" + hash.substring(0, 16) + ".safetensors";
    ObjectNode json = Json.MAPPER.createObjectNode().put("format", FORMAT).put("version", VERSION);
    NetworkJson.write(model.network(), json);
    json.putObject("weights")
        .put("file", weightsName)
        .put("bytes", weights.length)
        .put("sha256", hash);
    writeInfo(model.info(), json);
    try {
      Files.createDirectories(folder);
      AtomicFiles.write(folder.resolve(weightsName), weights);
      AtomicFiles.write(
          folder.resolve(MODEL_FILE), (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
      deleteOtherWeights(folder, weightsName);
    } catch (IOException e) {
      throw new UncheckedIOException("the model could not be written to " + folder, e);
    }
  }

  private static void deleteOtherWeights(Path folder, String keep) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "weights-*.safetensors")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (WEIGHTS_FILE.matcher(name).matches() && !name.equals(keep)) {
          Files.delete(file);
        }
      }
    }
  }

  private static void writeInfo(ModelInfo info, ObjectNode json) {
    json.put("task", info.task().name().toLowerCase(java.util.Locale.ROOT));
    json.put("target", info.target());
    ArrayNode classes = json.putArray("classes");
    info.classes().forEach(classes::add);
    if (!info.featuriser().isEmpty()) {
      json.set("featuriser", Json.parseObject("featuriser settings", info.featuriser()));
    }
    ArrayNode ranges = json.putArray("ranges");
    for (ValueRange range : info.ranges()) {
      ranges.addObject().put("node", range.node()).put("min", range.min()).put("max", range.max());
    }
    ObjectNode training = json.putObject("training");
    info.training().forEach(training::put);
    ObjectNode metrics = json.putObject("metrics");
    info.metrics().forEach(metrics::put);
  }

  static TrainedModel load(Path folder) {
    Path file = folder.resolve(MODEL_FILE);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "there is no model in "
              + folder
              + ": "
              + MODEL_FILE
              + " is missing. Give the folder that a training wrote.");
    }
    String text = new String(read(file, MAX_MODEL_BYTES), StandardCharsets.UTF_8);
    JsonFields json = new JsonFields(MODEL_FILE, Json.parseObject(MODEL_FILE, text));
    if (!json.text("format").equals(FORMAT)) {
      throw new InvalidInputException(file + " is not a ChemXor model");
    }
    if (json.integer("version", 1, Integer.MAX_VALUE) > VERSION) {
      throw new InvalidInputException(
          file
              + " has version "
              + json.integer("version", 1, Integer.MAX_VALUE)
              + "; this program reads up to version "
              + VERSION
              + ". Use a newer one.");
    }
    Network network = NetworkJson.read(json, Safetensors.read("weights", weights(folder, json)));
    return TrainedModel.of(network, readInfo(json));
  }

  private static byte[] weights(Path folder, JsonFields json) {
    JsonFields fields = json.object("weights");
    String name = fields.text("file");
    if (!WEIGHTS_FILE.matcher(name).matches()) {
      throw new InvalidInputException(
          fields.where() + ": \"file\" must look like weights-0123456789abcdef.safetensors");
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException("the model in " + folder + " lacks its weights file " + name);
    }
    byte[] bytes = read(file, fields.integer("bytes", 1, MAX_WEIGHTS_BYTES));
    if (!sha256(bytes).equals(fields.text("sha256"))) {
      throw new InvalidInputException(
          file + " is damaged: its SHA-256 is not the one in " + MODEL_FILE);
    }
    return bytes;
  }

  /** Reads a file of at most {@code maxBytes}. */
  private static byte[] read(Path file, long maxBytes) {
    try {
      long size = Files.size(file);
      if (size > maxBytes) {
        throw new InvalidInputException(
            file + " has " + size + " bytes; at most " + maxBytes + " are expected");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  private static ModelInfo readInfo(JsonFields json) {
    Map<String, String> training = new TreeMap<>();
    JsonFields settings = json.object("training");
    settings.names().forEach(name -> training.put(name, settings.text(name)));
    Map<String, Double> metrics = new TreeMap<>();
    JsonFields results = json.object("metrics");
    results.names().forEach(name -> metrics.put(name, results.number(name)));
    try {
      return new ModelInfo(
          task(json),
          json.text("target"),
          json.texts("classes", 100_000),
          json.has("featuriser") ? json.object("featuriser").node().toString() : "",
          json.objects("ranges", 100_000).stream().map(ModelFolder::range).toList(),
          training,
          metrics);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(MODEL_FILE + ": " + e.getMessage(), e);
    }
  }

  private static Task task(JsonFields json) {
    return switch (json.text("task")) {
      case "regression" -> Task.REGRESSION;
      case "classification" -> Task.CLASSIFICATION;
      default ->
          throw new InvalidInputException(
              MODEL_FILE + ": \"task\" must be regression or classification");
    };
  }

  private static ValueRange range(JsonFields fields) {
    return new ValueRange(fields.text("node"), fields.number("min"), fields.number("max"));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
