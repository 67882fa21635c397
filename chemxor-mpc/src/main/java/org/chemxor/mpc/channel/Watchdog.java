package org.chemxor.mpc.channel;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a link when something on it takes too long. Works whatever the thread is blocked in: a
 * read of a byte now and then, a handshake, a write to a peer that does not read.
 */
final class Watchdog implements AutoCloseable {
  private final Link link;
  private final ScheduledThreadPoolExecutor timer;

  Watchdog(Link link) {
    this.link = link;
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "mpc-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Starts a watch; running what it returns ends the watch and keeps the link. */
  Runnable start(Duration patience, Runnable whenLate) {
    if (timer.isShutdown()) {
      return () -> {};
    }
    ScheduledFuture<?> alarm =
        timer.schedule(
            () -> {
              whenLate.run();
              link.close();
            },
            patience.toMillis(),
            TimeUnit.MILLISECONDS);
    return () -> alarm.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
