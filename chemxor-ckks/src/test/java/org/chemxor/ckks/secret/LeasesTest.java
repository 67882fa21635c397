package org.chemxor.ckks.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeasesTest {
  private final AtomicInteger destroyed = new AtomicInteger();
  private final Leases<int[]> leases =
      new Leases<>(
          new int[] {7},
          "secret key",
          thing -> {
            thing[0] = 0;
            destroyed.incrementAndGet();
          });

  @Test
  void destroysAtOnceWhenNothingIsLent() {
    leases.lease().close();
    leases.close();
    assertThat(destroyed).hasValue(1);
    assertThat(leases.isClosed()).isTrue();
  }

  @Test
  void closingTwiceDestroysOnce() {
    try (Lease<int[]> lease = leases.lease()) {
      leases.close();
      leases.close();
      assertThat(lease.get()).containsExactly(7);
    }
    leases.close();
    assertThat(destroyed).hasValue(1);
  }

  @Test
  void aLeaseKeepsTheThingWholeUntilTheLastOneEnds() {
    Lease<int[]> first = leases.lease();
    Lease<int[]> second = leases.lease();
    leases.close();
    first.close();
    // A lease that is ended twice must not end another one.
    first.close();
    assertThat(second.get()).containsExactly(7);
    assertThat(destroyed).hasValue(0);
    second.close();
    assertThat(destroyed).hasValue(1);
  }

  @Test
  void refusesNewLeasesFromTheMomentOfClosing() {
    Lease<int[]> running = leases.lease();
    leases.close();
    assertThatThrownBy(leases::lease)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this secret key has been closed");
    assertThatThrownBy(leases::requireOpen).isInstanceOf(IllegalStateException.class);
    running.close();
  }

  @Test
  void refusesTheThingAfterTheLease() {
    Lease<int[]> lease = leases.lease();
    lease.close();
    assertThatThrownBy(lease::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("lease has ended");
    assertThat(lease).hasToString("Lease[ended]");
    assertThat(leases).hasToString("Leases[secret key]");
  }

  @Test
  void manyThreadsSeeTheThingWholeOrNotAtAll() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      for (int round = 0; round < 2000; round++) {
        Leases<int[]> shared = new Leases<>(new int[] {7}, "secret key", thing -> thing[0] = 0);
        List<Future<Integer>> users = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
          users.add(threads.submit(() -> useUntilClosed(shared)));
        }
        shared.close();
        for (Future<Integer> user : users) {
          assertThat(user.get(20, TimeUnit.SECONDS)).isNotNegative();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int useUntilClosed(Leases<int[]> leases) {
    for (int count = 0; ; count++) {
      try (Lease<int[]> lease = leases.lease()) {
        if (lease.get()[0] != 7) {
          return -1;
        }
      } catch (IllegalStateException closed) {
        return count;
      }
    }
  }
}
