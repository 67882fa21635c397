package org.chemxor.ckks.wire.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.KeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubringFormatTest {
  private static final int N = 2048;
  private static final int SLOTS = N / 2;
  private static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(N)
          .dataPrimeBits(47, 40, 40)
          .specialPrimeBits(48)
          .scaleBits(40)
          .insecureWithoutBound()
          .build();
  private static final CkksContext CONTEXT = CkksEngine.load().context(PARAMETERS);
  private static final KeyGenerator GENERATOR = CONTEXT.keyGenerator();
  private static final GaloisKeys KEYS =
      GENERATOR.createGaloisKeys(
          IntStream.iterate(2, step -> step < SLOTS, step -> 2 * step).boxed().toList());

  private static Ciphertext encrypt(double[] slots, int level) {
    return CONTEXT
        .encryptor(GENERATOR.secretKey())
        .encrypt(CONTEXT.encoder().encode(slots, PARAMETERS.scale(), level));
  }

  private static double[] repeated(double[] values, double factor) {
    double[] slots = new double[SLOTS];
    Arrays.setAll(slots, i -> values[i % values.length] / factor);
    return slots;
  }

  /** The sum of all rotations by multiples of a period. */
  private static Ciphertext trace(Ciphertext ciphertext, int period) {
    Ciphertext sum = ciphertext;
    for (int step = period; step < SLOTS; step *= 2) {
      sum = CONTEXT.evaluator().add(sum, CONTEXT.evaluator().rotate(sum, step, KEYS));
    }
    return sum;
  }

  private static double[] decrypt(Ciphertext ciphertext) {
    return CONTEXT.encoder().decode(CONTEXT.decryptor(GENERATOR.secretKey()).decrypt(ciphertext));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 16, 512})
  void slotsThatRepeatTakeAFractionOfTheBytesAndComeBackByATrace(int factor) {
    SubringFormat format = SubringFormat.of(PARAMETERS, factor);
    int period = SLOTS / factor;
    double[] values = new Random(factor).doubles(period, -2, 2).toArray();
    byte[] bytes = format.pack(encrypt(repeated(values, factor), 2));
    assertThat((long) bytes.length).isEqualTo(format.sizeBytes(2));
    double residues = (double) N / factor * (47 + 40 + 40) / Byte.SIZE;
    assertThat((double) bytes.length - 84).isBetween(residues, residues + 2);
    Ciphertext read = format.read(bytes, CONTEXT);
    assertThat(read.level()).isEqualTo(2);
    assertThat(decrypt(read)[0]).as("before the trace").isNotCloseTo(values[0], within(1.0));
    double[] slots = decrypt(trace(read, period));
    for (int i = 0; i < SLOTS; i++) {
      assertThat(slots[i]).as("slot %d", i).isCloseTo(values[i % period], within(1e-6));
    }
  }

  @Test
  void factorsThatAreNotPowersOfTwoInRangeAreRefused() {
    for (int factor : new int[] {-2, 0, 1, 3, N / 2}) {
      assertThatThrownBy(() -> SubringFormat.of(PARAMETERS, factor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("got " + factor);
    }
  }

  @Test
  void ciphertextsWithoutASeedAreRefused() {
    Ciphertext computed = CONTEXT.evaluator().rotate(encrypt(new double[] {1}, 1), 2, KEYS);
    assertThatThrownBy(() -> SubringFormat.of(PARAMETERS, 2).pack(computed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("seeded");
  }

  @Test
  void damagedBytesAreRefused() {
    SubringFormat format = SubringFormat.of(PARAMETERS, 4);
    byte[] good = format.pack(encrypt(new double[] {1}, 1));
    assertRefused(format, Arrays.copyOf(good, 20), "needs at least");
    assertRefused(format, Arrays.copyOf(good, good.length - 1), "needs at least");
    assertRefused(format, Arrays.copyOf(good, good.length + 1), "unexpected bytes");
    assertRefused(format, changed(good, 0, 1), "format 1");
    assertRefused(format, changed(good, 1, 3), "repeat 2^3 times");
    assertRefused(format, changed(good, 2, 9), "9 primes");
    assertRefused(format, changed(good, 3, 7), "generator 7");
    assertRefused(format, changed(good, 4, good[4] ^ 1), "made for parameters");
    assertRefused(format, changed(good, 19, 0xFF), "scale");
    byte[] residues = good.clone();
    Arrays.fill(residues, 84, 100, (byte) 0xFF);
    assertRefused(format, residues, "not below its prime");
  }

  @Test
  void randomChangesAreReadOrRefusedAndNothingElse() {
    SubringFormat format = SubringFormat.of(PARAMETERS, 8);
    byte[] good = format.pack(encrypt(new double[] {1}, 1));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 2000; i++) {
      byte[] bytes =
          Arrays.copyOf(good, good.length - (random.nextInt(8) == 0 ? random.nextInt(99) : 0));
      bytes[random.nextInt(random.nextBoolean() ? 84 : bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(format.read(bytes, CONTEXT).size()).as("seed %d", seed).isEqualTo(2);
      } catch (CkksException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(100);
  }

  private static byte[] changed(byte[] bytes, int index, int value) {
    byte[] copy = bytes.clone();
    copy[index] = (byte) value;
    return copy;
  }

  private static void assertRefused(SubringFormat format, byte[] bytes, String message) {
    assertThatThrownBy(() -> format.read(bytes, CONTEXT))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining(message);
  }
}
