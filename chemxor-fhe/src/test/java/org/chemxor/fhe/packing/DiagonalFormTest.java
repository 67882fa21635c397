package org.chemxor.fhe.packing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Diagonals, on plain vectors. */
class DiagonalFormTest {
  @Test
  void stepsBalanceAndCoverEveryRotationOnce() {
    for (int count = 1; count <= 256; count *= 2) {
      for (int inputs : new int[] {1, 2, 7}) {
        DiagonalForm.Steps steps = DiagonalForm.Steps.balanced(count, 3, inputs);
        int[] all =
            java.util.stream.IntStream.range(0, steps.giants())
                .flatMap(g -> steps.babySteps().stream().mapToInt(b -> g * steps.giantStep() + b))
                .toArray();
        int[] expected = new int[count];
        Arrays.setAll(expected, d -> 3 * d);
        assertThat(all).as("%d rotations", count).containsExactly(expected);
      }
    }
  }

  /** Two inputs of four slots, babies 0 and 1, giants 0 and 2, one fold by 2. */
  private static DiagonalForm small() {
    return new DiagonalForm(
        2,
        new DiagonalForm.Steps(List.of(0, 1), 2, 2),
        (input, giant, baby, slot) -> 1000 * input + 100 * giant + 10 * baby + slot,
        new int[] {2},
        new int[] {0, SlotLayout.EMPTY, 1, SlotLayout.EMPTY});
  }

  @Test
  void theFormulaIsEvaluatedSlotBySlotAndFolded() {
    double[][] x = {{1, 2, 3, 5}, {7, 11, 13, 17}};
    double[] sum = new double[4];
    for (int slot = 0; slot < 4; slot++) {
      for (int input = 0; input < 2; input++) {
        for (int step = 0; step < 4; step++) {
          int weight = 1000 * input + 100 * (step / 2) + 10 * (step % 2) + slot;
          sum[slot] += weight * x[input][(slot + step) % 4];
        }
      }
    }
    double[] expected = {sum[0] + sum[2], sum[1] + sum[3], sum[2] + sum[0], sum[3] + sum[1]};
    assertThat(PlainSlots.evaluate(small(), x)).containsExactly(expected);
  }

  @Test
  void weightsAreRotatedRightByTheirGiantStep() {
    assertThat(small().shiftedWeights(1, 0, 1)).containsExactly(1010, 1011, 1012, 1013);
    assertThat(small().shiftedWeights(1, 1, 1)).containsExactly(1112, 1113, 1110, 1111);
  }

  @Test
  void onlyARotationWithoutAnyWeightIsZero() {
    DiagonalForm form =
        new DiagonalForm(
            1,
            new DiagonalForm.Steps(List.of(0, 1), 2, 1),
            (input, giant, baby, slot) -> baby == 1 && slot == 3 ? 0x1p-60 : 0,
            new int[0],
            new int[4]);
    assertThat(form.isZero(0, 0, 0)).isTrue();
    assertThat(form.isZero(0, 0, 1)).isFalse();
  }

  @Test
  void whatIsHandedOutIsACopy() {
    DiagonalForm form = small();
    form.foldSteps()[0] = 1;
    form.outputFeatures()[1] = 0;
    assertThat(form.foldSteps()).containsExactly(2);
    assertThat(form.outputFeatures()).containsExactly(0, SlotLayout.EMPTY, 1, SlotLayout.EMPTY);
  }
}
