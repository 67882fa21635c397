package org.chemxor.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.chemxor.ckks.CkksParameters;
import org.junit.jupiter.api.Test;

/** The parts that benchmarks time are those of a rotation. */
class KeySwitchTimingTest {
  private static final int DEGREE = 1024;
  private static final int PRIMES = 3;

  private final KeySwitchTiming parts =
      new KeySwitchTiming(
          CkksParameters.builder()
              .polyModulusDegree(DEGREE)
              .dataPrimeBits(40, 40, 40)
              .specialPrimeBits(40)
              .insecureWithoutBound()
              .build(),
          2);

  @Test
  void keyHoldsAPairOfVectorsForEveryDigitAndPrime() {
    assertThat(parts.keyBytes()).isEqualTo(2L * PRIMES * (PRIMES + 1) * DEGREE * Double.BYTES);
  }

  @Test
  void keysAreReadInTurn() {
    long first = parts.readKey();
    long second = parts.readKey();
    assertThat(second).isNotEqualTo(first);
    assertThat(parts.readKey()).isEqualTo(first);
  }

  @Test
  void resultHasTwoPolynomialsOfMovedResidues() {
    double[][] result = parts.move();
    assertThat(result).hasDimensions(2 * PRIMES, DEGREE);
    assertThat(result[0]).isNotEqualTo(result[1]);
  }

  @Test
  void partsCanBeRepeatedWithoutLeavingTheExactRange() {
    for (int i = 0; i < 50; i++) {
      parts.products();
      parts.division();
      parts.productsNear();
      parts.transformsNear();
    }
    for (double[] row : parts.move()) {
      for (double residue : row) {
        assertThat(Math.abs(residue)).isLessThan(0x1p53);
      }
    }
  }
}
