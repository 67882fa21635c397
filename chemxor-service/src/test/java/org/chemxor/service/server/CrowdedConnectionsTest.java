package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many connections one client has, and whatever it does on them, another gets in. */
@Timeout(240)
class CrowdedConnectionsTest extends TwoClients {
  @Test
  void silentConnectionsKeepNobodyOut() throws Exception {
    server.close();
    start(40);
    assertThat(put(bytes)).isIn(201, 204);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 60; i++) {
        attack(i % 2 == 0 ? "" : "POST / HT");
      }
      client = new RawClient(server.uri());
      assertHonestClientIsServed();
    }
    assertNewKeysAreTaken();
  }

  /** Among addresses that have as many connections, the longest silent one makes room. */
  @Test
  void halfSentHeadsFromManyAddressesKeepNobodyOut() throws Exception {
    server.close();
    start(40);
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket();
        open.add(socket);
        byte[] source = {127, (byte) (1 + round), 0, (byte) (1 + i)};
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.getOutputStream().write("POST / HT".getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      }
      client = new RawClient(server.uri());
      assertHonestClientIsServed();
    }
    assertNewKeysAreTaken();
  }

  /** They delay others, for how long is not promised; they do not keep anybody out. */
  @Test
  void aFloodOfCheapPagesKeepsNobodyOut() throws Exception {
    List<Thread> flood = new ArrayList<>();
    AtomicLong replied = new AtomicLong();
    for (int i = 0; i < 4; i++) {
      Thread thread = new Thread(() -> askForPages(replied), "flood");
      thread.setDaemon(true);
      thread.start();
      flood.add(thread);
    }
    while (replied.get() < 10_000) {
      Thread.sleep(1);
    }
    long before = replied.get();
    assertHonestClientIsServed();
    assertNewKeysAreTaken();
    assertThat(replied.get()).as("the flood lasted").isGreaterThan(before);
    assertThat(flood).allMatch(Thread::isAlive);
    flood.forEach(Thread::interrupt);
    for (Thread thread : flood) {
      thread.join();
    }
  }

  /** On 64 connections; what the server closes is opened again. */
  private void askForPages(AtomicLong replied) {
    byte[] get = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    Socket[] sockets = new Socket[64];
    while (!Thread.currentThread().isInterrupted()) {
      for (int i = 0; i < sockets.length; i++) {
        try {
          sockets[i] = sockets[i] == null ? client.open() : sockets[i];
          sockets[i].getOutputStream().write(get);
          int there = sockets[i].getInputStream().available();
          replied.addAndGet(sockets[i].getInputStream().readNBytes(there).length);
        } catch (IOException e) {
          sockets[i] = null;
        }
      }
    }
  }

  /** A thread stays with a connection as long as it has one more request. */
  @Test
  void connectionsForPagesTakeTurns() throws Exception {
    String get = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";
    String replies = client.raw(get.repeat(100));
    assertThat(replies.split("HTTP/1.1 200", -1)).hasSize(33);
    assertThat(replies).containsOnlyOnce("Connection: close");
    assertHonestClientIsServed();
  }
}
