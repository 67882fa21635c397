package org.chemxor.data.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models and servers say about confidence, written and read. */
class ConfidenceJsonTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static TrainingDomain domain() {
    BitSet familiar = new BitSet();
    familiar.set(3, 200);
    familiar.set(1023);
    return new TrainingDomain(familiar, 3, 7, 58, 70);
  }

  private static final ModelConfidence VALUES =
      new ModelConfidence(
          List.of(new ValueIntervals(22, List.of(0.5, 0.75, INFINITE))), Optional.of(domain()));

  private static final ModelConfidence CLASSES =
      new ModelConfidence(
          List.of(
              new ClassSets(
                  List.of(5, 40),
                  List.of(List.of(-INFINITE, 0.5), List.of(-1.5, 0.25), List.of(-2.0, -0.5)))),
          Optional.empty());

  @Test
  void whatIsWrittenIsRead() {
    for (ModelConfidence model : List.of(VALUES, CLASSES, VALUES.withoutIntervals())) {
      assertThat(ModelConfidence.fromJson(model.toJson())).isEqualTo(model);
    }
    assertThat(ModelConfidence.fromJson("")).isEqualTo(ModelConfidence.NONE);
    assertThat(VALUES.toJson()).contains("null").doesNotContain("Infinity");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]x",
        "{\"targets\":[]}",
        "{\"levels\":[0.5],\"targets\":[{\"calibrated\":1,\"halfWidths\":[1]}]}",
        "{\"levels\":[0.8,0.9,0.95],\"targets\":[{\"calibrated\":1,\"halfWidths\":[1,2]}]}",
        "{\"levels\":[0.8,0.9,0.95],\"targets\":[{\"calibrated\":-1,\"halfWidths\":[1,2,3]}]}",
        "{\"levels\":[0.8,0.9,0.95],\"targets\":[{\"calibrated\":1,\"halfWidths\":[-1,2,3]}]}",
        "{\"levels\":[0.8,0.9,0.95],\"targets\":[{\"calibrated\":1,\"halfWidths\":[\"a\",2,3]}]}",
        "{\"levels\":[0.8,0.9,0.95],\"targets\":[{\"calibrated\":1,\"halfWidths\":[1e999,2,3]}]}",
        "{\"levels\":[0.8,0.9,0.95],\"targets\":[{\"calibrated\":[1],\"leastLogOdds\":[[1]]}]}",
        "{\"levels\":[0.8,0.9,0.95],\"targets\":[7]}",
        "{\"domain\":7}",
        "{\"domain\":{\"familiar\":\"AAAA\",\"unfamiliarIn\":1}}",
        "{\"domain\":{\"familiar\":\"%%\"}}",
      })
  void whatIsNoneIsRefused(String json) {
    assertThatThrownBy(() -> ModelConfidence.fromJson(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("confidence");
  }

  @Test
  void damagedTextsAreReadOrRefusedAndNothingElse() {
    Random random = new Random(5);
    byte[] honest = VALUES.toJson().getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = honest.clone();
      damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(95));
      damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(95));
      try {
        ModelConfidence read =
            ModelConfidence.fromJson(new String(damaged, StandardCharsets.UTF_8));
        assertThat(ModelConfidence.fromJson(read.toJson())).isEqualTo(read);
      } catch (InvalidInputException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 5_000);
  }

  @Test
  void whatIsForOtherOutputsIsRefused() {
    VALUES.requireFits(1);
    CLASSES.requireFits(2);
    ModelConfidence.NONE.requireFits(7);
    for (int outputs : new int[] {2, 3}) {
      assertThatThrownBy(() -> VALUES.requireFits(outputs))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> CLASSES.requireFits(3)).isInstanceOf(InvalidInputException.class);
  }
}
