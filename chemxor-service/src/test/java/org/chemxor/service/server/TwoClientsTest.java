package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.service.TestModels;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An honest client and one that attacks, each with a token of its own: every request of the honest
 * one succeeds at the first attempt, whatever the other does. The server's patience is an hour, so
 * that nothing here succeeds only because an attack was waited out.
 */
@Timeout(240)
class TwoClientsTest {
  private static final Network NETWORK = TestModels.network("small", 1);
  private static final String HONEST = "honest-token-of-some-length";
  private static final String ATTACKER = "attacker-token-of-some-length";
  private static final int MOLECULES = 3;

  private static FheModel model;
  private static ClientBytes bytes;
  private static ClientBytes second;
  @TempDir private Path folder;
  private final List<Socket> open = new ArrayList<>();
  private PartitionNetServer server;
  private RawClient client;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(NETWORK);
    bytes = new ClientBytes(model);
    second = new ClientBytes(model);
  }

  @AfterAll
  static void close() {
    bytes.close();
    second.close();
    model.close();
  }

  /** Room for eight key sets, of which a client has two, and for eight requests. */
  private static ServerLimits limits(int maxConnections) {
    ServerLimits standard = ServerLimits.standard();
    return new ServerLimits(
        1,
        8,
        64,
        128,
        8L * bytes.keys().length,
        Duration.ofDays(1),
        standard.keyMemoryBytes(),
        8L * StepEndpoint.limit(TestModels.served(model), 0),
        Duration.ofHours(1),
        1,
        Duration.ofHours(1),
        8192,
        maxConnections,
        Duration.ofSeconds(30));
  }

  @BeforeEach
  void serve() throws Exception {
    start(2048);
    assertThat(put(bytes)).isEqualTo(201);
  }

  private void start(int maxConnections) throws IOException {
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"), "honest " + HONEST + "\nattacker " + ATTACKER + "\n");
    server =
        PartitionNetServer.of(TestModels.served(model))
            .port(0)
            .limits(limits(maxConnections))
            .tokenFile(tokens)
            .keysFolder(folder.resolve("keys"))
            .start();
    client = new RawClient(server.uri());
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
  }

  private int put(ClientBytes keys) throws Exception {
    return send("PUT", keys.keysPath(), keys.keys()).statusCode();
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body) throws Exception {
    return client.send(method, path, body, "Authorization", "Bearer " + HONEST);
  }

  /** Whole inferences with keys that were sent before the attack. */
  private void assertHonestClientIsServed() throws Exception {
    double[] expected =
        new ReferenceEvaluator(NETWORK)
            .evaluate(GridFingerprintFeaturiser.standard().image(TestModels.ASPIRIN));
    assertThat(send("HEAD", bytes.keysPath(), new byte[0]).statusCode()).isEqualTo(204);
    for (int molecule = 0; molecule < MOLECULES; molecule++) {
      try (EncryptedInference inference = bytes.start()) {
        while (!inference.isDone()) {
          HttpResponse<byte[]> reply =
              send("POST", bytes.stepPath(inference.round()), inference.nextRequest());
          assertThat(reply.statusCode())
              .as(new String(reply.body(), StandardCharsets.ISO_8859_1))
              .isEqualTo(200);
          inference.acceptReply(reply.body());
        }
        assertThat(inference.outputs()[0]).isCloseTo(expected[0], within(1e-4));
      }
    }
  }

  /** A new key set of the honest client beside its first. */
  private void assertNewKeysAreTaken() throws Exception {
    assertThat(put(second)).isEqualTo(201);
    assertThat(send("HEAD", second.keysPath(), new byte[0]).statusCode()).isEqualTo(204);
    assertHonestClientIsServed();
  }

  private static String head(String method, String path, String token, long length) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: x\r\n"
        + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  private Socket attack(String text) throws IOException {
    return attack(text, new byte[0]);
  }

  private Socket attack(String text, byte[] body) throws IOException {
    Socket socket = client.open();
    open.add(socket);
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
    } catch (SocketException e) {
      assertThat(e).as("the server may have had enough").isNotNull();
    }
    return socket;
  }

  private static String foreignKeys(int number) {
    return Routes.keys(bytes.program(), Digests.sha256Hex(new byte[] {(byte) number}));
  }

  /**
   * 22 heads are 5,720 bytes: they evicted every stored key set, and 507 was the reply to others.
   */
  @Test
  void announcedUploadsTakeNothingFromAnybody() throws Exception {
    for (int i = 0; i < 22; i++) {
      attack(head("PUT", foreignKeys(i), ATTACKER, bytes.keys().length));
    }
    awaitTaken("PUT", foreignKeys(99));
    assertHonestClientIsServed();
    assertNewKeysAreTaken();
  }

  /** Waits until the attacker's requests have been looked at, which its own next one shows. */
  private void awaitTaken(String method, String path) throws Exception {
    HttpResponse<byte[]> own =
        client.send(method, path, new byte[10], "Authorization", "Bearer " + ATTACKER);
    assertThat(own.statusCode()).isGreaterThanOrEqualTo(400);
  }

  @Test
  void silentRequestsHoldNoMemory() throws Exception {
    long length = StepEndpoint.limit(TestModels.served(model), 0);
    for (int i = 0; i < 9; i++) {
      attack(head("POST", bytes.stepPath(0), ATTACKER, length));
    }
    awaitTaken("POST", bytes.stepPath(0));
    assertHonestClientIsServed();
  }

  @Test
  void halfSentRequestsGiveWayToWholeOnes() throws Exception {
    byte[] request = bytes.request();
    byte[] most = Arrays.copyOf(request, request.length - 1);
    for (int i = 0; i < 30; i++) {
      attack(head("POST", bytes.stepPath(0), ATTACKER, request.length), most);
    }
    assertHonestClientIsServed();
  }

  @Test
  void halfSentKeysGiveWayToWholeOnes() throws Exception {
    byte[] most = Arrays.copyOf(bytes.keys(), bytes.keys().length - 1);
    for (int i = 0; i < 12; i++) {
      attack(head("PUT", foreignKeys(i), ATTACKER, bytes.keys().length), most);
    }
    assertHonestClientIsServed();
    assertNewKeysAreTaken();
  }

  @Test
  void bodiesByteByByteKeepNobodyOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String path = i % 2 == 0 ? bytes.stepPath(0) : foreignKeys(i);
      slow.add(attack(head(i % 2 == 0 ? "POST" : "PUT", path, ATTACKER, bytes.request().length)));
    }
    for (int round = 0; round < 3; round++) {
      for (Socket socket : slow) {
        try {
          socket.getOutputStream().write(round);
          socket.getOutputStream().flush();
        } catch (SocketException e) {
          assertThat(e).as("closed: all the better").isNotNull();
        }
      }
      assertHonestClientIsServed();
    }
    assertNewKeysAreTaken();
  }

  @Test
  void keysThatArriveWholeReplaceTheirSendersOwn() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (ClientBytes keys = new ClientBytes(model)) {
        HttpResponse<byte[]> reply =
            client.send("PUT", keys.keysPath(), keys.keys(), "Authorization", "Bearer " + ATTACKER);
        assertThat(reply.statusCode()).isEqualTo(201);
      }
      assertHonestClientIsServed();
    }
    assertNewKeysAreTaken();
  }

  @Test
  void manyComputationsOfOneClientDoNotKeepOutAnothers() throws Exception {
    byte[] request = bytes.request();
    List<Thread> flood = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Thread thread = new Thread(() -> flood(request), "flood");
      thread.setDaemon(true);
      thread.start();
      flood.add(thread);
    }
    for (int i = 0; i < 3; i++) {
      assertHonestClientIsServed();
    }
    assertNewKeysAreTaken();
    flood.forEach(Thread::interrupt);
    for (Thread thread : flood) {
      thread.join();
    }
  }

  private void flood(byte[] request) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        client.send("POST", bytes.stepPath(0), request, "Authorization", "Bearer " + ATTACKER);
      } catch (IOException | InterruptedException e) {
        return;
      }
    }
  }

  /** They were held 36 seconds, or by the formula up to 66 minutes. */
  @Test
  void whoHasNoTokenIsAnsweredAndClosedAtOnce() throws Exception {
    for (String request :
        List.of(
            head("POST", bytes.stepPath(0), "", 8),
            head("PUT", bytes.keysPath(), "", 1_000_000),
            head("PUT", bytes.keysPath(), "", 99_999_999_999L),
            head("PUT", bytes.keysPath(), "unknown-token-of-length", 1_000_000),
            head("GET", Routes.MODELS, "", 1_000_000))) {
      String reply = RawClient.readAll(attack(request));
      assertThat(reply).startsWith("HTTP/1.1 401 ").contains("urn:chemxor:problem:unauthorized");
    }
  }

  /** Addresses outside /v1/ were answered with 404, so that others told what there is. */
  @Test
  void whoHasNoTokenGetsTheSameReplyAtEveryAddress() throws Exception {
    Set<String> replies = new HashSet<>();
    for (String path :
        List.of(
            "/",
            "/nothing",
            "/models",
            "/v1",
            "/v1/",
            "/v1/nothing",
            Routes.METRICS,
            Routes.MODELS,
            Routes.model("small"),
            Routes.model("nothing"),
            bytes.keysPath(),
            foreignKeys(1),
            bytes.stepPath(0),
            bytes.stepPath(99))) {
      for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
        HttpResponse<byte[]> reply = client.send(method, path, new byte[0]);
        assertThat(reply.statusCode()).as(method + " " + path).isEqualTo(401);
        replies.add(reply.headers().map() + new String(reply.body(), StandardCharsets.UTF_8));
      }
    }
    assertThat(replies).hasSize(1);
    assertThat(send("GET", "/nothing", new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void refusedBodiesAreNotWaitedFor() throws Exception {
    for (String request :
        List.of(
            head("POST", "/v1/nothing", HONEST, 1_000_000),
            head("DELETE", bytes.keysPath(), HONEST, 1_000_000),
            head("PUT", Routes.keys("0".repeat(64), bytes.digest()), HONEST, 1_000_000),
            head("POST", bytes.stepPath(99), HONEST, 1_000),
            head("POST", second.stepPath(0), HONEST, 1_000),
            head("PUT", bytes.keysPath(), HONEST, 99_999_999_999L))) {
      String reply = RawClient.readAll(attack(request));
      assertThat(reply).matches("(?s)HTTP/1.1 4.. .*").contains("urn:chemxor:problem:");
    }
    assertHonestClientIsServed();
  }

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
