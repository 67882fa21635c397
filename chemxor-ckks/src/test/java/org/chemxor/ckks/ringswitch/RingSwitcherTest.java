package org.chemxor.ckks.ringswitch;

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
import org.chemxor.ckks.PolynomialRing;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.ckks.wire.compact.SwitchedFormat.Form;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RingSwitcherTest {
  private static final int N = 16384;
  private static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(N)
          .dataPrimeBits(47, 40)
          .specialPrimeBits(48)
          .scaleBits(40)
          .build();
  private static final CkksEngine ENGINE = CkksEngine.load();
  private static final RingSwitch PLAN = RingSwitch.of(PARAMETERS).orElseThrow();
  private static final RingSwitcher SWITCHER = new RingSwitcher(PLAN, ENGINE);
  private static final CkksContext CONTEXT = ENGINE.context(PARAMETERS);
  private static final CkksContext SMALL = ENGINE.context(PLAN.small());
  private static final SecretKey SECRET = CONTEXT.keyGenerator().secretKey();
  private static final SecretKey SMALL_SECRET = SMALL.keyGenerator().secretKey();
  private static final byte[] KEY = SWITCHER.createKey(SECRET, SMALL_SECRET);
  private static final SwitchedFormat FORMAT = SwitchedFormat.of(PLAN.small());
  private static final double SCALE = PARAMETERS.scale();

  @AfterAll
  static void close() {
    SWITCHER.close();
    CONTEXT.close();
    SMALL.close();
  }

  private static Ciphertext encrypt(double[] slots) {
    return CONTEXT.encryptor(SECRET).encrypt(CONTEXT.encoder().encode(slots, SCALE, 0));
  }

  private static double[] readWith(SecretKey secret, byte[] bytes, Form form) {
    Ciphertext read = FORMAT.read(bytes, form, SCALE, SMALL);
    return SMALL.encoder().decode(SMALL.decryptor(secret).decrypt(read));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void theSmallRingIsTheLeastThatIsSecureForTheKeysModulus() {
    assertThat(PLAN.small().polyModulusDegree()).isEqualTo(4096);
    assertThat(PLAN.small().security()).isEqualTo(SecurityLevel.GUIDELINES_2024);
    assertThat(PLAN.small().logPq())
        .isLessThan(SecurityLevel.GUIDELINES_2024.maxModulusBits(4096))
        .isEqualTo(PLAN.keyParameters().logQ(1));
    assertThat((long) KEY.length).isEqualTo(PLAN.keyBytes());
  }

  @Test
  void withoutASmallerSecureRingThereIsNoSwitch() {
    CkksParameters parameters =
        CkksParameters.builder().polyModulusDegree(4096).dataPrimeBits(47).build();
    assertThat(RingSwitch.of(parameters)).isEmpty();
  }

  /** Slots that repeat are polynomials in X^k, so all of them survive. */
  @Test
  void valuesThatRepeatAreDecryptedInTheSmallRing() {
    int period = 2048;
    double[] values = new Random(1).doubles(period, -2, 2).toArray();
    double[] slots = new double[N / 2];
    Arrays.setAll(slots, i -> values[i % period]);
    Form form = new Form(44, 0, 4096);
    byte[] bytes = SWITCHER.pack(encrypt(slots), SWITCHER.readKey(KEY), form);
    assertThat((long) bytes.length).isEqualTo(SwitchedFormat.sizeBytes(4096, form));
    double[] read = readWith(SMALL_SECRET, bytes, form);
    for (int i = 0; i < period; i++) {
      assertThat(read[i]).isCloseTo(values[i], within(1e-6));
    }
  }

  @Test
  void theMeanOfTheSlotsMovesByTheNoisePredicted() {
    Form form = new Form(46, 0, 1);
    Ciphertext key = SWITCHER.readKey(KEY);
    double sum = 0;
    int draws = 48;
    for (int i = 0; i < draws; i++) {
      double[] slots = new Random(i).doubles(N / 2, -2, 2).toArray();
      byte[] bytes = SWITCHER.pack(encrypt(slots), key, form);
      double read = mean(readWith(SMALL_SECRET, bytes, form));
      sum += Math.pow((read - mean(slots)) * SCALE, 2);
    }
    double rounding =
        SwitchedFormat.roundingDeviation(new PolynomialRing(RingType.CYCLOTOMIC, 4096))
            * Math.hypot(PARAMETERS.dataPrime(0) / Math.scalb(1.0, 46), 1);
    double fresh = 3.24;
    double expected = Math.hypot(Math.hypot(PLAN.noiseDeviation(), rounding), fresh);
    assertThat(Math.sqrt(sum / draws)).isCloseTo(expected, within(0.4 * expected));
  }

  @Test
  void anotherKeyDecryptsToNoise() {
    Form form = new Form(40, 0, 1);
    byte[] bytes = SWITCHER.pack(encrypt(new double[] {1}), SWITCHER.readKey(KEY), form);
    double[] read = readWith(SMALL.keyGenerator().secretKey(), bytes, form);
    assertThat(Math.abs(read[0])).isGreaterThan(1e-3);
  }

  @Test
  void damagedKeysAreRefused() {
    assertThatThrownBy(() -> SWITCHER.readKey(Arrays.copyOf(KEY, KEY.length - 1)))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("needs at least");
    byte[] scale = KEY.clone();
    scale[19] ^= 0x10;
    assertThatThrownBy(() -> SWITCHER.readKey(scale))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("scale");
    byte[] residue = KEY.clone();
    Arrays.fill(residue, 200, 240, (byte) 0xFF);
    assertThatThrownBy(() -> SWITCHER.readKey(residue))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("not below its prime");
    byte[] lower = PackedFormat.of(PLAN.keyParameters()).pack(keyAtTheLowestLevel());
    assertThatThrownBy(() -> SWITCHER.readKey(lower))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("2 polynomials over 2 primes");
  }

  private static Ciphertext keyAtTheLowestLevel() {
    try (CkksContext context = ENGINE.context(PLAN.keyParameters())) {
      return context
          .encryptor(context.keyGenerator().secretKey())
          .encrypt(context.encoder().encode(new double[] {1}, SCALE, 0));
    }
  }

  @Test
  void onlyResultsAtTheLowestLevelAreSwitched() {
    Ciphertext higher =
        CONTEXT.encryptor(SECRET).encrypt(CONTEXT.encoder().encode(new double[] {1}, SCALE, 1));
    assertThatThrownBy(() -> SWITCHER.pack(higher, SWITCHER.readKey(KEY), new Form(40, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("level 0");
  }
}
