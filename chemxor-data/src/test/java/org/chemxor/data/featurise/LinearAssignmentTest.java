package org.chemxor.data.featurise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LinearAssignmentTest {

  @RepeatedTest(40)
  void costsAsLittleAsTheBestOfAllAssignments(RepetitionInfo repetition) {
    long seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    int rows = 1 + random.nextInt(6);
    int columns = rows + random.nextInt(3);
    double[][] cost = new double[rows][columns];
    for (double[] row : cost) {
      Arrays.setAll(row, i -> random.nextInt(4) == 0 ? random.nextInt(3) : random.nextGaussian());
    }

    int[] columnOfRow = LinearAssignment.solve(cost, columns);

    double total = 0;
    for (int row = 0; row < rows; row++) {
      total += cost[row][columnOfRow[row]];
    }
    assertThat(columnOfRow).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(total)
        .as("seed %d", seed)
        .isCloseTo(cheapest(cost, 0, new boolean[columns]), within(1e-12));
  }

  /** Tries every assignment. */
  private static double cheapest(double[][] cost, int row, boolean[] taken) {
    if (row == cost.length) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column]) {
        taken[column] = true;
        best = Math.min(best, cost[row][column] + cheapest(cost, row + 1, taken));
        taken[column] = false;
      }
    }
    return best;
  }

  @Test
  void refusesMoreRowsThanColumns() {
    assertThatThrownBy(() -> LinearAssignment.solve(new double[3][2], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 rows");
  }
}
