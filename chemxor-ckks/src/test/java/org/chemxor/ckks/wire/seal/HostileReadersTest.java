package org.chemxor.ckks.wire.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.chemxor.ckks.testkit.ChildJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every reader of this module against damaged bytes in a heap of 64 MB: nothing but the documented
 * exceptions comes out, memory stays in proportion to what was given, and the JVM lives. {@code
 * -Dchemxor.fuzz.seed=S} sets the seed.
 */
class HostileReadersTest {
  private static final long SEED = Long.getLong("chemxor.fuzz.seed", System.nanoTime());

  private static void attack(long mutants, long seconds, int oneIn)
      throws IOException, InterruptedException {
    ChildJvm.Result child =
        ChildJvm.run(
            List.of("-Xmx64m"),
            HostileReadersMain.class,
            seconds + 600,
            Long.toString(SEED),
            Long.toString(mutants),
            Long.toString(seconds),
            Integer.toString(oneIn));
    assertThat(child.exitValue()).as(child.output()).isZero();
    assertThat(child.output()).contains("seed " + SEED).contains("refused");
  }

  @Test
  void noReaderFallsOverInSmallMemory() throws Exception {
    attack(20_000, 10, 8);
  }

  @Test
  @Tag("slow")
  void noReaderFallsOverInSmallMemoryForTenMinutes() throws Exception {
    attack(Long.MAX_VALUE, 600, 1);
  }
}
