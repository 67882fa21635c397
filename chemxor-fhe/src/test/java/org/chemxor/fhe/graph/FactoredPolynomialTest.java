package org.chemxor.fhe.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.chemxor.core.Layer.Polynomial;
import org.junit.jupiter.api.Test;

class FactoredPolynomialTest {
  @Test
  void factoringKeepsTheValuesForAllDegreesAndSigns() {
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      double[] coefficients = new double[2 + i % 4];
      for (int j = 0; j < coefficients.length; j++) {
        coefficients[j] = random.nextGaussian();
      }
      coefficients[coefficients.length - 1] += Math.signum(coefficients[coefficients.length - 1]);
      Polynomial polynomial = Polynomial.of(coefficients);
      FactoredPolynomial factored = FactoredPolynomial.of(polynomial);
      for (double x = -3; x <= 3; x += 0.5) {
        assertThat(factored.apply(x))
            .as("%s at %s", java.util.Arrays.toString(coefficients), x)
            .isCloseTo(polynomial.apply(x), within(1e-9 * (1 + Math.abs(polynomial.apply(x)))));
      }
    }
  }

  @Test
  void theChemXorActivationIsOneSquare() {
    FactoredPolynomial factored = FactoredPolynomial.of(Polynomial.CHEMXOR);
    assertThat(factored.activation()).isEqualTo(new Activation.Square());
    assertThat(factored.inScale()).isCloseTo(Math.sqrt(0.013394318), within(1e-15));
    assertThat(factored.outScale()).isEqualTo(1);
  }

  @Test
  void constantsAndHighDegreesAreRefused() {
    assertThatThrownBy(() -> FactoredPolynomial.of(Polynomial.of(3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FactoredPolynomial.of(Polynomial.of(0, 0, 0, 0, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
