package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;

class ParameterChoiceTest {

  private static double log2(long... primes) {
    return Arrays.stream(primes).mapToDouble(p -> Math.log((double) p) / Math.log(2)).sum();
  }

  @Test
  void whatSecurityLeavesMakesKeySwitchesOfTheFirstDigitPrecise() {
    CkksParameters parameters =
        ProgramCompiler.compile(Networks.olindaNet(2, 1), Plan.singleRound()).parameters();
    long[] firstDigit = Arrays.copyOf(parameters.dataPrimes(), parameters.digitSize());
    assertThat(log2(parameters.specialPrimes()) - log2(firstDigit)).isGreaterThan(3);
    assertThat(log2(parameters.dataPrimes()) + log2(parameters.specialPrimes()))
        .isLessThanOrEqualTo(
            Plan.singleRound().security().maxModulusBits(parameters.polyModulusDegree()));
  }
}
