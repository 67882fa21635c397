package org.chemxor.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.seal.ParametersFormat;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CkksParametersTest {
  private static CkksParameters.Builder valid() {
    return CkksParameters.builder()
        .polyModulusDegree(8192)
        .dataPrimeBits(50, 40, 40)
        .specialPrimeBits(50);
  }

  @Test
  void defaultsAreSecureAndReadable() {
    CkksParameters parameters = valid().build();
    assertThat(parameters.security()).isEqualTo(SecurityLevel.GUIDELINES_2024);
    assertThat(parameters.logPq()).isBetween(179.0, 180.0);
    assertThat(parameters.maxLevel()).isEqualTo(2);
    assertThat(parameters.isSealCompatible()).isTrue();
    assertThat(parameters)
        .hasToString(
            "CKKS[N=8192, 3 data + 1 special primes, log2(PQ)=180.0, scale=2^40.0, 128-bit secure]");
  }

  @ParameterizedTest
  @CsvSource({"4096,106", "8192,214", "16384,430", "32768,868"})
  void holdsTheBoundOfTheGuidelinesToTheBit(int n, int limit) {
    assertThat(ofTotalBits(n, limit).build().logPq()).isLessThanOrEqualTo(limit);
    assertThatThrownBy(() -> ofTotalBits(n, limit + 1).build())
        .isInstanceOf(InsecureParametersException.class)
        .hasMessageContaining("the limit for N = " + n)
        .hasMessageContaining(String.valueOf(limit));
    assertThat(ofTotalBits(n, limit + 1).security(SecurityLevel.STANDARD_2018).build()).isNotNull();
    assertThat(ofTotalBits(n, limit + 1).insecureWithoutBound().build().toString())
        .contains("INSECURE");
  }

  /** Primes whose product has exactly this many bits, near enough to the top of each size. */
  private static CkksParameters.Builder ofTotalBits(int n, int total) {
    int count = (total + 44) / 45;
    int[] bits = new int[count];
    for (int i = 0; i < count; i++) {
      bits[i] = total / count + (i < total % count ? 1 : 0);
    }
    int[] data = java.util.Arrays.copyOf(bits, count - 1);
    return CkksParameters.builder()
        .polyModulusDegree(n)
        .dataPrimeBits(data)
        .specialPrimeBits(bits[count - 1]);
  }

  @Test
  void insecurityMustBeAskedForByItsName() {
    assertThatThrownBy(() -> valid().security(SecurityLevel.INSECURE))
        .isInstanceOf(InsecureParametersException.class)
        .hasMessageContaining("insecureWithoutBound");
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatThrownBy(() -> valid().polyModulusDegree(5000).build())
        .hasMessageContaining("power of two")
        .hasMessageContaining("5000");
    assertThatThrownBy(() -> valid().polyModulusDegree(65536).build())
        .hasMessageContaining("32768");
    assertThatThrownBy(() -> valid().dataPrimeBits(60, 40).build())
        .hasMessageContaining("from 20 to 50 bits, got 60");
    assertThatThrownBy(() -> valid().scale(Double.NaN).build()).hasMessageContaining("scale");
    assertThatThrownBy(() -> valid().digitSize(4).build()).hasMessageContaining("digitSize");
    assertThatThrownBy(
            () -> CkksParameters.builder().polyModulusDegree(8192).dataPrimes(40961, 40961).build())
        .isInstanceOf(CkksException.class);
    assertThatThrownBy(
            () ->
                CkksParameters.builder().polyModulusDegree(8192).dataPrimes((1L << 40) + 1).build())
        .hasMessageContaining("not a prime");
  }

  @Test
  void survivesTheWireInSealsFormat() {
    CkksParameters parameters = valid().build();
    for (Compression compression : Compression.values()) {
      CkksParameters read =
          ParametersFormat.read(
                  new ByteArrayInputStream(ParametersFormat.write(parameters, compression)))
              .build();
      assertThat(read).isEqualTo(parameters);
    }
    CkksParameters grouped = valid().digitSize(3).build();
    assertThatThrownBy(() -> ParametersFormat.write(grouped, Compression.NONE))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("one prime a digit");
  }

  @Test
  void sealsLargerPrimesAreRefusedWithTheReason() {
    // The largest primes of 60 and 50 bits that are 1 modulo 16384.
    long large = largestPrime(60);
    byte[] bytes = WireParameters.of(8192, large, largestPrime(50)).toByteArray(Compression.NONE);
    CkksParameters.Builder read = ParametersFormat.read(new ByteArrayInputStream(bytes));
    assertThatThrownBy(read::build)
        .isInstanceOf(CkksException.class)
        .hasMessageContaining(large + " must be below 2^50");
  }

  private static long largestPrime(int bits) {
    return NttPrimes.ofBits(8192, bits)[0];
  }
}
