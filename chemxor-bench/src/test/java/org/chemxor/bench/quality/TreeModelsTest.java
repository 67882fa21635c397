package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.chemxor.bench.quality.TreeModels.Part;
import org.chemxor.models.trained.Task;
import org.junit.jupiter.api.Test;

class TreeModelsTest {
  /** Target 0 is the first feature with every third value missing, target 1 minus the second. */
  private static Part part(int seed) {
    Random random = new Random(seed);
    float[][] features = new float[80][4];
    double[][] known = new double[80][];
    for (int i = 0; i < features.length; i++) {
      for (int j = 0; j < features[i].length; j++) {
        features[i][j] = random.nextFloat();
      }
      known[i] = new double[] {i % 3 == 0 ? Double.NaN : features[i][0], -features[i][1]};
    }
    return new Part(features, known);
  }

  @Test
  void moleculesWithoutAValueArePredictedAll() {
    Part test = part(3);
    Outputs outputs = new TreeModels(Task.REGRESSION, 1).boosted(part(1), part(2), test);
    assertThat(outputs.test()).hasNumberOfRows(80);
    double error = 0;
    for (int i = 0; i < 80; i++) {
      error += Math.abs(outputs.test()[i][0] - test.features()[i][0]) / 80;
      error += Math.abs(outputs.test()[i][1] + test.features()[i][1]) / 80;
    }
    assertThat(error).isLessThan(0.2);
  }
}
