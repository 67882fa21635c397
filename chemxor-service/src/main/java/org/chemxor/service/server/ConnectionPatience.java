package org.chemxor.service.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.chemxor.service.server.proxy.ClientAddress;
import org.eclipse.jetty.io.Connection;
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
 * open, one of the address that has most makes room for each new one: its longest waiting, else its
 * oldest. Bodies have limits of their own.
 */
final class ConnectionPatience extends Handler.Wrapper implements Connection.Listener {
  private static final long BUSY = Long.MAX_VALUE;
  private static final int SWEEPS_PER_LIMIT = 4;

  private final long limitNanos;
  private final int crowd;
  private final long start = System.nanoTime();
  private final Map<Connection, Wait> connections = new ConcurrentHashMap<>();
  private Scheduler.@Nullable Task sweeper;
  private volatile boolean isStopped;

  /**
   * A connection.
   *
   * @param address whose
   * @param opened when
   * @param since since when it has been waiting for a head, or BUSY
   */
  private record Wait(String address, long opened, long since) {}

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
      connections.put(connection, new Wait(address(connection), now, now));
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
    Map<String, Long> counts =
        connections.values().stream()
            .collect(Collectors.groupingBy(Wait::address, Collectors.counting()));
    String largest =
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    Optional<Connection> victim =
        connections.entrySet().stream()
            .filter(entry -> entry.getValue().address().equals(largest))
            .filter(entry -> entry.getKey() != newcomer)
            .min(
                Map.Entry.comparingByValue(
                    Comparator.comparingLong(Wait::since).thenComparingLong(Wait::opened)))
            .map(Map.Entry::getKey);
    victim.ifPresent(connection -> connection.getEndPoint().close());
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    since(connection, BUSY);
    Request.addCompletionListener(request, failure -> since(connection, now()));
    return super.handle(request, response, callback);
  }

  private void since(Connection connection, long since) {
    connections.computeIfPresent(
        connection, (key, wait) -> new Wait(wait.address(), wait.opened(), since));
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
            connection.getEndPoint().close();
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
