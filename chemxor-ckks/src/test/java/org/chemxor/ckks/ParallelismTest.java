package org.chemxor.ckks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.chemxor.ckks.parallel.Parallelism;
import org.junit.jupiter.api.Test;

class ParallelismTest {

  @Test
  void everyPartRunsOnceAlsoInLoopsInsideLoops() {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      Parallelism parallelism = Parallelism.of(executor, 3);
      AtomicIntegerArray runs = new AtomicIntegerArray(20 * 30);
      parallelism.forEach(20, i -> parallelism.forEach(30, j -> runs.incrementAndGet(30 * i + j)));
      for (int i = 0; i < runs.length(); i++) {
        assertThat(runs.get(i)).as("part %d", i).isEqualTo(1);
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void loopsInsideLoopsRunNoMorePartsAtATimeThanThreads() {
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      Parallelism parallelism = Parallelism.of(executor, 3);
      AtomicInteger running = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      parallelism.forEach(
          12,
          i ->
              parallelism.forEach(
                  12,
                  j -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    running.decrementAndGet();
                  }));
      assertThat(most.get()).isBetween(1, 3);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void aSecondThreadHelps() throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(1);
    try {
      CountDownLatch both = new CountDownLatch(2);
      AtomicInteger met = new AtomicInteger();
      Parallelism.of(executor, 2)
          .forEach(
              2,
              i -> {
                both.countDown();
                try {
                  met.addAndGet(both.await(1, TimeUnit.MINUTES) ? 1 : 0);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      assertThat(met.get()).as("parts that ran at the same time").isEqualTo(2);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void anExecutorThatRefusesIsReportedAndTakesNoHelperForGood() {
    AtomicInteger refusals = new AtomicInteger();
    Parallelism parallelism =
        Parallelism.of(
            command -> {
              refusals.incrementAndGet();
              throw new RejectedExecutionException("full");
            },
            2);
    for (int i = 1; i <= 3; i++) {
      assertThatThrownBy(() -> parallelism.forEach(2, part -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(refusals.get()).isEqualTo(i);
    }
  }

  @Test
  void theFirstErrorOfAPartIsThrown() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      Parallelism parallelism = Parallelism.of(executor, 2);
      assertThatThrownBy(
              () ->
                  parallelism.forEach(
                      100,
                      i -> {
                        throw new IllegalStateException("part");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part");
    } finally {
      executor.shutdownNow();
    }
  }
}
