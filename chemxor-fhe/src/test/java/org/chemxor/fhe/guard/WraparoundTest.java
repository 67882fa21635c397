package org.chemxor.fhe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.SecretKey;
import org.junit.jupiter.api.Test;

class WraparoundTest {
  private static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(1024)
          .dataPrimeBits(40, 40)
          .specialPrimeBits(40)
          .scaleBits(34)
          .insecureWithoutBound()
          .build();

  /** Encrypted where there is room, then dropped to where there is none. */
  @Test
  void valuesThatOverflowDecryptToWhatTheSimulationSays() {
    Random random = new Random(4);
    double modulus = PARAMETERS.dataPrime(0) / PARAMETERS.scale();
    try (CkksContext context = CkksEngine.load().context(PARAMETERS);
        SecretKey key = context.keyGenerator().secretKey()) {
      for (double mean : new double[] {0, 20, 33, 100, 5000}) {
        for (double spread : new double[] {0, 1, 30, 3000}) {
          double[] slots = new double[512];
          Arrays.setAll(slots, i -> mean + spread * random.nextGaussian());
          Ciphertext fresh =
              context
                  .encryptor(key)
                  .encrypt(context.encoder().encode(slots, PARAMETERS.scale(), 1));
          double[][] actual =
              context
                  .encoder()
                  .decodeComplex(
                      context.decryptor(key).decrypt(context.evaluator().dropToLevel(fresh, 0)));
          double[][] expected = Wraparound.of(slots, modulus);
          for (int part = 0; part < 2; part++) {
            for (int i = 0; i < slots.length; i++) {
              assertThat(actual[part][i])
                  .as("mean %s, spread %s, slot %d of part %d", mean, spread, i, part)
                  .isCloseTo(expected[part][i], within(1e-4));
            }
          }
        }
      }
    }
  }
}
