package org.chemxor.ckks.wire.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.modular.NegacyclicTransform;
import org.chemxor.ckks.wire.compact.SwitchedFormat.Form;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.chemxor.ckks.wire.seal.WireSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SwitchedFormatTest {
  private static final int N = 2048;
  private static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(N)
          .dataPrimeBits(47, 40)
          .specialPrimeBits(48)
          .scaleBits(40)
          .insecureWithoutBound()
          .build();
  private static final CkksContext CONTEXT = CkksEngine.load().context(PARAMETERS);
  private static final KeyGenerator GENERATOR = CONTEXT.keyGenerator();
  private static final SwitchedFormat FORMAT = SwitchedFormat.of(PARAMETERS);
  private static final double SCALE = PARAMETERS.scale();

  private static Ciphertext encrypt(double[] slots) {
    return CONTEXT
        .encryptor(GENERATOR.secretKey())
        .encrypt(CONTEXT.encoder().encode(slots, SCALE, 0));
  }

  private static double[] decrypt(Ciphertext ciphertext) {
    return CONTEXT.encoder().decode(CONTEXT.decryptor(GENERATOR.secretKey()).decrypt(ciphertext));
  }

  private static double[] randomSlots(Random random) {
    return random.doubles(N / 2, -2, 2).toArray();
  }

  /** One slot's deviation from rounding all coefficients. */
  private static double slotDeviation(int bits) {
    double unit = Math.hypot(PARAMETERS.dataPrime(0) / Math.scalb(1.0, bits), 1);
    return SwitchedFormat.roundingDeviation(PARAMETERS.ring()) * Math.sqrt(N / 2.0) * unit / SCALE;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 1024, 8192})
  void transformingForthAndBackChangesNothing(int degree) {
    WireParameters parameters = WireSamples.parameters(degree, 60, 30);
    Random random = new Random(degree);
    for (int i = 0; i < 2; i++) {
      long prime = parameters.prime(i);
      long[] words = random.longs(degree, 0, prime).toArray();
      long[] changed = words.clone();
      NegacyclicTransform transform = new NegacyclicTransform(degree, prime);
      transform.forward(changed);
      assertThat(changed).isNotEqualTo(words);
      transform.inverse(changed);
      assertThat(changed).isEqualTo(words);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 36, 42, 46})
  void valuesMoveByTheRoundingThatTheBitsPredict(int bits) {
    Form form = new Form(bits, 0, N);
    double[] slots = randomSlots(new Random(bits));
    Ciphertext ciphertext = encrypt(slots);
    double[] before = decrypt(ciphertext);
    byte[] bytes = FORMAT.pack(ciphertext, form);
    assertThat((long) bytes.length).isEqualTo(SwitchedFormat.sizeBytes(N, form));
    double[] after = decrypt(FORMAT.read(bytes, form, SCALE, CONTEXT));
    double sum = 0;
    for (int i = 0; i < slots.length; i++) {
      sum += Math.pow(after[i] - before[i], 2);
    }
    double measured = Math.sqrt(sum / slots.length);
    assertThat(measured).isCloseTo(slotDeviation(bits), within(0.2 * slotDeviation(bits)));
  }

  @Test
  void droppedBitsCostNothingWhileValuesAreSmall() {
    double[] slots = new double[N / 2];
    Arrays.fill(slots, 0.01);
    Ciphertext ciphertext = encrypt(slots);
    Form all = new Form(42, 0, N);
    Form fewer = new Form(30, 12, N);
    double[] expected = decrypt(FORMAT.read(FORMAT.pack(ciphertext, all), all, SCALE, CONTEXT));
    double[] actual = decrypt(FORMAT.read(FORMAT.pack(ciphertext, fewer), fewer, SCALE, CONTEXT));
    for (int i = 0; i < slots.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(5e-9));
    }
  }

  @Test
  void theMeanOfTheSlotsSurvivesInASingleCoefficient() {
    Form form = new Form(24, 3, 1);
    double unit = PARAMETERS.dataPrime(0) / SCALE / Math.scalb(1.0, 27);
    double deviation = SwitchedFormat.roundingDeviation(PARAMETERS.ring()) * unit;
    double sum = 0;
    int draws = 64;
    for (int i = 0; i < draws; i++) {
      double[] slots = randomSlots(new Random(i));
      double mean = Arrays.stream(slots).average().orElseThrow();
      byte[] bytes = FORMAT.pack(encrypt(slots), form);
      assertThat(bytes).hasSize(16 + 3 + N * 24 / 8);
      double[] read = decrypt(FORMAT.read(bytes, form, SCALE, CONTEXT));
      sum += Math.pow(Arrays.stream(read).average().orElseThrow() - mean, 2);
    }
    assertThat(Math.sqrt(sum / draws)).isCloseTo(deviation, within(0.4 * deviation));
  }

  @Test
  void formsThatDoNotFitThePrimeAreRefused() {
    Ciphertext ciphertext = encrypt(new double[] {1});
    for (Form form :
        new Form[] {
          new Form(47, 0, N),
          new Form(40, 7, N),
          new Form(0, 3, N),
          new Form(20, -1, N),
          new Form(20, 0, 0),
          new Form(20, 0, N + 1)
        }) {
      assertThatThrownBy(() -> FORMAT.pack(ciphertext, form))
          .as("%s", form)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not fit");
    }
  }

  @Test
  void onlyTheLowestLevelCanBeSwitched() {
    Ciphertext high =
        CONTEXT
            .encryptor(GENERATOR.secretKey())
            .encrypt(CONTEXT.encoder().encode(new double[] {1}, SCALE, 1));
    assertThatThrownBy(() -> FORMAT.pack(high, new Form(20, 0, N)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level 0");
  }

  @Test
  void damagedBytesAreReadOrRefusedButNeverFailOtherwise() {
    Form form = new Form(27, 1, 16);
    byte[] bytes = FORMAT.pack(encrypt(new double[] {1}), form);
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = bytes.clone();
      int at = random.nextInt(i % 2 == 0 ? 16 : bytes.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      if (at < 16) {
        assertThatThrownBy(() -> FORMAT.read(damaged, form, SCALE, CONTEXT))
            .as("seed 5, byte %d", at)
            .isInstanceOf(CkksException.class);
      } else {
        assertThat(FORMAT.read(damaged, form, SCALE, CONTEXT).level()).isZero();
      }
    }
    for (int length : new int[] {0, 15, 16, bytes.length - 1, bytes.length + 1}) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> FORMAT.read(cut, form, SCALE, CONTEXT))
          .as("%d of %d bytes", length, bytes.length)
          .isInstanceOf(CkksException.class);
    }
  }
}
