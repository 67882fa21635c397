package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void cosineRisesAndFallsToItsFloor() {
    Schedule schedule = new Schedule.Cosine(0.1, 0.01);
    assertThat(schedule.factor(1, 10, 0)).isCloseTo(0.01, within(1e-12));
    assertThat(schedule.factor(1, 10, 0.5)).isCloseTo(0.505, within(1e-12));
    assertThat(schedule.factor(2, 10, 0)).isCloseTo(1, within(1e-12));
    assertThat(schedule.factor(6, 10, 0.5)).isCloseTo(0.505, within(1e-12));
    assertThat(schedule.factor(10, 10, 1)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void stepMultipliesAfterEveryFewEpochs() {
    Schedule schedule = Schedule.step(3, 0.5);
    assertThat(schedule.factor(3, 10, 0.9)).isEqualTo(1);
    assertThat(schedule.factor(4, 10, 0)).isEqualTo(0.5);
    assertThat(schedule.factor(7, 10, 0)).isEqualTo(0.25);
  }

  @Test
  void readsWhatItWrites() {
    for (Schedule schedule :
        new Schedule[] {Schedule.constant(), Schedule.cosine(), Schedule.step(4, 0.3)}) {
      assertThat(Schedule.parse(schedule.toString())).isEqualTo(schedule);
    }
    for (String bad : new String[] {"", "linear", "step", "step:0:0.5", "step:2:x", "cosine:1"}) {
      assertThatThrownBy(() -> Schedule.parse(bad))
          .as(bad)
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
