package org.chemxor.service.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
 * clients that send a byte now and then, which no idle timeout ends. Bodies have limits of their
 * own.
 */
final class ConnectionPatience extends Handler.Wrapper implements Connection.Listener {
  private static final long BUSY = Long.MAX_VALUE;
  private static final int SWEEPS_PER_LIMIT = 4;

  private final long limitNanos;
  private final long start = System.nanoTime();
  private final Map<Connection, Long> waitingSince = new ConcurrentHashMap<>();
  private Scheduler.@Nullable Task sweeper;
  private volatile boolean isStopped;

  ConnectionPatience(Handler handler, Duration limit) {
    super(handler);
    this.limitNanos = limit.toNanos();
  }

  private long now() {
    return System.nanoTime() - start;
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      waitingSince.put(connection, now());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    waitingSince.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    waitingSince.replace(connection, BUSY);
    Request.addCompletionListener(request, failure -> waitingSince.replace(connection, now()));
    return super.handle(request, response, callback);
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
    waitingSince.forEach(
        (connection, since) -> {
          if (since != BUSY && now - since > limitNanos) {
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
