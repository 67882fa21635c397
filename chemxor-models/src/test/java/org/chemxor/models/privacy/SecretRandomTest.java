package org.chemxor.models.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SecretRandomTest {
  /** A source whose bytes are known. */
  private static final class Counting extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private int calls;

    @Override
    public void nextBytes(byte[] bytes) {
      calls++;
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i + calls);
      }
    }
  }

  @Test
  void everyByteIsUsedOnceInItsOrder() {
    Counting source = new Counting();
    SecretRandom random = new SecretRandom(source);
    assertThat(random.nextInt()).isEqualTo(0x01020304);
    assertThat(random.nextInt()).isEqualTo(0x05060708);
    for (int i = 2; i < 2048; i++) {
      random.nextInt();
    }
    assertThat(source.calls).isEqualTo(1);
    assertThat(random.nextInt()).isEqualTo(0x02030405);
    assertThat(source.calls).isEqualTo(2);
  }

  @Test
  void aSeedChangesNothing() {
    Random first = new SecretRandom(new Counting());
    first.setSeed(99);
    assertThat(first.nextLong()).isEqualTo(new SecretRandom(new Counting()).nextLong());
  }

  @Test
  void numbersAreGaussianAndDiffer() {
    Random random = new SecretRandom();
    Set<Double> seen = new HashSet<>();
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 100_000; i++) {
      double value = random.nextGaussian();
      seen.add(value);
      sum += value;
      squares += value * value;
    }
    assertThat(seen).hasSizeGreaterThan(99_990);
    assertThat(sum / 100_000).isCloseTo(0, within(0.02));
    assertThat(squares / 100_000).isCloseTo(1, within(0.03));
  }
}
