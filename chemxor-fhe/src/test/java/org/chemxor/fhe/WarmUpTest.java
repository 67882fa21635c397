package org.chemxor.fhe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.chemxor.core.Network;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private static final Network NETWORK = Networks.oneSquare(1);
  private static FheModel model;

  @BeforeAll
  static void wrap() {
    model = FheModel.wrap(NETWORK, Plan.partitioned());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void evaluatesAtLeastOnceInAnyTime() {
    WarmUp warmUp = model.warmUp(Duration.ofNanos(1));
    assertThat(warmUp.evaluations()).isEqualTo(1);
    assertThat(warmUp.firstMillis()).isPositive().isEqualTo(warmUp.lastMillis());
  }

  @Test
  void evaluatesUntilTheTimeIsOver() {
    long start = System.nanoTime();
    WarmUp warmUp = model.warmUp(Duration.ofSeconds(2));
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2_000_000_000L);
    assertThat(warmUp.evaluations()).isPositive();
  }

  @Test
  void doesNothingInNoTime() {
    assertThat(model.warmUp(Duration.ZERO)).isEqualTo(new WarmUp(0, 0, 0));
  }

  /** Who stops the server must not wait. */
  @Test
  void endsWhenItsThreadIsInterrupted() throws InterruptedException {
    Thread thread = new Thread(() -> model.warmUp(Duration.ofDays(1)), "warm-up");
    thread.start();
    thread.interrupt();
    thread.join(60_000);
    assertThat(thread.isAlive()).isFalse();
  }
}
