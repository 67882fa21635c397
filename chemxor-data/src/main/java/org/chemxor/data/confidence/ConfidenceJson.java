package org.chemxor.data.confidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.featurise.MoleculeProfile;

/** {@link ModelConfidence} as JSON, read with suspicion. Null stands for what is unbounded. */
final class ConfidenceJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String LEVELS = "levels";
  private static final String TARGETS = "targets";
  private static final String CALIBRATED = "calibrated";
  private static final String WIDTHS = "halfWidths";
  private static final String ODDS = "leastLogOdds";
  private static final String DOMAIN = "domain";
  private static final int MOST = 1000;

  private ConfidenceJson() {}

  static String write(ModelConfidence confidence) {
    ObjectNode json = MAPPER.createObjectNode();
    if (!confidence.targets().isEmpty()) {
      ArrayNode levels = json.putArray(LEVELS);
      CoverageLevels.ALL.forEach(levels::add);
      ArrayNode targets = json.putArray(TARGETS);
      confidence.targets().forEach(target -> write(target, targets.addObject()));
    }
    confidence.domain().ifPresent(domain -> write(domain, json.putObject(DOMAIN)));
    return json.toString();
  }

  private static void write(TargetConfidence target, ObjectNode json) {
    if (target instanceof ValueIntervals intervals) {
      json.put(CALIBRATED, intervals.calibrated());
      add(json.putArray(WIDTHS), intervals.halfWidths());
    } else if (target instanceof ClassSets sets) {
      ArrayNode calibrated = json.putArray(CALIBRATED);
      sets.calibrated().forEach(calibrated::add);
      ArrayNode rows = json.putArray(ODDS);
      sets.leastLogOdds().forEach(row -> add(rows.addArray(), row));
    }
  }

  private static void add(ArrayNode array, List<Double> values) {
    for (double value : values) {
      if (Double.isInfinite(value)) {
        array.addNull();
      } else {
        array.add(value);
      }
    }
  }

  private static void write(TrainingDomain domain, ObjectNode json) {
    json.put("familiar", domain.familiarBytes());
    json.put("unfamiliarIn", domain.unfamiliarIn());
    json.put("unfamiliarEdge", domain.unfamiliarEdge());
    json.put("sizeIn", domain.sizeIn());
    json.put("sizeEdge", domain.sizeEdge());
  }

  static ModelConfidence read(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      if (!json.isObject()) {
        throw new IllegalArgumentException("it is no object");
      }
      List<TargetConfidence> targets = new ArrayList<>();
      if (json.has(TARGETS)) {
        requireLevels(json);
        for (JsonNode target : array(json, TARGETS, MOST)) {
          targets.add(target(target));
        }
      }
      return new ModelConfidence(
          targets, json.has(DOMAIN) ? Optional.of(domain(json.get(DOMAIN))) : Optional.empty());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()), e);
    }
  }

  private static InvalidInputException wrong(String what, Throwable cause) {
    return new InvalidInputException(
        "what is said about a model's confidence cannot be used: " + what, cause);
  }

  private static void requireLevels(JsonNode json) {
    if (!numbers(json.get(LEVELS), 0).equals(CoverageLevels.ALL)) {
      throw new IllegalArgumentException("its levels are not " + CoverageLevels.ALL);
    }
  }

  private static JsonNode array(JsonNode json, String field, int most) {
    JsonNode array = json.path(field);
    if (!array.isArray() || array.isEmpty() || array.size() > most) {
      throw new IllegalArgumentException(field + " is no list of 1 to " + most + " entries");
    }
    return array;
  }

  private static TargetConfidence target(JsonNode json) {
    if (json.has(WIDTHS)) {
      return new ValueIntervals(
          count(json.path(CALIBRATED)),
          numbers(array(json, WIDTHS, MOST), Double.POSITIVE_INFINITY));
    }
    List<Integer> calibrated = new ArrayList<>();
    array(json, CALIBRATED, MOST).forEach(node -> calibrated.add(count(node)));
    List<List<Double>> rows = new ArrayList<>();
    array(json, ODDS, MOST).forEach(row -> rows.add(numbers(row, Double.NEGATIVE_INFINITY)));
    return new ClassSets(calibrated, rows);
  }

  /** Finite numbers; null stands for {@code unbounded}. */
  private static List<Double> numbers(JsonNode array, double unbounded) {
    if (array == null || !array.isArray() || array.size() > MOST) {
      throw new IllegalArgumentException("a list of numbers is missing or too long");
    }
    List<Double> numbers = new ArrayList<>();
    for (JsonNode node : array) {
      if (!node.isNull() && !(node.isNumber() && Double.isFinite(node.doubleValue()))) {
        throw new IllegalArgumentException("a number is not finite");
      }
      numbers.add(node.isNull() ? unbounded : node.doubleValue());
    }
    return numbers;
  }

  private static int count(JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      throw new IllegalArgumentException("a count is missing or negative");
    }
    return node.intValue();
  }

  private static TrainingDomain domain(JsonNode json) {
    byte[] familiar = bytes(json.path("familiar"));
    if (familiar.length != MoleculeProfile.BINS / Byte.SIZE) {
      throw new IllegalArgumentException("familiar has " + familiar.length + " bytes, not 128");
    }
    return new TrainingDomain(
        BitSet.valueOf(familiar),
        count(json.path("unfamiliarIn")),
        count(json.path("unfamiliarEdge")),
        count(json.path("sizeIn")),
        count(json.path("sizeEdge")));
  }

  private static byte[] bytes(JsonNode node) {
    try {
      byte[] bytes = node.binaryValue();
      return bytes == null ? new byte[0] : bytes;
    } catch (IOException e) {
      throw new IllegalArgumentException("familiar is not in base64", e);
    }
  }
}
