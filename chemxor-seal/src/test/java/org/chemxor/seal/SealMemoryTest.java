package org.chemxor.seal;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.SecretKey;
import org.chemxor.seal.binding.Native;
import org.chemxor.seal.binding.NativeMemory;
import org.chemxor.seal.binding.SealException;
import org.chemxor.seal.binding.SealLibrary;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many operations do not grow the process. {@code -Dchemxor.seal.test.operations=1000000} runs the
 * full million (some minutes); by default it is 30000, each of which makes 32 KiB.
 */
@Tag("native")
class SealMemoryTest {
  private static final int OPERATIONS = Integer.getInteger("chemxor.seal.test.operations", 30_000);
  private static final long MEBI = 1 << 20;

  /** The pool keeps some, the Java heap settles: far below the gigabyte that 30000 results are. */
  private static final long ALLOWED_GROWTH = 160 * MEBI;

  private interface Loop {
    void run(Evaluator evaluator, Ciphertext c);
  }

  /** Resident bytes after the loop above those before it. */
  private static long growth(Loop loop) {
    try (CkksContext context = CkksEngine.load("seal").context(SealSafetyTest.parameters());
        SecretKey key = context.keyGenerator().secretKey()) {
      Ciphertext c = context.encryptor(key).encrypt(context.encoder().encode(1, 2));
      Evaluator evaluator = context.evaluator();
      for (int i = 0; i < OPERATIONS / 10; i++) {
        loop.run(evaluator, c);
      }
      System.gc();
      long before = Pointer.physicalBytes();
      for (int i = 0; i < OPERATIONS; i++) {
        loop.run(evaluator, c);
      }
      return Pointer.physicalBytes() - before;
    }
  }

  @Test
  void closedResultsAreFreedAtOnce() {
    long live = NativeMemory.liveBytes();
    long growth = growth((evaluator, c) -> ((SealObject) evaluator.add(c, c)).close());
    assertThat(growth).isLessThan(ALLOWED_GROWTH);
    assertThat(NativeMemory.liveBytes() - live).isLessThan(4 * MEBI);
  }

  @Test
  void droppedResultsAreFreedByTheCleaner() {
    long growth = growth((evaluator, c) -> evaluator.add(c, c));
    assertThat(growth).isLessThan(ALLOWED_GROWTH);
    assertThat(NativeMemory.liveBytes()).isLessThan(ALLOWED_GROWTH);
  }

  @Test
  void failuresLeaveNothingBehind() {
    long live = NativeMemory.liveBytes();
    long growth =
        growth(
            (evaluator, c) -> {
              try {
                evaluator.rescale(evaluator.dropToLevel(c, 0));
              } catch (org.chemxor.ckks.MismatchException expected) {
                assertThat(expected).hasMessageContaining("level 0");
              }
              try {
                Native.check(SealLibrary.negate(0, 0));
              } catch (SealException expected) {
                assertThat(expected).hasMessageContaining("null");
              }
            });
    assertThat(growth).isLessThan(ALLOWED_GROWTH);
    assertThat(NativeMemory.liveBytes() - live).isLessThan(ALLOWED_GROWTH);
  }
}
