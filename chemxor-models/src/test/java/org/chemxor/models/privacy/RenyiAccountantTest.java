package org.chemxor.models.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class RenyiAccountantTest {
  private static final double MILLIONTH = 1e-4;

  /**
   * Fifty steps at rate 0.01 with noise 2.5: whole orders as Google's dp_accounting publishes them,
   * the others to the five digits of TensorFlow Privacy (dp_accounting's are a bound there, up to
   * three per cent above).
   */
  @Test
  void divergencesAreThePublishedOnes() {
    double[][] whole = {{5, 2.18075656e-03}, {50, 2.38460375e-02}, {100, 1.67416308e02}};
    for (double[] pair : whole) {
      assertThat(50 * RenyiAccountant.divergence(0.01, 2.5, pair[0]))
          .as("order %s", pair[0])
          .isCloseTo(pair[1], withinPercentage(MILLIONTH));
    }
    for (double[] pair : new double[][] {{1.5, 6.5007e-04}, {2.5, 1.0854e-03}}) {
      assertThat(50 * RenyiAccountant.divergence(0.01, 2.5, pair[0]))
          .as("order %s", pair[0])
          .isCloseTo(pair[1], withinPercentage(5e-3));
    }
  }

  /** The sum over k of binomials, exact for whole orders (section 3.3 of arXiv:1908.10530). */
  @Test
  void wholeOrdersAreTheBinomialSum() {
    for (double rate : new double[] {1e-4, 0.01, 0.2, 0.9}) {
      for (double noise : new double[] {0.7, 1, 4}) {
        for (int order : new int[] {2, 3, 8, 17}) {
          double expected = Math.log(binomialSum(rate, noise, order).doubleValue()) / (order - 1);
          if (expected > 1e-9) {
            assertThat(RenyiAccountant.divergence(rate, noise, order))
                .as("rate %s, noise %s, order %s", rate, noise, order)
                .isCloseTo(expected, withinPercentage(MILLIONTH));
          }
        }
      }
    }
  }

  private static BigDecimal binomialSum(double rate, double noise, int order) {
    MathContext digits = new MathContext(40);
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal binomial = BigDecimal.ONE;
    for (int k = 0; k <= order; k++) {
      BigDecimal weight =
          binomial
              .multiply(BigDecimal.valueOf(1 - rate).pow(order - k), digits)
              .multiply(BigDecimal.valueOf(rate).pow(k), digits);
      double growth = Math.exp(k * (k - 1) / (2 * noise * noise));
      sum = sum.add(weight.multiply(new BigDecimal(growth), digits), digits);
      binomial =
          binomial
              .multiply(BigDecimal.valueOf(order - k))
              .divide(BigDecimal.valueOf(k + 1L), digits);
    }
    return sum;
  }

  @Test
  void withoutSamplingItIsTheGaussianMechanism() {
    assertThat(RenyiAccountant.divergence(1, 3, 2.5)).isEqualTo(2.5 / 18);
    assertThat(RenyiAccountant.divergence(0, 3, 2.5)).isZero();
    assertThat(RenyiAccountant.divergence(1 - 1e-12, 3, 2.5))
        .isCloseTo(2.5 / 18, withinPercentage(MILLIONTH));
  }

  /** Published by dp_accounting: a divergence of 1.1 at order 32, delta 1e-5. */
  @Test
  void epsilonOfADivergenceIsThePublishedOne() {
    assertThat(RenyiAccountant.epsilon(1.1, 32, 1e-5))
        .isCloseTo(1.32783806176, withinPercentage(MILLIONTH));
  }

  /** Published by dp_accounting: this noise gives one release exactly epsilon 1 at delta 1e-6. */
  @Test
  void epsilonOfOneReleaseIsThePublishedOneAtItsBestOrder() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1001; i < 100_000; i++) {
      double order = i / 1000.0;
      double divergence = RenyiAccountant.divergence(1, 4.530877117, order);
      least = Math.min(least, RenyiAccountant.epsilon(divergence, order, 1e-6));
    }
    assertThat(least).isCloseTo(1, withinPercentage(MILLIONTH));
    assertThat(RenyiAccountant.epsilon(1, 4.530877117, 1, 1e-6)).isBetween(least, 1.01 * least);
  }

  @Test
  void noiseKeepsToItsEpsilonAndHardlyMore() {
    double noise = RenyiAccountant.noise(0.05, 1000, 8, 1e-5);
    assertThat(RenyiAccountant.epsilon(0.05, noise, 1000, 1e-5)).isLessThanOrEqualTo(8);
    assertThat(RenyiAccountant.epsilon(0.05, 0.999 * noise, 1000, 1e-5)).isGreaterThan(8);
    assertThat(RenyiAccountant.noise(0.05, 1000, 1, 1e-5)).isGreaterThan(noise);
    assertThat(RenyiAccountant.noise(0.05, 2000, 8, 1e-5)).isGreaterThan(noise);
  }

  @Test
  void moreStepsRateOrLessNoiseDiscloseMore() {
    double epsilon = RenyiAccountant.epsilon(0.02, 1.1, 500, 1e-5);
    assertThat(RenyiAccountant.epsilon(0.02, 1.1, 501, 1e-5)).isGreaterThan(epsilon);
    assertThat(RenyiAccountant.epsilon(0.021, 1.1, 500, 1e-5)).isGreaterThan(epsilon);
    assertThat(RenyiAccountant.epsilon(0.02, 1.0, 500, 1e-5)).isGreaterThan(epsilon);
    assertThat(RenyiAccountant.epsilon(0.02, 1.1, 500, 1e-6)).isGreaterThan(epsilon);
    assertThat(RenyiAccountant.epsilon(0.02, 1e4, 1, 0.5)).isCloseTo(0, within(1e-6));
  }

  @Test
  void whatIsNoChanceOrNoiseIsRefused() {
    assertThatThrownBy(() -> RenyiAccountant.divergence(1.5, 1, 2)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> RenyiAccountant.divergence(0.5, 0, 2)).hasMessageContaining("noise");
    assertThatThrownBy(() -> RenyiAccountant.divergence(0.5, 1, 1)).hasMessageContaining("order");
    assertThatThrownBy(() -> RenyiAccountant.epsilon(0.5, 1, 0, 0.1)).hasMessageContaining("steps");
    assertThatThrownBy(() -> RenyiAccountant.epsilon(0.5, 1, 1, 1)).hasMessageContaining("delta");
    assertThatThrownBy(() -> RenyiAccountant.noise(1, 1_000_000, 1e-9, 1e-9))
        .hasMessageContaining("no noise keeps");
  }
}
