package org.chemxor.mpc.fss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
  private static final long SEED = 20261128;

  private final FixedKeyHash hash = new FixedKeyHash(Seed.randomBytes(FixedKeyHash.KEY_BYTES));
  private final Seed dealer = Seed.random();

  /** XOR of both parties' shares, one bit for each comparison. */
  private long[] compare(int bits, long[] alpha, long[] x) {
    ComparisonShape shape = new ComparisonShape(bits);
    long[] roots0 = dealer.stream(0).longs(2 * alpha.length);
    long[] roots1 = dealer.stream(1).longs(2 * alpha.length);
    long[] keys = new long[shape.keyLongs(alpha.length)];
    new ComparisonGenerator(shape, hash).generate(alpha, roots0, roots1, keys);
    ComparisonEvaluator evaluator = new ComparisonEvaluator(shape, hash);
    long[] shares = evaluator.evaluate(0, x, roots0, keys);
    long[] others = evaluator.evaluate(1, x, roots1, keys);
    for (int i = 0; i < shares.length; i++) {
      shares[i] ^= others[i];
    }
    return shares;
  }

  private void assertCompares(int bits, long[] alpha, long[] x) {
    long[] results = compare(bits, alpha, x);
    for (int j = 0; j < x.length; j++) {
      boolean result = (results[j / 64] >>> j & 1) == 1;
      assertThat(result)
          .as("%d <= %d at %d bits, seed %d", alpha[j], x[j], bits, SEED)
          .isEqualTo(alpha[j] <= x[j]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void isRightForEveryPairOfSmallNumbers(int bits) {
    int size = 1 << bits;
    int pairs = Math.max(64, size);
    for (int first = 0; first < size; first++) {
      long[] alpha = new long[pairs];
      Arrays.fill(alpha, first);
      assertCompares(bits, alpha, LongStream.range(0, pairs).map(x -> x % size).toArray());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 13, 14, 15, 16, 20, 31, 33, 40, 47, 62, 63})
  void isRightAtTheEdgesAndOnRandomNumbersOfManyBits(int bits) {
    Random random = new Random(SEED + bits);
    long mask = (1L << bits) - 1;
    long[] edges = {
      0,
      1,
      2,
      63,
      64,
      127,
      128,
      129,
      255,
      256,
      mask,
      mask - 1,
      mask - 127,
      mask - 128,
      mask >> 1,
      (mask >> 1) + 1,
      mask >> 1 & ~127L,
      1L << (bits - 1) | 127
    };
    int count = 2048;
    long[] alpha = new long[count];
    long[] x = new long[count];
    for (int j = 0; j < count; j++) {
      alpha[j] = (j % 3 == 0 ? random.nextLong() : edges[random.nextInt(edges.length)]) & mask;
      x[j] =
          switch (j % 5) {
            case 0 -> random.nextLong() & mask;
            case 1 -> alpha[j];
            case 2 -> alpha[j] - 1 & mask;
            case 3 -> alpha[j] + 1 & mask;
            default -> edges[random.nextInt(edges.length)] & mask;
          };
    }
    assertCompares(bits, alpha, x);
    for (long a : edges) {
      long[] same = new long[64];
      Arrays.fill(same, a & mask);
      long[] all = new long[64];
      for (int j = 0; j < 64; j++) {
        all[j] = edges[j % edges.length] & mask;
      }
      assertCompares(bits, same, all);
    }
  }

  @Test
  void aKeyTakesTheBytesThatTheFormulaSays() {
    assertThat(new ComparisonShape(20).keyLongs(64) * 8.0 / 64).isEqualTo(225.5);
    assertThat(new ComparisonShape(31).keyLongs(4096) * 8.0 / 4096).isEqualTo(402.875);
    assertThat(new ComparisonShape(15).keyLongs(128) * 8.0 / 128).isEqualTo(144.875);
  }

  @Test
  void oneShareByItselfIsBalanced() {
    int count = 1 << 16;
    ComparisonShape shape = new ComparisonShape(20);
    long[] roots0 = dealer.stream(2).longs(2 * count);
    long[] roots1 = dealer.stream(3).longs(2 * count);
    long[] keys = new long[shape.keyLongs(count)];
    long[] zeros = new long[count];
    new ComparisonGenerator(shape, hash).generate(zeros, roots0, roots1, keys);
    long[] share = new ComparisonEvaluator(shape, hash).evaluate(0, zeros, roots0, keys);
    int ones = Arrays.stream(share).mapToInt(Long::bitCount).sum();
    // Six standard deviations of a fair coin.
    assertThat(Math.abs(ones - count / 2)).isLessThan(6 * 128);
  }

  @Test
  void rejectsCountsThatAreNoMultipleOf64AndWidthsOutOfRange() {
    assertThatThrownBy(() -> new ComparisonShape(20).keyLongs(63))
        .hasMessageContaining("multiples of 64");
    assertThatThrownBy(() -> new ComparisonShape(64)).hasMessageContaining("1 to 63");
    assertThatThrownBy(() -> new ComparisonShape(0)).hasMessageContaining("1 to 63");
  }
}
