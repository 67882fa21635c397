package org.chemxor.mpc.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import javax.net.ssl.SSLSocket;
import org.chemxor.core.InvalidInputException;

/** Connections over TCP, plain or with TLS. */
public final class Sockets {
  private Sockets() {}

  /**
   * Connects.
   *
   * @param role whom to expect: "dealer" or "model-owner"
   * @throws ChannelException saying whom and why, when there is no such peer within the deadline
   */
  public static Link connect(Address address, Security security, String role, Duration deadline) {
    try {
      InetAddress host = InetAddress.getByName(address.host());
      requireAllowed(host, security);
      Socket socket = new Socket();
      socket.connect(
          new InetSocketAddress(host, address.port()), Math.toIntExact(deadline.toMillis()));
      if (!(security instanceof Security.Tls tls)) {
        return new SocketLink(socket);
      }
      SSLSocket secure =
          (SSLSocket)
              tls.context()
                  .getSocketFactory()
                  .createSocket(socket, address.host(), address.port(), true);
      return secured(secure, tls, role, deadline);
    } catch (UnknownHostException e) {
      throw new ChannelException("there is no host " + address.host(), e);
    } catch (IOException e) {
      throw new ChannelException(
          "the " + role + " at " + address + " cannot be reached: " + e.getMessage(), e);
    }
  }

  private static void requireAllowed(InetAddress host, Security security) {
    if (security instanceof Security.Plain plain
        && !plain.anywhere()
        && !host.isLoopbackAddress()) {
      throw new InvalidInputException(
          host.getHostName()
              + " is another machine: give certificates for TLS, or ask for plain connections by"
              + " name");
    }
  }

  private static Link secured(SSLSocket socket, Security.Tls tls, String role, Duration deadline)
      throws IOException {
    // A read's own time limit starts again with every byte; the timer does not.
    Timer timer = new Timer("mpc-tls", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            new ClosingLater(socket).close();
          }
        },
        deadline.toMillis());
    try {
      socket.setEnabledProtocols(new String[] {"TLSv1.3"});
      socket.startHandshake();
      tls.requirePeer(socket, role);
      return new SocketLink(socket);
    } catch (IOException e) {
      new ClosingLater(socket).close();
      throw e;
    } finally {
      timer.cancel();
    }
  }

  private record ClosingLater(Socket socket) {
    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        org.slf4j.LoggerFactory.getLogger(Sockets.class).debug("closing a socket", e);
      }
    }
  }

  /** A port that is listened to. */
  public static final class Listener implements AutoCloseable {
    private final ServerSocket server;
    private final Security security;
    private final Duration deadline;

    private Listener(ServerSocket server, Security security, Duration deadline) {
      this.server = server;
      this.security = security;
      this.deadline = deadline;
    }

    /** The port. */
    public int port() {
      return server.getLocalPort();
    }

    /** Waits for the next connection; no byte of it is read yet. */
    public Socket accept() throws IOException {
      return server.accept();
    }

    /**
     * Makes a link of an accepted connection; to be called in a thread of the connection's own.
     *
     * @param role whom to expect; empty for anybody whose certificate is trusted
     */
    public Link open(Socket socket, String role) throws IOException {
      if (!(security instanceof Security.Tls tls)) {
        return new SocketLink(socket);
      }
      SSLSocket secure =
          (SSLSocket) tls.context().getSocketFactory().createSocket(socket, null, true);
      secure.setUseClientMode(false);
      secure.setNeedClientAuth(true);
      return secured(secure, tls, role, deadline);
    }

    @Override
    public void close() {
      try {
        server.close();
      } catch (IOException e) {
        org.slf4j.LoggerFactory.getLogger(Sockets.class).debug("closing a port", e);
      }
    }
  }

  /**
   * Listens.
   *
   * @throws IOException saying where, when that cannot be listened on
   */
  public static Listener listen(Address address, Security security, Duration deadline)
      throws IOException {
    InetAddress host = InetAddress.getByName(address.host());
    requireAllowed(host, security);
    try {
      return new Listener(new ServerSocket(address.port(), 64, host), security, deadline);
    } catch (IOException e) {
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }
}
