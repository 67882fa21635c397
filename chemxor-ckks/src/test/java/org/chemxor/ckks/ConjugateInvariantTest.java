package org.chemxor.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.ckks.wire.compact.SubringFormat;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.ckks.wire.seal.ParametersFormat;
import org.junit.jupiter.api.Test;

/** N real slots in N coefficients: the embedded engine in the conjugate-invariant ring. */
class ConjugateInvariantTest {
  private static final int N = 8192;
  private static final CkksParameters PARAMETERS = builder(RingType.CONJUGATE_INVARIANT).build();
  private static final CkksContext CONTEXT = CkksEngine.load("jvm").context(PARAMETERS);
  private static final KeyGenerator GENERATOR = CONTEXT.keyGenerator();
  private static final RelinearizationKey KEY = GENERATOR.createRelinearizationKey();
  private static final CkksEncoder ENCODER = CONTEXT.encoder();
  private static final Evaluator EVALUATOR = CONTEXT.evaluator();
  private static final Encryptor ENCRYPTOR = CONTEXT.encryptor(GENERATOR.secretKey());
  private static final Decryptor DECRYPTOR = CONTEXT.decryptor(GENERATOR.secretKey());

  /**
   * Thirty standard deviations of what a rescale adds to a slot at the scale of 2^40: the rounding
   * times the secret is a product of two normal numbers there, larger than t of them with a
   * probability of about e^-t, and there are 8192 slots.
   */
  private static final double RESCALE_ERROR = 30 * rescaleDeviation() / 0x1p40;

  private static CkksParameters.Builder builder(RingType ring) {
    return CkksParameters.builder()
        .polyModulusDegree(N)
        .ring(ring)
        .dataPrimeBits(50, 40, 40)
        .specialPrimeBits(50)
        .scaleBits(40);
  }

  private static double rescaleDeviation() {
    PolynomialRing ring = PARAMETERS.ring();
    return Math.sqrt(ring.slotVariance() * (1 + 2 * ring.productVariance() / 3) / 12);
  }

  private static double[] slots(IntToDoubleFunction value) {
    double[] slots = new double[N];
    Arrays.setAll(slots, value);
    return slots;
  }

  private static double[] randomSlots(int seed) {
    return new Random(seed).doubles(N, -2, 2).toArray();
  }

  private static Ciphertext encrypt(double[] slots) {
    return ENCRYPTOR.encrypt(ENCODER.encode(slots));
  }

  private static double[] decrypt(Ciphertext ciphertext) {
    return ENCODER.decode(DECRYPTOR.decrypt(ciphertext));
  }

