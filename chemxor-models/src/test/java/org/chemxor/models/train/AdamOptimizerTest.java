package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class AdamOptimizerTest {
  private static final double RATE = 0.01;

  /** Three steps by the formulas of the paper, in double precision. */
  private static double[] expected(double weight, double decay, double[] gradients) {
    double mean = 0;
    double variance = 0;
    for (int step = 1; step <= gradients.length; step++) {
      double gradient = gradients[step - 1];
      mean = 0.9 * mean + 0.1 * gradient;
      variance = 0.999 * variance + 0.001 * gradient * gradient;
      double meanHat = mean / (1 - Math.pow(0.9, step));
      double varianceHat = variance / (1 - Math.pow(0.999, step));
      weight = weight * (1 - RATE * decay) - RATE * meanHat / (Math.sqrt(varianceHat) + 1e-8);
    }
    return new double[] {weight, mean, variance};
  }

  private static void check(Shape shape, double decay, double expectedDecay) {
    double[] gradients = {0.5, -0.25, 2};
    TorchRuntime.engine();
    try (NDManager manager = NDManager.newBaseManager(null, TorchRuntime.ENGINE)) {
      AdamOptimizer optimizer = AdamOptimizer.create(manager, decay);
      NDArray weight = manager.full(shape, 1.5f);
      weight.setRequiresGradient(true);
      for (int step = 1; step <= gradients.length; step++) {
        optimizer.begin(step, RATE);
        optimizer.update("w", weight, manager.full(shape, (float) gradients[step - 1]));
      }
      double[] expected = expected(1.5, expectedDecay, gradients);
      AdamOptimizer.Moments moments = optimizer.moments("w", weight);
      assertThat(weight.toFloatArray()[0]).isCloseTo((float) expected[0], within(2e-6f));
      assertThat(moments.mean().toFloatArray()[0]).isCloseTo((float) expected[1], within(1e-6f));
      assertThat(moments.variance().toFloatArray()[0])
          .isCloseTo((float) expected[2], within(1e-6f));
    }
  }

  @Test
  void followsTheFormulas() {
    check(new Shape(2, 2), 0, 0);
  }

  @Test
  void decaysMatricesApartFromTheGradient() {
    check(new Shape(2, 2), 0.5, 0.5);
  }

  @Test
  void leavesBiasesUndecayed() {
    check(new Shape(2), 0.5, 0);
  }
}
