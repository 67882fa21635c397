package org.chemxor.fhe.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Decryptor;
import org.chemxor.ckks.Encryptor;
import org.chemxor.ckks.SecretKey;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.exchange.ConstantReply;
import org.chemxor.fhe.message.ReplyForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that wrapped around the modulus contradict their coarse copy. */
class CoarseCopyTest {
  private static final int SLOTS = 512;
  private static final CoarseCopy COPY = new CoarseCopy(12);
  private static final double MODULUS = 64;
  private static final long SEED = 20261129;

  /** A value when it is read, or nothing when it is refused. */
  private static double[] read(Supplier<double[]> reader) {
    try {
      return reader.get();
    } catch (InvalidInputException e) {
      return new double[0];
    }
  }

  private static ReplyForm form(double centre) {
    return new ReplyForm(ReplyForm.Kind.CONSTANT, 30, 0, centre, COPY.bits());
  }

  /** From tiny to far beyond the modulus, up to what the copy tells apart. */
  private static double value(Random random) {
    double largest = COPY.room(MODULUS);
    double size = Math.exp(random.nextDouble() * Math.log(2 * largest)) / 2;
    return random.nextBoolean() ? size : -size;
  }

  @Test
  void numbersAreReadRightUnderEncryptionOrRefused() {
    CkksParameters parameters =
        CkksParameters.builder()
            .polyModulusDegree(2 * SLOTS)
            .dataPrimeBits(46, 40)
            .specialPrimeBits(46)
            .scaleBits(40)
            .insecureWithoutBound()
            .build();
    double modulus = parameters.dataPrime(0) / parameters.scale();
    Random random = new Random(SEED);
    int right = 0;
    int refused = 0;
    try (CkksContext context = CkksEngine.load().context(parameters);
        SecretKey key = context.keyGenerator().secretKey()) {
      Encryptor encryptor = context.encryptor(key);
      Decryptor decryptor = context.decryptor(key);
      for (int i = 0; i < 400; i++) {
        double value = value(random);
        double[] slots = new double[SLOTS];
        Arrays.fill(slots, value);
        COPY.addTo(slots, 1);
        double[][] complex =
            context
                .encoder()
                .decodeComplex(
                    decryptor.decrypt(
                        context
                            .evaluator()
                            .dropToLevel(
                                encryptor.encrypt(
                                    context.encoder().encode(slots, parameters.scale(), 1)),
                                0)));
        double[] found =
            read(() -> new double[] {ConstantReply.value(complex, form(3), modulus / 2, 0)});
        if (found.length == 0) {
          refused++;
          assertThat(Math.abs(value - 3)).as("%s is refused", value).isGreaterThan(modulus / 4.1);
        } else {
          right++;
          assertThat(found[0]).as("number %d", i).isCloseTo(value, within(1e-3));
        }
      }
    }
    assertThat(right).isGreaterThan(100);
    assertThat(refused).isGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 64, 256})
  void outputsInSlotsAreReadRightOrRefused(int period) {
    Random random = new Random(SEED + period);
    int right = 0;
    for (int i = 0; i < 400; i++) {
      double[] slots = new double[SLOTS];
      double largest = Math.abs(value(random));
      double centre = random.nextInt(4) == 0 ? largest : 0;
      for (int j = 0; j < period; j++) {
        double output = centre + largest * (2 * random.nextDouble() - 1) / 4;
        for (int at = j; at < SLOTS; at += period) {
          slots[at] = output;
        }
      }
      double[] expected = slots.clone();
      COPY.addTo(slots, period);
      double[][] wrapped = Wraparound.of(slots, MODULUS);
      double[] found = read(() -> COPY.outputs(wrapped[0], period, MODULUS, 0));
      if (found.length > 0) {
        right++;
        assertThat(found).as("outputs %d", i).containsExactly(expected, within(1e-6 * largest));
      } else {
        assertThat(largest).isGreaterThan(MODULUS / 8);
      }
    }
    assertThat(right).isGreaterThan(50);
  }

  @Test
  void noiseBelowAThirdOfTheLeastDifferenceIsAllowedAndNoMore() {
    double least = MODULUS / COPY.factor();
    COPY.requireAgreement(5, 5 / COPY.factor() + 0.33 * least, MODULUS, 0);
    assertThatThrownBy(() -> COPY.requireAgreement(5, 5 / COPY.factor() - 0.34 * least, MODULUS, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("round 4")
        .hasMessageContaining("coarse copy");
    assertThatThrownBy(() -> COPY.requireAgreement(5, Double.NaN, MODULUS, 0))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aCopyHasFromOneToTwentyBits() {
    assertThat(CoarseCopy.ofBits(0)).isEmpty();
    assertThat(CoarseCopy.ofBits(20)).contains(new CoarseCopy(20));
    for (int bits : new int[] {-1, 0, 21}) {
      assertThatThrownBy(() -> new CoarseCopy(bits)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
