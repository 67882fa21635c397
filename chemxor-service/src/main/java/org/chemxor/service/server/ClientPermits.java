package org.chemxor.service.server;

import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests of each client in progress. Thread-safe. */
final class ClientPermits {
  private final int limit;
  private final ConcurrentHashMap<String, Integer> inProgress = new ConcurrentHashMap<>();

  ClientPermits(int limit) {
    this.limit = limit;
  }

  /** Whether one more may start; if so, {@link #release} must follow. */
  boolean acquire(String client) {
    if (inProgress.merge(client, 1, Integer::sum) <= limit) {
      return true;
    }
    release(client);
    return false;
  }

  void release(String client) {
    inProgress.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
  }
}
