package org.chemxor.service.server;

import java.time.Duration;
import org.chemxor.service.server.keys.KeyLimits;

/**
 * How much of the machine a server gives to its clients. Immutable; {@link #standard()}, or {@link
 * #builder()} for other than the standard ones. What each is stands with its setter.
 */
public final class ServerLimits {
  private final Builder settings;

  private ServerLimits(Builder settings) {
    this.settings = settings;
  }

  /** What a server has unless told otherwise: every setting of a fresh {@link #builder()}. */
  public static ServerLimits standard() {
    return builder().build();
  }

  /** Settings to change, the standard ones to begin with. */
  public static Builder builder() {
    return new Builder();
  }

  /** See {@link Builder#workers}. */
  public int workers() {
    return settings.workers;
  }

  /** See {@link Builder#queue}. */
  public int queue() {
    return settings.queue;
  }

  /** See {@link Builder#requestsPerClient}. */
  public int requestsPerClient() {
    return settings.requestsPerClient;
  }

  /** See {@link Builder#keySetsPerClient}. */
  public int keySetsPerClient() {
    return settings.keySetsPerClient;
  }

  /** See {@link Builder#keyQuotaBytes}. */
  public long keyQuotaBytes() {
    return settings.keyQuotaBytes;
  }

  /** See {@link Builder#keyExpiry}. */
  public Duration keyExpiry() {
    return settings.keyExpiry;
  }

  /** See {@link Builder#keyMemoryBytes}. */
  public long keyMemoryBytes() {
    return settings.keyMemoryBytes;
  }

  /** See {@link Builder#bodyMemoryBytes}. */
  public long bodyMemoryBytes() {
    return settings.bodyMemoryBytes;
  }

  /** See {@link Builder#bodyTimeout}. */
  public Duration bodyTimeout() {
    return settings.bodyTimeout;
  }

  /** See {@link Builder#minBytesPerSecond}. */
  public long minBytesPerSecond() {
    return settings.minBytesPerSecond;
  }

  /** See {@link Builder#idleTimeout}. */
  public Duration idleTimeout() {
    return settings.idleTimeout;
  }

  /** See {@link Builder#maxHeaderBytes}. */
  public int maxHeaderBytes() {
    return settings.maxHeaderBytes;
  }

  /** See {@link Builder#maxConnections}. */
  public int maxConnections() {
    return settings.maxConnections;
  }

  /** See {@link Builder#shutdownTimeout}. */
  public Duration shutdownTimeout() {
    return settings.shutdownTimeout;
  }

  /**
   * How much room keys have.
   *
   * @param largestBytes the most that one key set has
   */
  KeyLimits keys(long largestBytes) {
    return new KeyLimits(keyQuotaBytes(), keySetsPerClient(), keyExpiry(), largestBytes);
  }

  /** How slow bodies may be. */
  BodyReader.Pace pace() {
    return new BodyReader.Pace(bodyTimeout(), minBytesPerSecond());
  }

  /** Settings of a server's limits, each refused at once where it is not at least 1 (or 1 ms). */
  public static final class Builder {
    private int workers = Runtime.getRuntime().availableProcessors();
    private int queue = 64;
    private int requestsPerClient = 64;
    private int keySetsPerClient = 128;
    private long keyQuotaBytes = 10_000_000_000L;
    private Duration keyExpiry = Duration.ofDays(7);
    private long keyMemoryBytes = Runtime.getRuntime().maxMemory() / 2;
    private long bodyMemoryBytes = Runtime.getRuntime().maxMemory() / 8;
    private Duration bodyTimeout = Duration.ofSeconds(15);
    private long minBytesPerSecond = 64_000;
    private Duration idleTimeout = Duration.ofSeconds(30);
    private int maxHeaderBytes = 8192;
    private int maxConnections = 2048;
    private Duration shutdownTimeout = Duration.ofSeconds(30);

    private Builder() {}

