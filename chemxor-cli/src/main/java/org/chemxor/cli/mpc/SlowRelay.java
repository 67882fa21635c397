package org.chemxor.cli.mpc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.chemxor.mpc.channel.Address;
import org.slf4j.LoggerFactory;

/**
 * A network as slow as one likes, on this machine: whatever it relays arrives a fixed time later.
 * Bytes on their way are bounded, which at great latencies bounds the rate as well, as windows of
 * real connections do.
 */
final class SlowRelay implements AutoCloseable {
  private static final int PIECE = 1 << 16;
  private static final int PIECES_ON_THE_WAY = 1024;

  private final String address;
  private final Address target;
  private final long delayNanos;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** Bytes and when they are due; none of them at the end. */
  private record Piece(byte[] bytes, long due) {}

  private SlowRelay(String target, long delayNanos) throws IOException {
    this.target = Address.parse(target);
    this.delayNanos = delayNanos;
    server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    address = delayNanos == 0 ? target : "127.0.0.1:" + server.getLocalPort();
    start(this::accept);
  }

  /** Relays to a HOST:PORT; without latency, it stands aside. */
  static SlowRelay to(String target, int latencyMillis) throws IOException {
    return new SlowRelay(target, TimeUnit.MILLISECONDS.toNanos(latencyMillis));
  }

  /** Where to connect to. */
  String address() {
    return address;
  }

  private void accept() {
    try {
      while (true) {
        Socket here = server.accept();
        Socket there = new Socket(target.host(), target.port());
        open.add(here);
        open.add(there);
        here.setTcpNoDelay(true);
        there.setTcpNoDelay(true);
        relay(here, there);
        relay(there, here);
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(SlowRelay.class).debug("the relay ended", e);
    }
  }

  private void relay(Socket from, Socket to) {
    BlockingQueue<Piece> onTheWay = new LinkedBlockingQueue<>();
    Semaphore room = new Semaphore(PIECES_ON_THE_WAY);
    start(() -> read(from, onTheWay, room));
    start(() -> write(to, onTheWay, room));
  }

  private void read(Socket from, BlockingQueue<Piece> onTheWay, Semaphore room) {
    byte[] buffer = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        room.acquireUninterruptibly();
        onTheWay.add(new Piece(Arrays.copyOf(buffer, count), System.nanoTime() + delayNanos));
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(SlowRelay.class).debug("one side is gone", e);
    }
    onTheWay.add(new Piece(new byte[0], System.nanoTime() + delayNanos));
  }

  private static void write(Socket to, BlockingQueue<Piece> onTheWay, Semaphore room) {
    try (to) {
      OutputStream out = to.getOutputStream();
      for (Piece piece = onTheWay.take(); piece.bytes().length > 0; piece = onTheWay.take()) {
        TimeUnit.NANOSECONDS.sleep(piece.due() - System.nanoTime());
        out.write(piece.bytes());
        room.release();
      }
    } catch (IOException e) {
      LoggerFactory.getLogger(SlowRelay.class).debug("the other side is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "slow-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