  private static void assertClose(double[] actual, double[] expected, double error) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("slot %d", i).isCloseTo(expected[i], within(error));
    }
  }

  private static double deviation(double[] actual, double[] expected) {
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += (actual[i] - expected[i]) * (actual[i] - expected[i]);
    }
    return Math.sqrt(sum / actual.length);
  }

  @Test
  void hasAsManySlotsAsCoefficients() {
    assertThat(PARAMETERS.slotCount()).isEqualTo(N);
    assertThat(ENCODER.slotCount()).isEqualTo(N);
    double[] x = randomSlots(1);
    assertClose(ENCODER.decode(ENCODER.encode(x)), x, 0x1p-30);
    double[][] both = ENCODER.decodeComplex(ENCODER.encode(x));
    assertClose(both[0], x, 0x1p-30);
    assertClose(both[1], new double[N], 0x1p-30);
  }

  @Test
  void noiseIsWhatTheRingsVariancesSay() {
    double[] x = randomSlots(2);
    double fresh = Math.sqrt(PARAMETERS.ring().slotVariance() * 10.6) / 0x1p40;
    assertThat(deviation(decrypt(encrypt(x)), x)).isBetween(0.9 * fresh, 1.1 * fresh);
    // A product with 1 is the operand and the noise of one rescale.
    Ciphertext same =
        EVALUATOR.rescale(
            EVALUATOR.multiplyPlain(encrypt(x), ENCODER.encodeConstant(1, 0x1p40, 2)));
    double expected = Math.hypot(rescaleDeviation() / 0x1p40, fresh);
    assertThat(deviation(decrypt(same), x)).isBetween(0.9 * expected, 1.1 * expected);
  }

  @Test
  void arithmeticIsSlotBySlot() {
    double[] x = randomSlots(3);
    double[] y = randomSlots(4);
    Ciphertext a = encrypt(x);
    Ciphertext b = encrypt(y);
    assertClose(decrypt(EVALUATOR.add(a, b)), slots(i -> x[i] + y[i]), RESCALE_ERROR);
    assertClose(decrypt(EVALUATOR.addScalar(a, 0.75)), slots(i -> x[i] + 0.75), RESCALE_ERROR);
    Ciphertext product = EVALUATOR.rescale(EVALUATOR.relinearize(EVALUATOR.multiply(a, b), KEY));
    assertClose(decrypt(product), slots(i -> x[i] * y[i]), 2 * RESCALE_ERROR);
    assertClose(
        decrypt(EVALUATOR.squareAndRescale(a, KEY)), slots(i -> x[i] * x[i]), 2 * RESCALE_ERROR);
    assertClose(
        decrypt(EVALUATOR.squareAndRescale(EVALUATOR.squareAndRescale(a, KEY), KEY)),
        slots(i -> Math.pow(x[i], 4)),
        32 * RESCALE_ERROR);
    assertClose(
        decrypt(EVALUATOR.multiplyPlain(a, ENCODER.encode(y))),
        slots(i -> x[i] * y[i]),
        RESCALE_ERROR);
    assertClose(
        decrypt(EVALUATOR.multiplyPlain(a, ENCODER.encodeCompact(y, 0x1p40, 2))),
        slots(i -> x[i] * y[i]),
        RESCALE_ERROR);
  }

  @Test
  void matricesAreForEverySlot() {
    List<double[]> values = new ArrayList<>();
    List<Ciphertext> operands = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      values.add(randomSlots(10 + k));
      operands.add(encrypt(values.get(k)));
    }
    int[][] weights = {{1, -2, 3, 0, 500}, {7, 0, 0, -1, 1}};
    List<Ciphertext> sums = EVALUATOR.multiplyMatrix(ScalarMatrix.of(weights, 1), operands);
    for (int row = 0; row < weights.length; row++) {
      int[] w = weights[row];
      assertClose(
          decrypt(sums.get(row)),
          slots(
              i -> {
                double sum = 0;
                for (int k = 0; k < w.length; k++) {
                  sum += w[k] * values.get(k)[i];
                }
                return sum;
              }),
          600 * RESCALE_ERROR);
    }
  }

  @Test
  void publicKeysEncryptToo() {
    double[] x = randomSlots(5);
    Ciphertext c = CONTEXT.encryptor(GENERATOR.createPublicKey()).encrypt(ENCODER.encode(x));
    // e u + e_1 s + e_0, e of variance 10.5, u and s ternary.
    PolynomialRing ring = PARAMETERS.ring();
    double noise = 10.5 * (1 + 2 * ring.productVariance() * 2 / 3);
    double expected = Math.sqrt(ring.slotVariance() * noise) / 0x1p40;
    assertThat(deviation(decrypt(c), x)).isBetween(0.9 * expected, 1.1 * expected);
  }

  @Test
  void travelsInEveryFormat() {
    double[] x = randomSlots(6);
    Ciphertext fresh = encrypt(x);
    assertThat(decrypt(CONTEXT.readCiphertext(in(fresh.toBytes(Compression.NONE)))))
        .containsExactly(decrypt(fresh));
    PackedFormat packed = PackedFormat.of(PARAMETERS);
    byte[] bytes = packed.pack(fresh);
    assertThat(bytes.length).isEqualTo((int) packed.ciphertextBytes(2, true));
    assertThat(decrypt(packed.readCiphertext(bytes, CONTEXT))).containsExactly(decrypt(fresh));
    RelinearizationKey key = packed.readRelinearizationKey(packed.pack(KEY), CONTEXT);
    assertClose(
        decrypt(EVALUATOR.squareAndRescale(fresh, key)),
        slots(i -> x[i] * x[i]),
        2 * RESCALE_ERROR);
    SecretKey read =
        CONTEXT.readSecretKey(in(GENERATOR.secretKey().toBytes(InsecureSecretKeyAccess.get())));
    assertThat(ENCODER.decode(CONTEXT.decryptor(read).decrypt(fresh)))
        .containsExactly(decrypt(fresh));
  }

  @Test
  void repliesAreRoundedToFewBits() {
    double[] x = randomSlots(7);
    SwitchedFormat format = SwitchedFormat.of(PARAMETERS);
    SwitchedFormat.Form form = new SwitchedFormat.Form(30, 0, N);
    Ciphertext low = ENCRYPTOR.encrypt(ENCODER.encode(x, 0x1p40, 0));
    double[] back = decrypt(format.read(format.pack(low, form), form, 0x1p40, CONTEXT));
    double expected =
        SwitchedFormat.roundingDeviation(PARAMETERS.ring())
            * Math.sqrt(PARAMETERS.ring().slotVariance())
            * (PARAMETERS.dataPrime(0) / 0x1p30)
            / 0x1p40;
    assertThat(deviation(back, x)).isBetween(0.9 * expected, 1.1 * expected);
  }

  /** The name of the parameters is part of all that travels. */
  @Test
  void objectsOfTheOtherRingAreRefused() {
    CkksParameters other =
        builder(RingType.CYCLOTOMIC)
            .dataPrimeBits()
            .specialPrimeBits()
            .dataPrimes(PARAMETERS.dataPrimes())
            .specialPrimes(PARAMETERS.specialPrimes())
            .build();
    assertThat(other).isNotEqualTo(PARAMETERS);
    CkksContext cyclotomic = CkksEngine.load("jvm").context(other);
    byte[] bytes = encrypt(randomSlots(8)).toBytes(Compression.NONE);
    assertThatThrownBy(() -> cyclotomic.readCiphertext(in(bytes)))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("made with other parameters");
    byte[] packed = PackedFormat.of(PARAMETERS).pack(encrypt(randomSlots(8)));
    assertThatThrownBy(() -> PackedFormat.of(other).readCiphertext(packed, cyclotomic))
        .isInstanceOf(CkksException.class);
    byte[] secret = GENERATOR.secretKey().toBytes(InsecureSecretKeyAccess.get());
    assertThatThrownBy(() -> cyclotomic.readSecretKey(in(secret)))
        .isInstanceOf(CkksException.class);
  }

  @Test
  void whatTheRingDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> GENERATOR.createGaloisKeys(List.of(1)))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("no rotations");
    assertThatThrownBy(() -> GENERATOR.createGaloisKeysWithConjugation(List.of()))
        .isInstanceOf(MismatchException.class);
    assertThatThrownBy(() -> ENCODER.encode(new double[1], new double[1], 0x1p40, 1))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("real numbers only");
    assertThatThrownBy(() -> ENCODER.encode(new double[N + 1]))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("at most 8192 values");
    assertThatThrownBy(() -> ParametersFormat.write(PARAMETERS, Compression.NONE))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("conjugate-invariant");
    assertThatThrownBy(() -> SubringFormat.of(PARAMETERS, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(PARAMETERS.isSealCompatible()).isFalse();
    assertThat(RingSwitch.of(PARAMETERS)).isEmpty();
  }

  /** Primes of the cyclotomic ring need not do: 1 mod 2N is not 1 mod 4N. */
  @Test
  void primesAreOneModuloFourN() {
    long prime =
        Arrays.stream(NttPrimes.ofBits(N, 40, 40, 40, 40))
            .filter(p -> p % (4L * N) != 1)
            .findFirst()
            .orElseThrow();
    assertThatThrownBy(
            () ->
                CkksParameters.builder()
                    .polyModulusDegree(N)
                    .ring(RingType.CONJUGATE_INVARIANT)
                    .dataPrimes(prime)
                    .build())
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("1 mod 4N = 32768");
  }

  @Test
  void securityIsThatOfTheDegree() {
    assertThatThrownBy(
            () ->
                CkksParameters.builder()
                    .polyModulusDegree(N)
                    .ring(RingType.CONJUGATE_INVARIANT)
                    .dataPrimeBits(50, 50, 50)
                    .specialPrimeBits(50, 30)
                    .build())
        .isInstanceOf(InsecureParametersException.class)
        .hasMessageContaining("limit for N = 8192");
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
