package org.chemxor.service.server;

import java.time.Duration;
import org.chemxor.service.server.keys.KeyLimits;

/**
 * How much of the machine a server gives to its clients. Immutable; start with {@link #standard()}.
 *
 * @param workers computations at the same time
 * @param queue computations waiting for a worker; one more is answered with 503
 * @param requestsPerClient requests of one client in progress; one more is answered with 429
 * @param keySetsPerClient key sets kept for one client and model; one more replaces the client's
 *     oldest
 * @param keyQuotaBytes bytes of all keys on disk, a quarter of them for one client; new ones make
 *     the least recently used go, the client's own first, then those of who has most
 * @param keyExpiry how long keys are kept after their last use
 * @param keyMemoryBytes bytes of keys kept ready in memory
 * @param bodyMemoryBytes bytes of all step requests held in memory, half of them by one client (but
 *     two requests in any case); when they are taken, who holds most is answered with 503
 * @param bodyTimeout time after which a body is looked at, again and again: it must be through, or
 *     have kept up {@code minBytesPerSecond} since the last look
 * @param minBytesPerSecond slowest rate at which a body may arrive
 * @param idleTimeout time a connection may be silent, and time for a request's head to arrive
 * @param maxHeaderBytes size of a request line with its headers; more is answered with 431
 * @param maxConnections connections at the same time; when three quarters are taken, those of the
 *     address that has most are closed, silent ones first
 * @param shutdownTimeout time for running requests to finish when the server stops
 */
public record ServerLimits(
    int workers,
    int queue,
    int requestsPerClient,
    int keySetsPerClient,
    long keyQuotaBytes,
    Duration keyExpiry,
    long keyMemoryBytes,
    long bodyMemoryBytes,
    Duration bodyTimeout,
    long minBytesPerSecond,
    Duration idleTimeout,
    int maxHeaderBytes,
    int maxConnections,
    Duration shutdownTimeout) {

  /** Checks that every limit is at least 1 (the queue at least 0). */
  public ServerLimits {
    requirePositive("workers", workers);
    requirePositive("queue + 1", queue + 1L);
    requirePositive("requestsPerClient", requestsPerClient);
    requirePositive("keySetsPerClient", keySetsPerClient);
    requirePositive("keyQuotaBytes", keyQuotaBytes);
    requirePositive("keyExpiry in ms", keyExpiry.toMillis());
    requirePositive("keyMemoryBytes", keyMemoryBytes);
    requirePositive("bodyMemoryBytes", bodyMemoryBytes);
    requirePositive("bodyTimeout in ms", bodyTimeout.toMillis());
    requirePositive("minBytesPerSecond", minBytesPerSecond);
    requirePositive("idleTimeout in ms", idleTimeout.toMillis());
    requirePositive("maxHeaderBytes", maxHeaderBytes);
    requirePositive("maxConnections", maxConnections);
    requirePositive("shutdownTimeout in ms", shutdownTimeout.toMillis());
  }

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }

  /**
   * One worker for each core, 64 waiting, 64 requests and 128 key sets for a client, 10 GB of keys
   * on disk for a week, half the heap for keys in memory and an eighth for requests, 64 kB/s for
   * bodies, looked at every 15 seconds.
   */
  public static ServerLimits standard() {
    long heap = Runtime.getRuntime().maxMemory();
    return new ServerLimits(
        Runtime.getRuntime().availableProcessors(),
        64,
        64,
        128,
        10_000_000_000L,
        Duration.ofDays(7),
        heap / 2,
        heap / 8,
        Duration.ofSeconds(15),
        64_000,
        Duration.ofSeconds(30),
        8192,
        2048,
        Duration.ofSeconds(30));
  }

  /**
   * How much room keys have.
   *
   * @param largestBytes the most that one key set has
   */
  KeyLimits keys(long largestBytes) {
    return new KeyLimits(keyQuotaBytes, keySetsPerClient, keyExpiry, largestBytes);
  }

  /** How slow bodies may be. */
  BodyReader.Pace pace() {
    return new BodyReader.Pace(bodyTimeout, minBytesPerSecond);
  }

  /** The same with other numbers of workers and places in the queue. */
  public ServerLimits withWorkers(int newWorkers, int newQueue) {
    return with(
        newWorkers,
        newQueue,
        requestsPerClient,
        keySetsPerClient,
        keyQuotaBytes,
        keyExpiry,
        keyMemoryBytes,
        bodyTimeout,
        minBytesPerSecond,
        idleTimeout);
  }

  /** The same with other limits for one client. */
  public ServerLimits withPerClient(int requests, int keySets) {
    return with(
        workers,
        queue,
        requests,
        keySets,
        keyQuotaBytes,
        keyExpiry,
        keyMemoryBytes,
        bodyTimeout,
        minBytesPerSecond,
        idleTimeout);
  }

  /** The same with another quota, expiry and memory for keys. */
  public ServerLimits withKeys(long quotaBytes, Duration expiry, long memoryBytes) {
    return with(
        workers,
        queue,
        requestsPerClient,
        keySetsPerClient,
        quotaBytes,
        expiry,
        memoryBytes,
        bodyTimeout,
        minBytesPerSecond,
        idleTimeout);
  }

  /** The same with other patience for bodies and silent connections. */
  public ServerLimits withPatience(Duration body, long bytesPerSecond, Duration idle) {
    return with(
        workers,
        queue,
        requestsPerClient,
        keySetsPerClient,
        keyQuotaBytes,
        keyExpiry,
        keyMemoryBytes,
        body,
        bytesPerSecond,
        idle);
  }

  /** The same with another number of connections at the same time. */
  public ServerLimits withMaxConnections(int connections) {
    return new ServerLimits(
        workers,
        queue,
        requestsPerClient,
        keySetsPerClient,
        keyQuotaBytes,
        keyExpiry,
        keyMemoryBytes,
        bodyMemoryBytes,
        bodyTimeout,
        minBytesPerSecond,
        idleTimeout,
        maxHeaderBytes,
        connections,
        shutdownTimeout);
  }

  /** The same with other patience for running requests when the server stops. */
  public ServerLimits withShutdownTimeout(Duration patience) {
    return new ServerLimits(
        workers,
        queue,
        requestsPerClient,
        keySetsPerClient,
        keyQuotaBytes,
        keyExpiry,
        keyMemoryBytes,
        bodyMemoryBytes,
        bodyTimeout,
        minBytesPerSecond,
        idleTimeout,
        maxHeaderBytes,
        maxConnections,
        patience);
  }

  private ServerLimits with(
      int newWorkers,
      int newQueue,
      int requests,
      int keySets,
      long quotaBytes,
      Duration expiry,
      long memoryBytes,
      Duration body,
      long bytesPerSecond,
      Duration idle) {
    return new ServerLimits(
        newWorkers,
        newQueue,
        requests,
        keySets,
        quotaBytes,
        expiry,
        memoryBytes,
        bodyMemoryBytes,
        body,
        bytesPerSecond,
        idle,
        maxHeaderBytes,
        maxConnections,
        shutdownTimeout);
  }
}
