package org.chemxor.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chemxor.ckks.CkksParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RingSizeTest {
  private final RingSize.Converter converter = new RingSize.Converter();

  @ParameterizedTest
  @CsvSource({"4096x2, 106", "4096x3, 106", "8192x7, 214", "16384x11, 430", "32768x3, 868"})
  void fillsTheSecurityLevelAndNoMore(String size, double limit) {
    CkksParameters parameters = converter.convert(size).parameters();
    assertThat(parameters.logPq()).isLessThanOrEqualTo(limit);
    assertThat(converter.convert(size)).hasToString(size);
    assertThat(parameters.dataPrimes()).hasSize(converter.convert(size).primes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8192", "8192x", "x3", "8192x3x4", "8000x3", "2048x2", "65536x3", "8192x1"})
  void refusesOtherSizes(String size) {
    assertThatThrownBy(() -> converter.convert(size)).isInstanceOf(TypeConversionException.class);
  }

  @Test
  void saysHowManyPrimesFit() {
    assertThatThrownBy(() -> converter.convert("4096x4"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("from 2 to 3 fit");
  }
}
