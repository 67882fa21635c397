package org.chemxor.ckks.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.jvm.ring.Sampler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Measured noise against the analytical one, coefficient by coefficient in the slots: with sigma
 * the error's deviation and a ternary secret of variance 2/3, the error of a slot is a sum of N
 * terms, so its deviation is sqrt(N) times that of a coefficient. Bounds are six deviations (chance
 * of a false alarm below 1e-8 a slot) and, from below, a third of one: no noise at all would be no
 * encryption.
 */
class NoiseBoundTest {
  private static final double SIGMA = Sampler.ERROR_DEVIATION;

  private record Bench(CkksContext context, KeyGenerator generator, double[] values) {
    static Bench of(int n) {
      CkksParameters parameters =
          CkksParameters.builder()
              .polyModulusDegree(n)
              .dataPrimeBits(50, 40, 40)
              .specialPrimeBits(50)
              .insecureWithoutBound()
              .build();
      CkksContext context = CkksEngine.load("jvm").context(parameters);
      double[] values = new Random(5).doubles(n / 2, -1, 1).toArray();
      return new Bench(context, context.keyGenerator(), values);
    }

    double scale() {
      return context.parameters().scale();
    }

    double[] decrypt(Ciphertext c) {
      return context.encoder().decode(context.decryptor(generator.secretKey()).decrypt(c));
    }

    /** Root mean square of the difference over the slots, in units of 1 / scale. */
    double noise(Ciphertext c, java.util.function.IntToDoubleFunction expected, double scale) {
      double[] decrypted = decrypt(c);
      double sum = 0;
      for (int i = 0; i < decrypted.length; i++) {
        double difference = (decrypted[i] - expected.applyAsDouble(i)) * scale;
        sum += difference * difference;
      }
      return Math.sqrt(sum / decrypted.length);
    }
  }

  private static void assertWithin(double measured, double deviation) {
    assertThat(measured).isBetween(deviation / 3, deviation * 1.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 4096, 8192})
  void freshNoiseIsAsDerived(int n) {
    Bench bench = Bench.of(n);
    double[] x = bench.values();
    double rounding = 1.0 / 12;
    Ciphertext symmetric =
        bench
            .context()
            .encryptor(bench.generator().secretKey())
            .encrypt(bench.context().encoder().encode(x));
    // A real slot is the real part of a complex one: half the variance of sqrt(N) coefficients.
    double half = Math.sqrt(n / 2.0);
    assertWithin(
        bench.noise(symmetric, i -> x[i], bench.scale()),
        half * Math.sqrt(SIGMA * SIGMA + rounding));
    Ciphertext asymmetric =
        bench
            .context()
            .encryptor(bench.generator().createPublicKey())
            .encrypt(bench.context().encoder().encode(x));
    // e u + e_0 + e_1 s: variance sigma^2 (1 + 4 N / 3).
    assertWithin(
        bench.noise(asymmetric, i -> x[i], bench.scale()),
        half * SIGMA * Math.sqrt(1 + 4.0 * n / 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 4096, 8192})
  void keySwitchingNoiseIsWithinTheBound(int n) {
    Bench bench = Bench.of(n);
    double[] x = bench.values();
    Ciphertext c =
        bench
            .context()
            .encryptor(bench.generator().secretKey())
            .encrypt(bench.context().encoder().encode(x));
    Ciphertext rotated =
        bench.context().evaluator().rotate(c, 1, bench.generator().createGaloisKeys(List.of(1)));
    // Digits uniform below q_j: variance q_j^2/12 N sigma^2 each, over P^2; then rounding by P,
    // 1/12 (1 + 2 N / 3).
    long[] primes = bench.context().parameters().dataPrimes();
    double p = bench.context().parameters().specialPrimes()[0];
    double variance = SIGMA * SIGMA + (1 + 2.0 * n / 3) / 12;
    for (long q : primes) {
      variance += (q / p) * (q / p) / 12 * n * SIGMA * SIGMA;
    }
    double measured = bench.noise(rotated, i -> x[(i + 1) % x.length], bench.scale());
    assertWithin(measured, Math.sqrt(n / 2.0) * Math.sqrt(variance));
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 4096, 8192})
  void rescalingNoiseIsWithinTheBound(int n) {
    Bench bench = Bench.of(n);
    double[] x = bench.values();
    double prime = bench.context().parameters().dataPrime(2);
    Ciphertext c =
        bench
            .context()
            .encryptor(bench.generator().secretKey())
            .encrypt(bench.context().encoder().encode(x, bench.scale() * prime, 2));
    Ciphertext rescaled = bench.context().evaluator().rescale(c);
    // The fresh error vanishes in the division; rounding leaves 1/12 (1 + 2 N / 3).
    assertWithin(
        bench.noise(rescaled, i -> x[i], bench.scale()),
        Math.sqrt(n / 2.0) * Math.sqrt((1 + 2.0 * n / 3) / 12));
  }
}
