package org.chemxor.mpc.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AesCtrStreamTest {
  private static final long SEED = 20261129;

  private static long[] counterMode(byte[] key, long number, int count) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    byte[] counter = ByteBuffer.allocate(16).putLong(number).array();
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
    long[] expected = new long[count];
    byte[] bytes = cipher.doFinal(new byte[count * Long.BYTES]);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(expected);
    return expected;
  }

  @Test
  void isAesInCounterModeHoweverItIsDrawn() throws Exception {
    Random random = new Random(SEED);
    byte[] key = new byte[Seed.BYTES];
    for (int run = 0; run < 40; run++) {
      random.nextBytes(key);
      long number = random.nextLong();
      int count = 1 + random.nextInt(10_000);
      long[] expected = counterMode(key, number, count);
      AesCtrStream stream = new AesCtrStream(key, number);
      int at = 0;
      while (at < count) {
        int part = Math.min(count - at, 1 + random.nextInt(3000));
        long[] drawn = stream.longs(part);
        for (int i = 0; i < part; i++) {
          assertThat(drawn[i]).as("run %d, long %d", run, at + i).isEqualTo(expected[at + i]);
        }
        at += part;
      }
    }
  }

  @Test
  void addingTwiceChangesNothing() {
    try (Seed seed = Seed.random()) {
      long[] values = {1, 2, 3, -4, 5};
      seed.stream(7).addTo(values);
      assertThat(values).doesNotContain(1, 2, 3, -4, 5);
      seed.stream(7).addTo(values);
      assertThat(values).containsExactly(1, 2, 3, -4, 5);
    }
  }
}
