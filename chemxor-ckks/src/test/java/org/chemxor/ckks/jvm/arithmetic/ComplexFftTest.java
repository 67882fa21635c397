package org.chemxor.ckks.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The canonical embedding against its definition, root by root. */
class ComplexFftTest {
  private static final double TOLERANCE = 1e-12;

  /** The value of a real polynomial at exp(i pi e / N), as real and imaginary part. */
  private static double[] valueAt(double[] polynomial, long exponent) {
    int degree = polynomial.length;
    double re = 0;
    double im = 0;
    for (int k = 0; k < degree; k++) {
      double angle = Math.PI * (exponent * k % (2L * degree)) / degree;
      re += polynomial[k] * Math.cos(angle);
      im += polynomial[k] * Math.sin(angle);
    }
    return new double[] {re, im};
  }

  @Test
  void slotsAreValuesAtPowersOfThreeInSealsOrder() {
    for (int degree : new int[] {8, 16, 64, 512}) {
      int n = degree / 2;
      double[] polynomial = new Random(degree).doubles(degree, -1, 1).toArray();
      double[] re = Arrays.copyOf(polynomial, n);
      double[] im = Arrays.copyOfRange(polynomial, n, degree);
      ComplexFft fft = new ComplexFft(degree);
      fft.forward(re, im);
      long power = 1;
      for (int slot = 0; slot < n; slot++) {
        double[] expected = valueAt(polynomial, power);
        int at = fft.slotPositions()[slot];
        double conjugate = slot % 2 == 0 ? 1 : -1;
        assertThat(re[at])
            .as("N = %d, slot %d", degree, slot)
            .isCloseTo(expected[0], within(degree * TOLERANCE));
        assertThat(conjugate * im[at])
            .as("N = %d, slot %d", degree, slot)
            .isCloseTo(expected[1], within(degree * TOLERANCE));
        power = power * 3 % (2L * degree);
      }
    }
  }

  @Test
  void theInverseGivesTheCoefficientsBackTimesN() {
    for (int degree : new int[] {4, 8, 128, 4096}) {
      int n = degree / 2;
      Random random = new Random(degree);
      double[] re = random.doubles(n, -1, 1).toArray();
      double[] im = random.doubles(n, -1, 1).toArray();
      double[] reThere = re.clone();
      double[] imThere = im.clone();
      ComplexFft fft = new ComplexFft(degree);
      fft.forward(reThere, imThere);
      fft.inverseTimesN(reThere, imThere);
      for (int i = 0; i < n; i++) {
        assertThat(reThere[i] / n).isCloseTo(re[i], within(TOLERANCE));
        assertThat(imThere[i] / n).isCloseTo(im[i], within(TOLERANCE));
      }
    }
  }
}
