package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.circuit.RotationDemand;
import org.chemxor.fhe.message.KeyMessage;
import org.junit.jupiter.api.Test;

class KeyPlanTest {
  private static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(1024)
          .insecureWithoutBound()
          .dataPrimeBits(40, 30, 30)
          .specialPrimeBits(41)
          .scale(0x1p30)
          .build();

  private static long bytes(int rotations) {
    return KeyMessage.sizeBytes(PackedFormat.of(PARAMETERS), rotations);
  }

  private static RotationDemand singles(int level, Integer... steps) {
    return new RotationDemand(level, List.of(), List.of(steps));
  }

  @Test
  void withRoomEveryStepHasAKeyAndZeroNone() {
    RotationDemand ladder = new RotationDemand(2, List.of(List.of(0, 1, 2, 3)), List.of(-4, 600));
    KeyPlan plan = KeyPlan.of(PARAMETERS, List.of(ladder, singles(1, 7)), bytes(100));
    assertThat(plan.rotations().steps()).containsExactly(1, 2, 3, 7, 88, 508);
    assertThat(KeyPlan.withoutRotations(PARAMETERS).rotations().steps()).isEmpty();
    assertThat(KeyPlan.withoutRotations(PARAMETERS).work()).isZero();
  }

  @Test
  void theKeyThatIsLeastMissedGoesFirst() {
    // 3 is composed of 1 and 2 and is made once; 1, 2 and 4 are made ten times each.
    List<Integer> often = new ArrayList<>(List.of(3));
    for (int i = 0; i < 10; i++) {
      often.addAll(List.of(1, 2, 4));
    }
    RotationDemand demand = new RotationDemand(2, List.of(), often);
    KeyPlan plan = KeyPlan.of(PARAMETERS, List.of(demand), bytes(3));
    assertThat(plan.rotations().steps()).containsExactly(1, 2, 4);
    assertThat(plan.work()).isGreaterThan(KeyPlan.of(PARAMETERS, List.of(demand), bytes(4)).work());
  }

  @Test
  void rotationsAtHighLevelsWeighMore() {
    // Either 3 or 5 can be composed: the one that rotates at the lower level loses its key.
    List<RotationDemand> demands =
        List.of(singles(0, 1, 2, 4, 1, 2, 4, 1, 2, 4), singles(2, 3), singles(0, 5));
    assertThat(KeyPlan.of(PARAMETERS, demands, bytes(4)).rotations().steps())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void whateverIsGivenUpTheKeysFitAndEveryStepIsReached() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      TreeSet<Integer> steps = new TreeSet<>(List.of(1, 2, 4, 8));
      random.ints(12, 1, 16).forEach(steps::add);
      int most = 4 + random.nextInt(8);
      RotationDemand demand = new RotationDemand(1, List.of(List.copyOf(steps)), List.of());
      KeyPlan plan = KeyPlan.of(PARAMETERS, List.of(demand), bytes(most));
      assertThat(plan.rotations().steps())
          .as("seed %d, plan %d", seed, i)
          .hasSizeLessThan(most + 1);
      assertThat(steps)
          .as("seed %d, plan %d: %s", seed, i, plan.rotations())
          .allMatch(plan.rotations()::reaches);
    }
  }

  @Test
  void tooFewBytesForAnyPlanAreRefusedWithAdvice() {
    assertThatThrownBy(() -> KeyPlan.of(PARAMETERS, List.of(singles(1, 3, 5)), bytes(1)))
        .isInstanceOf(UnfitPlanException.class)
        .hasMessageContaining("keys may take " + bytes(1) + " bytes")
        .hasMessageContaining("Plan.withMaxKeyBytes");
  }
}
