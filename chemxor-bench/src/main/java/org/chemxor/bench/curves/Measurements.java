package org.chemxor.bench.curves;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of {@code chemxor bench primitives --json} and {@code bench inference --json}. Of rows that
 * measure the same the faster one counts: what else runs on a machine only ever adds time.
 *
 * @param operations times of operations
 * @param predictions times of encrypted predictions
 */
record Measurements(List<Operation> operations, List<Prediction> predictions) {
  /**
   * An operation at a size.
   *
   * @param name as the bench names it
   * @param degree N
   * @param primes number of data primes
   * @param micros least time of the samples
   */
  record Operation(String name, int degree, int primes, double micros) {}

  /**
   * An encrypted prediction.
   *
   * @param network its name
   * @param plan as typed
   * @param threads of the evaluator
   * @param molecules in one evaluation
   * @param millis median time in the evaluator
   */
  record Prediction(String network, String plan, int threads, int molecules, double millis) {}

  /**
   * Reads files.
   *
   * @throws IOException when one cannot be read
   * @throws IllegalArgumentException when one holds no results
   */
  static Measurements read(List<Path> files) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Map<String, Operation> operations = new LinkedHashMap<>();
    Map<String, Prediction> predictions = new LinkedHashMap<>();
    for (Path file : files) {
      JsonNode results = mapper.readTree(file.toFile()).path("results");
      if (results.isEmpty()) {
        throw new IllegalArgumentException(file + " holds no results of chemxor bench");
      }
      for (JsonNode row : results) {
        if (row.has("op")) {
          add(operations, operation(row));
        } else {
          add(predictions, prediction(row));
        }
      }
    }
    return new Measurements(
        operations.values().stream()
            .sorted(Comparator.comparing(Operation::degree).thenComparing(Operation::primes))
            .toList(),
        predictions.values().stream()
            .sorted(Comparator.comparing(Prediction::molecules).thenComparing(Prediction::threads))
            .toList());
  }

  private static Operation operation(JsonNode row) {
    return new Operation(
        row.path("op").asText(),
        row.path("n").asInt(),
        row.path("primes").asInt(),
        row.path("minMicros").asDouble());
  }

  private static Prediction prediction(JsonNode row) {
    return new Prediction(
        row.path("network").asText(),
        row.path("plan").asText(),
        row.path("threads").asInt(),
        row.path("molecules").asInt(),
        row.path("serverMillis").asDouble());
  }

  private static void add(Map<String, Operation> rows, Operation row) {
    String key = row.name() + " " + row.degree() + " " + row.primes();
    rows.merge(key, row, (a, b) -> a.micros() <= b.micros() ? a : b);
  }

  private static void add(Map<String, Prediction> rows, Prediction row) {
    String key = row.network() + " " + row.plan() + " " + row.threads() + " " + row.molecules();
    rows.merge(key, row, (a, b) -> a.millis() <= b.millis() ? a : b);
  }
}
