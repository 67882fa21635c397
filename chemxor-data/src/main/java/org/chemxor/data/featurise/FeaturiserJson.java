package org.chemxor.data.featurise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.chemxor.core.InvalidInputException;

/** Featuriser settings as JSON, read with suspicion. */
final class FeaturiserJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String KIND = "featuriser";
  private static final String GRID = "grid-fingerprint";
  private static final String DEPICTION = "depiction";

  /** A kind of its own, so that who does not know descriptors refuses it. */
  private static final String GRID_WITH_DESCRIPTORS = "grid-fingerprint-descriptors";

  private FeaturiserJson() {}

  static String write(GridFingerprintFeaturiser grid) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put(KIND, grid.descriptors().isPresent() ? GRID_WITH_DESCRIPTORS : GRID);
    json.put("fingerprint", grid.fingerprint().kind().name());
    json.put("radius", grid.fingerprint().radius());
    if (grid.folding().isSelected()) {
      json.set("surroundings", array(grid.folding().hashes()));
    }
    json.set("caps", array(grid.scaling().caps()));
    json.set("layout", array(grid.layout().toArray()));
    grid.descriptors().ifPresent(strip -> json.set("descriptors", descriptors(strip)));
    return json.toString();
  }

  static String writeDepiction() {
    return MAPPER.createObjectNode().put(KIND, DEPICTION).toString();
  }

  static String write(GridLayout layout) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("layout", array(layout.toArray()));
    return json.toString();
  }

  static GridLayout layout(String text) {
    return GridLayout.of(integers(parse(text), "layout"));
  }

  static MoleculeFeaturiser read(String text) {
    JsonNode json = parse(text);
    String kind = string(json, KIND);
    return switch (kind) {
      case GRID -> readGrid(json);
      case GRID_WITH_DESCRIPTORS -> readGrid(json).withDescriptors(readDescriptors(json));
      case DEPICTION -> new DepictionFeaturiser();
      default ->
          throw new InvalidInputException(
              "there is no featuriser '"
                  + kind
                  + "'; known are "
                  + String.join(", ", GRID, GRID_WITH_DESCRIPTORS, DEPICTION));
    };
  }

  private static ObjectNode descriptors(DescriptorStrip strip) {
    ObjectNode json = MAPPER.createObjectNode();
    ArrayNode names = json.putArray("names");
    DescriptorStrip.names().forEach(names::add);
    json.set("low", array(strip.low()));
    json.set("high", array(strip.high()));
    json.set("typical", array(strip.typical()));
    json.put("imputed", strip.imputed());
    return json;
  }

  private static DescriptorStrip readDescriptors(JsonNode json) {
    JsonNode fields = json.path("descriptors");
    List<String> names = new ArrayList<>();
    fields.path("names").forEach(name -> names.add(name.asText()));
    if (!names.equals(DescriptorStrip.names())) {
      throw new InvalidInputException(
          "the featuriser's descriptors are not the "
              + DescriptorStrip.SIZE
              + " that this version computes");
    }
    return DescriptorStrip.of(
        numbers(fields, "low"),
        numbers(fields, "high"),
        numbers(fields, "typical"),
        integer(fields, "imputed"));
  }

  private static double[] numbers(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isArray() || value.size() != DescriptorStrip.SIZE) {
      throw wrong(field, "a list of " + DescriptorStrip.SIZE + " numbers", value);
    }
    double[] numbers = new double[value.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!value.get(i).isNumber()) {
        throw wrong(field, "a list of numbers", value.get(i));
      }
      numbers[i] = value.get(i).doubleValue();
    }
    return numbers;
  }

  private static ArrayNode array(double[] numbers) {
    ArrayNode array = MAPPER.createArrayNode();
    Arrays.stream(numbers).forEach(array::add);
    return array;
  }

  private static GridFingerprintFeaturiser readGrid(JsonNode json) {
    int[] caps = integers(json, "caps");
    return GridFingerprintFeaturiser.standard()
        .withFingerprint(new CircularFingerprint(kind(json), integer(json, "radius")))
        .withFolding(
            json.has("surroundings")
                ? Folding.selected(integers(json, "surroundings"))
                : Folding.byHash())
        .withScaling(caps.length == 1 ? CountScaling.uniform(caps[0]) : CountScaling.perBin(caps))
        .withLayout(GridLayout.of(integers(json, "layout")));
  }

  private static CircularFingerprint.Kind kind(JsonNode json) {
    String name = string(json, "fingerprint");
    for (CircularFingerprint.Kind kind : CircularFingerprint.Kind.values()) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new InvalidInputException(
        "there is no fingerprint '"
            + name
            + "'; known are "
            + Arrays.stream(CircularFingerprint.Kind.values())
                .map(Enum::name)
                .collect(Collectors.joining(", ")));
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      if (json == null || !json.isObject()) {
        throw new InvalidInputException("featuriser settings must be a JSON object");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "featuriser settings are not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String string(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw wrong(field, "a text", value);
    }
    return value.textValue();
  }

  private static int integer(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isInt()) {
      throw wrong(field, "a whole number", value);
    }
    return value.intValue();
  }

  private static int[] integers(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (!value.isArray()) {
      throw wrong(field, "a list of whole numbers", value);
    }
    int[] numbers = new int[value.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!value.get(i).isInt()) {
        throw wrong(field, "a list of whole numbers", value.get(i));
      }
      numbers[i] = value.get(i).intValue();
    }
    return numbers;
  }

  private static InvalidInputException wrong(String field, String wanted, JsonNode value) {
    return new InvalidInputException(
        "the field '"
            + field
            + "' of the featuriser settings must be "
            + wanted
            + (value.isMissingNode() ? ", it is missing" : ", got " + value.getNodeType()));
  }

  private static ArrayNode array(int[] numbers) {
    ArrayNode array = MAPPER.createArrayNode();
    Arrays.stream(numbers).forEach(array::add);
    return array;
  }
}
