package org.chemxor.mpc.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedBitsTest {
  private static final long SEED = 20261129;

  @Test
  void numbersOfEveryWidthSurvive() {
    Random random = new Random(SEED);
    for (int width = 0; width <= 64; width++) {
      for (int count : new int[] {0, 1, 7, 64, 1001}) {
        long[] values = random.longs(count + 3L).toArray();
        byte[] packed = new byte[2 + PackedBits.bytes(count, width)];
        PackedBits.pack(values, 3, width, packed, 2);
        long[] unpacked = new long[count + 3];
        PackedBits.unpack(packed, 2, width, unpacked, 3);
        for (int i = 0; i < count; i++) {
          long mask = width == 64 ? -1 : (1L << width) - 1;
          assertThat(unpacked[3 + i])
              .as("number %d of %d, %d bits, seed %d", i, count, width, SEED)
              .isEqualTo(values[3 + i] & mask);
        }
      }
    }
  }

  @Test
  void planesHoldEveryBit() {
    long[] numbers = new Random(SEED).longs(192).toArray();
    for (int bits : new int[] {1, 20, 64}) {
      long[] planes = BitPlanes.of(numbers, bits);
      assertThat(planes).hasSize(3 * bits);
      for (int i = 0; i < numbers.length; i++) {
        for (int b = 0; b < bits; b++) {
          assertThat(planes[b * 3 + i / 64] >>> i & 1).isEqualTo(numbers[i] >>> b & 1);
        }
      }
    }
  }
}
