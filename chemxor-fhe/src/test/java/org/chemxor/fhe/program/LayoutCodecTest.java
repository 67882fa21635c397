package org.chemxor.fhe.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.packing.BatchLayout;
import org.chemxor.fhe.packing.FeatureLayout;
import org.chemxor.fhe.packing.SlotLayout;
import org.chemxor.fhe.program.OutlineLimits.Budget;
import org.junit.jupiter.api.Test;

class LayoutCodecTest {
  private static final int SLOTS = 512;
  private static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(2 * SLOTS)
          .insecureWithoutBound()
          .dataPrimeBits(30, 20)
          .specialPrimeBits(30)
          .scale(0x1p20)
          .build();

  private static byte[] write(FeatureLayout layout) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LayoutCodec.write(new DataOutputStream(bytes), layout);
    return bytes.toByteArray();
  }

  private static FeatureLayout read(byte[] bytes) throws IOException {
    Budget budget = new Budget(OutlineLimits.standard());
    return LayoutCodec.read(
        new DataInputStream(new ByteArrayInputStream(bytes)), PARAMETERS, budget);
  }

  /** A header of kind, features, ciphertexts and slots, then these numbers. */
  private static byte[] bytes(int kind, int features, int ciphertexts, int slots, int... rest) {
    ByteBuffer buffer = ByteBuffer.allocate(13 + Integer.BYTES * rest.length);
    buffer.put((byte) kind).putInt(features).putInt(ciphertexts).putInt(slots);
    for (int number : rest) {
      buffer.putInt(number);
    }
    return buffer.array();
  }

  private static void assertRefused(String message, byte[] bytes) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void runsAreAStartADifferenceAndALength() throws IOException {
    int[] features = new int[SLOTS];
    for (int slot = 0; slot < SLOTS; slot++) {
      features[slot] = slot < 3 ? slot : slot < 500 ? SlotLayout.EMPTY : 2;
    }
    assertThat(write(new SlotLayout(3, new int[][] {features})))
        .isEqualTo(bytes(0, 3, 1, SLOTS, 0, 1, 3, SlotLayout.EMPTY, 0, 497, 2, 0, 12));
    assertThat(write(new BatchLayout(9, new int[] {4, 5, 8, 8}, SLOTS, 77)))
        .isEqualTo(bytes(1, 9, 4, SLOTS, 77, 4, 1, 2, 8, 0, 2));
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      int count = 1 + random.nextInt(40);
      int[][] features = new int[1 + random.nextInt(3)][SLOTS];
      for (int[] row : features) {
        for (int slot = 0; slot < SLOTS; slot++) {
          row[slot] =
              slot > 0 && random.nextInt(4) > 0
                  ? Math.min(count - 1, row[slot - 1] + random.nextInt(2))
                  : random.nextInt(count + 1) - 1;
        }
      }
      SlotLayout read = (SlotLayout) read(write(new SlotLayout(count, features)));
      assertThat(read.featureCount()).isEqualTo(count);
      for (int c = 0; c < features.length; c++) {
        for (int slot = 0; slot < SLOTS; slot++) {
          assertThat(read.feature(c, slot))
              .as("seed %d, layout %d, ciphertext %d, slot %d", seed, i, c, slot)
              .isEqualTo(features[c][slot]);
        }
      }
    }
    BatchLayout batch = (BatchLayout) read(write(new BatchLayout(9, new int[] {4, 8}, SLOTS, 77)));
    assertThat(batch.maxSamples()).isEqualTo(77);
    assertThat(batch.feature(1)).isEqualTo(8);
  }

  @Test
  void layoutsThatDoNotFitTheParametersOrThemselvesAreRefused() {
    assertRefused("1 ciphertexts of 256 slots", bytes(0, 1, 1, 256, 0, 0, 256));
    assertRefused("0 ciphertexts", bytes(0, 1, 0, SLOTS));
    assertRefused("kind 2", bytes(2, 1, 1, SLOTS, 0, 0, SLOTS));
    assertRefused("-1 features", bytes(0, -1, 1, SLOTS));
    assertRefused("0 samples", bytes(1, 1, 1, SLOTS, 0, 0, 0, 1));
    assertRefused("513 samples", bytes(1, 1, 1, SLOTS, SLOTS + 1, 0, 0, 1));
  }

  @Test
  void runsThatLeaveTheirLayoutAreRefused() {
    String fit = "does not fit its layout";
    assertRefused(fit, bytes(0, 2, 1, SLOTS, 0, 0, SLOTS + 1));
    assertRefused(fit, bytes(0, 2, 1, SLOTS, 0, 0, 0));
    assertRefused(fit, bytes(0, 2, 1, SLOTS, 0, 1, 3));
    assertRefused(fit, bytes(0, 2, 1, SLOTS, 0, 2, 1));
    assertRefused(fit, bytes(0, 2, 1, SLOTS, -2, 0, SLOTS));
    assertRefused(fit, bytes(0, 2, 1, SLOTS, Integer.MAX_VALUE, 1, SLOTS));
    assertRefused(fit, bytes(1, 2, 2, SLOTS, 1, SlotLayout.EMPTY, 0, 2));
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsMade() {
    int most = OutlineLimits.standard().maxCells();
    assertRefused("the limit is", bytes(0, 1, most, SLOTS));
    assertRefused("the limit is", bytes(0, 1, Integer.MAX_VALUE, SLOTS));
  }

  @Test
  void aFeatureThatLiesNowhereIsNoticed() {
    int[] features = new int[SLOTS];
    assertThat(LayoutCodec.holdsEveryFeature(new SlotLayout(1, new int[][] {features}))).isTrue();
    assertThat(LayoutCodec.holdsEveryFeature(new SlotLayout(2, new int[][] {features}))).isFalse();
    assertThat(LayoutCodec.holdsEveryFeature(new BatchLayout(2, new int[] {0, 1}, SLOTS, 1)))
        .isTrue();
    assertThat(LayoutCodec.holdsEveryFeature(new BatchLayout(2, new int[] {1, 1}, SLOTS, 1)))
        .isFalse();
  }
}