    private Builder(Builder other) {
      workers = other.workers;
      queue = other.queue;
      requestsPerClient = other.requestsPerClient;
      keySetsPerClient = other.keySetsPerClient;
      keyQuotaBytes = other.keyQuotaBytes;
      keyExpiry = other.keyExpiry;
      keyMemoryBytes = other.keyMemoryBytes;
      bodyMemoryBytes = other.bodyMemoryBytes;
      bodyTimeout = other.bodyTimeout;
      minBytesPerSecond = other.minBytesPerSecond;
      idleTimeout = other.idleTimeout;
      maxHeaderBytes = other.maxHeaderBytes;
      maxConnections = other.maxConnections;
      shutdownTimeout = other.shutdownTimeout;
    }

    /** Computations at the same time; one for each core unless set. */
    public Builder workers(int value) {
      least("workers", value, 1);
      workers = value;
      return this;
    }

    /**
     * Computations waiting for a worker, 0 or more; one more is answered with 503. 64 unless set.
     */
    public Builder queue(int value) {
      least("queue", value, 0);
      queue = value;
      return this;
    }

    /** Requests of one client in progress; one more is answered with 429. 64 unless set. */
    public Builder requestsPerClient(int value) {
      least("requestsPerClient", value, 1);
      requestsPerClient = value;
      return this;
    }

    /**
     * Key sets kept for one client and model; one more replaces the client's oldest. 128 unless
     * set.
     */
    public Builder keySetsPerClient(int value) {
      least("keySetsPerClient", value, 1);
      keySetsPerClient = value;
      return this;
    }

    /**
     * Bytes of all keys on disk, a quarter of them for one client; new ones make the least recently
     * used go, the client's own first, then those of who has most. 10 GB unless set.
     */
    public Builder keyQuotaBytes(long value) {
      least("keyQuotaBytes", value, 1);
      keyQuotaBytes = value;
      return this;
    }

    /** How long keys are kept after their last use; a week unless set. */
    public Builder keyExpiry(Duration value) {
      least("keyExpiry in ms", value.toMillis(), 1);
      keyExpiry = value;
      return this;
    }

    /** Bytes of keys kept ready in memory; half the heap unless set. */
    public Builder keyMemoryBytes(long value) {
      least("keyMemoryBytes", value, 1);
      keyMemoryBytes = value;
      return this;
    }

    /**
     * Bytes of all step requests held in memory, half of them by one client (but two requests in
     * any case); when they are taken, who holds most is answered with 503. An eighth of the heap
     * unless set.
     */
    public Builder bodyMemoryBytes(long value) {
      least("bodyMemoryBytes", value, 1);
      bodyMemoryBytes = value;
      return this;
    }

    /**
     * Time after which a body is looked at, again and again: it must be through, or have kept up
     * {@code minBytesPerSecond} since the last look. 15 s unless set.
     */
    public Builder bodyTimeout(Duration value) {
      least("bodyTimeout in ms", value.toMillis(), 1);
      bodyTimeout = value;
      return this;
    }

    /** The slowest rate at which a body may arrive; 64 kB/s unless set. */
    public Builder minBytesPerSecond(long value) {
      least("minBytesPerSecond", value, 1);
      minBytesPerSecond = value;
      return this;
    }

    /**
     * Time a connection may be silent, and time for a request's head to arrive; 30 s unless set.
     */
    public Builder idleTimeout(Duration value) {
      least("idleTimeout in ms", value.toMillis(), 1);
      idleTimeout = value;
      return this;
    }

    /** Size of a request line with its headers; more is answered with 431. 8192 unless set. */
    public Builder maxHeaderBytes(int value) {
      least("maxHeaderBytes", value, 1);
      maxHeaderBytes = value;
      return this;
    }

    /**
     * Connections at the same time; when three quarters are taken, those of the address that has
     * most are closed, silent ones first. 2048 unless set.
     */
    public Builder maxConnections(int value) {
      least("maxConnections", value, 1);
      maxConnections = value;
      return this;
    }

    /** Time for running requests to finish when the server stops; 30 s unless set. */
    public Builder shutdownTimeout(Duration value) {
      least("shutdownTimeout in ms", value.toMillis(), 1);
      shutdownTimeout = value;
      return this;
    }

    private static void least(String name, long value, long least) {
      if (value < least) {
        throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
      }
    }

    /** The limits; this builder may be changed and used again. */
    public ServerLimits build() {
      return new ServerLimits(new Builder(this));
    }
  }
}
