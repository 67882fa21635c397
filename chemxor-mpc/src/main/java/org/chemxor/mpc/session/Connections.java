package org.chemxor.mpc.session;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.chemxor.core.ChemXorException;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections and gives each a thread, a bounded number at a time. */
public final class Connections implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final Sockets.Listener listener;
  private final Semaphore slots;
  private final Handler handler;
  private final String role;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;
  private volatile boolean closed;

  /** Serves one connection; returns when it is done. */
  @FunctionalInterface
  public interface Handler {
    /** Serves. */
    void serve(Link link);
  }

  /**
   * Starts accepting.
   *
   * @param role whose connections; empty for anybody's
   * @param most connections at a time; further ones are closed at once
   */
  public Connections(Sockets.Listener listener, String role, int most, Handler handler) {
    this.listener = listener;
    this.role = role;
    this.slots = new Semaphore(most);
    this.handler = handler;
    acceptor = new Thread(this::accept, "mpc-accept");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** The port. */
  public int port() {
    return listener.port();
  }

  /** Waits until it is closed. */
  public void join() throws InterruptedException {
    acceptor.join();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = listener.accept();
        if (!slots.tryAcquire()) {
          LOG.warn("a connection was refused: as many as allowed are open");
          socket.close();
          continue;
        }
        open.add(socket);
        Thread thread = new Thread(() -> serve(socket), "mpc-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("a connection could not be accepted: {}", e.getMessage());
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      handler.serve(listener.open(socket, role));
    } catch (IOException | ChemXorException e) {
      LOG.warn("a session ended early: {}", e.getMessage());
    } finally {
      open.remove(socket);
      slots.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    listener.close();
    for (Socket socket : open) {
      try {
        socket.close();
      } catch (IOException e) {
        LOG.debug("closing a socket", e);
      }
    }
  }
}
