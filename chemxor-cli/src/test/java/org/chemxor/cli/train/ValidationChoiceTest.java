package org.chemxor.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidationChoiceTest {
  private final StringWriter said = new StringWriter();
  private final Map<String, Map<String, Double>> candidates = new LinkedHashMap<>();

  private String best() {
    return ValidationChoice.best(candidates, new PrintWriter(said, true));
  }

  @Test
  void theHighestIsTakenAndAllAreSaid() {
    candidates.put("a", Map.of("r2", 0.5, "mse", 1.0));
    candidates.put("b", Map.of("r2", 0.75, "mse", 0.5));
    assertThat(best()).isEqualTo("b");
    assertThat(said.toString().strip())
        .isEqualTo("r2 on the validation part: a 0.5000, b 0.7500; taken: b");
  }

  @Test
  void aMetricThatOneOfThemLacksIsNotTheMeasure() {
    candidates.put("a", Map.of("rocAuc", 0.9, "accuracy", 0.5));
    candidates.put("b", Map.of("accuracy", 0.6));
    assertThat(best()).isEqualTo("b");
    assertThat(said.toString()).startsWith("accuracy on the validation part");
  }

  @Test
  void ofErrorsTheLowestIsTaken() {
    candidates.put("a", Map.of("mse", 0.5));
    candidates.put("b", Map.of("mse", 0.4));
    assertThat(best()).isEqualTo("b");
  }

  @Test
  void theFirstOfEqualsAndOfThoseWithoutMetricsIsTaken() {
    candidates.put("a", Map.of("r2", 0.5));
    candidates.put("b", Map.of("r2", 0.5));
    assertThat(best()).isEqualTo("a");
    candidates.put("b", Map.of());
    assertThat(best()).isEqualTo("a");
    assertThat(said.toString()).contains("there is no validation part to choose by; taken: a");
  }
}
