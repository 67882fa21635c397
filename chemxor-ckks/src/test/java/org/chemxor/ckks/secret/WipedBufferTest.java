package org.chemxor.ckks.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WipedBufferTest {
  @Test
  void givesBackWhatWasWrittenWhateverThePieces() throws IOException {
    Random random = new Random(20261128);
    for (int length : new int[] {0, 1, 4095, 4096, 4097, 300_000, 1_000_000}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      try (WipedBuffer buffer = new WipedBuffer()) {
        int done = 0;
        while (done < length) {
          int count = Math.min(1 + random.nextInt(70_000), length - done);
          buffer.write(bytes, done, count);
          done += count;
          if (done < length) {
            buffer.write(bytes[done++]);
          }
        }
        assertThat(buffer.size()).isEqualTo(length);
        assertThat(buffer.toByteArray()).isEqualTo(bytes);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        buffer.writeTo(copy);
        assertThat(copy.toByteArray()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void isEmptyAfterClosing() {
    WipedBuffer buffer = new WipedBuffer();
    buffer.write(new byte[] {1, 2, 3}, 0, 3);
    buffer.close();
    assertThat(buffer.size()).isZero();
    assertThat(buffer.toByteArray()).isEmpty();
  }
}
