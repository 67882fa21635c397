package org.chemxor.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.chemxor.models.trained.EpochResult;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final StringWriter err = new StringWriter();

  private static EpochResult epoch(int number, int epochs, double validation, boolean best) {
    return new EpochResult(number, epochs, 0.5, validation, 1e-3, 30_000, best);
  }

  @Test
  void aLineHasTheLossesAndTheTimeLeft() {
    try (TrainingProgress progress = TrainingProgress.of(3, new PrintWriter(err, true))) {
      progress.onEpoch(epoch(1, 3, 0.75, true));
      progress.onEpoch(epoch(2, 3, Double.NaN, false));
      progress.onEpoch(epoch(3, 3, 0.8, false));
    }

    assertThat(err.toString().lines())
        .containsExactly(
            "training: epoch 1 of 3, loss 0.500, validation 0.750 (best), 60 s left",
            "training: epoch 2 of 3, loss 0.500, 30 s left",
            "training: epoch 3 of 3, loss 0.500, validation 0.800");
  }

  @Test
  void aLongTrainingShowsTheFirstEpochTheLastAndTenBetween() {
    try (TrainingProgress progress = TrainingProgress.of(1000, new PrintWriter(err, true))) {
      for (int i = 1; i <= 1000; i++) {
        progress.onEpoch(epoch(i, 1000, 1, false));
      }
    }

    assertThat(err.toString().lines()).hasSize(11);
    assertThat(err.toString()).contains("epoch 1 of", "8 h 20 min left", "epoch 1000 of 1000");
  }

  @Test
  void aTrainingThatGoesOnCountsOnlyTheEpochsItSaw() {
    try (TrainingProgress progress = TrainingProgress.of(60, new PrintWriter(err, true))) {
      progress.onEpoch(epoch(57, 60, 1, false));
    }

    assertThat(err.toString()).contains("epoch 57 of 60", "90 s left");
  }

  @Test
  void timesAreInTheUnitPeopleUse() {
    assertThat(TrainingProgress.time(0)).isEqualTo("1 s");
    assertThat(TrainingProgress.time(119_400)).isEqualTo("119 s");
    assertThat(TrainingProgress.time(150_000)).isEqualTo("3 min");
    assertThat(TrainingProgress.time(7_200_000)).isEqualTo("2 h 0 min");
  }
}
