package org.chemxor.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanChoiceTest {
  private static PlanChoice.Option option(ScreenPlan plan, int rounds, double millis) {
    return new PlanChoice.Option(plan, rounds, millis, 1000, 100);
  }

  @Test
  void aSingleRoundIsTakenUnlessSeveralSaveMoreThanHalfOfTheTime() {
    PlanChoice.Option several = option(PlanChoice.PARTITIONED, 2, 1);

    assertThat(
            PlanChoice.choose(List.of(several, option(PlanChoice.SINGLE_ROUND, 1, 1.9))).chosen())
        .isEqualTo(option(PlanChoice.SINGLE_ROUND, 1, 1.9));
    PlanChoice.Choice slower =
        PlanChoice.choose(List.of(several, option(PlanChoice.SINGLE_ROUND, 1, 2.1)));
    assertThat(slower.chosen()).isEqualTo(several);
    assertThat(slower.reason()).contains("2 rounds").contains("against").contains("2.100 ms");
  }

  @Test
  void ofSingleRoundsTheFasterIsTaken() {
    PlanChoice.Option small = option(PlanChoice.PARTITIONED, 1, 1);

    assertThat(PlanChoice.choose(List.of(small, option(PlanChoice.SINGLE_ROUND, 1, 2))).chosen())
        .isEqualTo(small);
  }
}
