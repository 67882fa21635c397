package org.chemxor.fhe.circuit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RotationsTest {
  @Test
  void everyStepIsTheSumOfItsPath() {
    Rotations rotations = new Rotations(64, List.of(1, 5, 16));
    for (int step = -63; step < 64; step++) {
      int sum = rotations.path(step).stream().mapToInt(k -> k).sum();
      assertThat(Math.floorMod(sum, 64)).as("step %d", step).isEqualTo(Math.floorMod(step, 64));
    }
    assertThat(rotations.path(5)).containsExactly(5);
    assertThat(rotations.path(0)).isEmpty();
  }

  @Test
  void aStepThatNoKeysComposeIsNamed() {
    Rotations rotations = new Rotations(64, List.of(2, 4));
    assertThat(rotations.reaches(6)).isTrue();
    assertThat(rotations.reaches(3)).isFalse();
    assertThatThrownBy(() -> rotations.path(3)).hasMessageContaining("rotation by 3");
  }

  @Test
  void aLadderMakesEveryStepOnceFromSomethingThatIsThere() {
    Rotations rotations = new Rotations(64, List.of(1, 2, 8));
    List<Integer> steps = List.of(0, 1, 2, 3, 8, 9, 10, 11, 40);
    java.util.Set<Integer> there = new java.util.HashSet<>(List.of(0));
    for (Rotations.Branch branch : rotations.ladder(steps)) {
      assertThat(there).contains(branch.parent());
      for (int key : branch.keys()) {
        assertThat(there.add((branch.parent() + key) % 64)).isTrue();
      }
    }
    assertThat(there).containsAll(steps);
  }

  @Test
  void aLadderTakesTheParentThatReachesTheMost() {
    Rotations rotations = new Rotations(64, List.of(1, 2, 3, 4));
    List<Rotations.Branch> branches = rotations.ladder(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    // 5, 6 and 7 are one key away from 3 together, and from 1 and 2 one or two at a time.
    assertThat(branches)
        .containsExactly(
            new Rotations.Branch(0, List.of(1, 2, 3, 4)),
            new Rotations.Branch(3, List.of(2, 3, 4)));
  }

  @Test
  void losingAKeyCostsWhatItTakesToComposeIt() {
    Rotations rotations = new Rotations(64, List.of(1, 2, 3, 7));
    assertThat(rotations.extraRotationsWithout(3)).isEqualTo(1);
    assertThat(rotations.extraRotationsWithout(7)).isEqualTo(2);
    assertThat(new Rotations(64, List.of(2, 3)).extraRotationsWithout(3)).isInfinite();
  }
}
