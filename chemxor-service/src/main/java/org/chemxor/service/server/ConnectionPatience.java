package org.chemxor.service.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.chemxor.service.server.proxy.ClientAddress;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections on which no whole request head arrives in time: silent ones, and those of
 * clients that send a byte now and then, which no idle timeout ends. When many connections are
 * open, one of an address that has most makes room for each new one: the longest waiting of them,
 * else the oldest. Bodies have limits of their own.
 *
 * <p>A connection is ended only while it waits, for bytes or for room to write, by taking that wait
 * away from it, which succeeds for one thread alone. Closing it under a thread that reads a head or
 * writes a reply makes Jetty give its buffers back twice.
 */
final class ConnectionPatience extends Handler.Wrapper implements Connection.Listener {
  private static final long BUSY = Long.MAX_VALUE;
  private static final int SWEEPS_PER_LIMIT = 4;

  /** How many connections are tried for one new one. */
  private static final int TRIES = 16;

  private final long limitNanos;
  private final int crowd;
  private final long start = System.nanoTime();
  private final Map<Connection, Wait> connections = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private Scheduler.@Nullable Task sweeper;
  private volatile boolean isStopped;

  /**
   * A connection.
   *
   * @param address whose
   * @param opened when
   * @param since since when it has been waiting for a head, or BUSY
   * @param isUnwanted whether it is to end with the request that it carries
   */
  private record Wait(String address, long opened, long since, boolean isUnwanted) {
    Wait at(long newSince) {
      return new Wait(address, opened, newSince, isUnwanted);
    }

    Wait unwanted(boolean value) {
      return new Wait(address, opened, since, value);
    }
  }

  /**
   * @param limit for a head to arrive
   * @param crowd open connections from which on new ones push out others
   */
  ConnectionPatience(Handler handler, Duration limit, int crowd) {
    super(handler);
    this.limitNanos = limit.toNanos();
    this.crowd = crowd;
  }

  private long now() {
    return System.nanoTime() - start;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      long now = now();
      String address = address(connection);
      connections.put(connection, new Wait(address, now, now, false));
      counts.merge(address, 1, Integer::sum);
      if (connections.size() > crowd) {
        makeRoom(connection);
      }
    }
  }

  private static String address(Connection connection) {
    return connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? ClientAddress.of(address.getAddress())
        : "unknown";
  }

  private void makeRoom(Connection newcomer) {
    Set<Connection> spared = new HashSet<>(Set.of(newcomer));
    for (int i = 0; i < TRIES; i++) {
      Optional<Connection> victim = longestWaitingOfLargest(spared);
      if (victim.isEmpty() || end(victim.get())) {
        return;
      }
      spared.add(victim.get());
    }
  }

  private Optional<Connection> longestWaitingOfLargest(Set<Connection> spared) {
    Comparator<Wait> order =
        Comparator.<Wait>comparingInt(wait -> -counts.getOrDefault(wait.address(), 0))
            .thenComparingLong(Wait::since)
            .thenComparingLong(Wait::opened);
    return connections.entrySet().stream()
        .filter(entry -> !entry.getValue().isUnwanted() && !spared.contains(entry.getKey()))
        .min(Map.Entry.comparingByValue(order))
        .map(Map.Entry::getKey);
  }

  /** Whether it ends; what carries a request does so when that has failed. */
  private boolean end(Connection connection) {
    unwanted(connection, true);
    boolean isTaken = takeWait(connection.getEndPoint());
    if (!isTaken) {
      unwanted(connection, false);
    } else if (!isBusy(connection)) {
      connection.getEndPoint().close();
    }
    return isTaken;
  }

  private void unwanted(Connection connection, boolean isUnwanted) {
    connections.computeIfPresent(connection, (key, wait) -> wait.unwanted(isUnwanted));
  }

  private boolean isBusy(Connection connection) {
    Wait wait = connections.get(connection);
    return wait != null && wait.since() == BUSY;
  }

  /**
   * Fails what a connection waits for.
   *
   * @return false when it waits for nothing: a thread is at work on it
   */
  static boolean takeWait(EndPoint endPoint) {
    if (!(endPoint instanceof AbstractEndPoint waiting)) {
      return false;
    }
    EofException reason = new EofException("the connection makes room for others");
    return waiting.getFillInterest().onFail(reason) || waiting.getWriteFlusher().onFail(reason);
  }

  @Override
  public void onClosed(Connection connection) {
    Wait wait = connections.remove(connection);
    if (wait != null) {
      counts.computeIfPresent(wait.address(), (key, count) -> count == 1 ? null : count - 1);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    since(connection, BUSY);
    Request.addCompletionListener(request, failure -> completed(connection));
    return super.handle(request, response, callback);
  }

  private void since(Connection connection, long since) {
    connections.computeIfPresent(connection, (key, wait) -> wait.at(since));
  }

  private void completed(Connection connection) {
    since(connection, now());
    Wait wait = connections.get(connection);
    if (wait != null && wait.isUnwanted()) {
      connection.getEndPoint().close();
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    schedule();
  }

  private void schedule() {
    if (!isStopped) {
      sweeper =
          getServer()
              .getScheduler()
              .schedule(this::sweep, limitNanos / SWEEPS_PER_LIMIT, TimeUnit.NANOSECONDS);
    }
  }

  private void sweep() {
    long now = now();
    connections.forEach(
        (connection, wait) -> {
          if (wait.since() != BUSY && now - wait.since() > limitNanos) {
            end(connection);
          }
        });
    schedule();
  }

  @Override
  protected void doStop() throws Exception {
    isStopped = true;
    if (sweeper != null) {
      sweeper.cancel();
    }
    super.doStop();
  }
}
