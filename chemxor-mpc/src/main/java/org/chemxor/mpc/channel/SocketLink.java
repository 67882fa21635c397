package org.chemxor.mpc.channel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** A link over TCP or TLS. */
final class SocketLink implements Link {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  SocketLink(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  @Override
  public void write(byte[] data) throws IOException {
    out.write(data);
  }

  @Override
  public void read(byte[] into, int from) throws IOException {
    int at = from;
    while (at < into.length) {
      int count = in.read(into, at, into.length - at);
      if (count < 0) {
        throw new EOFException("the connection was closed");
      }
      at += count;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nothing is lost: whatever had to arrive was acknowledged by the protocol before.
      org.slf4j.LoggerFactory.getLogger(SocketLink.class).debug("closing a socket", e);
    }
  }
}
