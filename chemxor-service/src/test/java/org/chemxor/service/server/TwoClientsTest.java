package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.chemxor.service.TestModels;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.Routes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one client sends keeps another out in no way: keys, requests, and bodies nobody wants. */
@Timeout(240)
class TwoClientsTest extends TwoClients {
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
    byte[] most = shortened(request);
    for (int i = 0; i < 30; i++) {
      attack(head("POST", bytes.stepPath(0), ATTACKER, request.length), most);
    }
    assertHonestClientIsServed();
  }

  @Test
  void halfSentKeysGiveWayToWholeOnes() throws Exception {
    byte[] most = shortened(bytes.keys());
    for (int i = 0; i < 12; i++) {
      attack(head("PUT", foreignKeys(i), ATTACKER, bytes.keys().length), most);
    }
    assertHonestClientIsServed();
    assertNewKeysAreTaken();
  }

  /** Each of them was an error in the log, which a client could so fill. */
  @Test
  void uploadsThatGiveWayAreNoErrorsInTheLog() throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      for (int i = 0; i < 4; i++) {
        attack(head("PUT", foreignKeys(i), ATTACKER, bytes.keys().length), shortened(bytes.keys()));
      }
      String last = head("PUT", foreignKeys(9), ATTACKER, bytes.keys().length);
      assertThat(RawClient.readAll(attack(last, shortened(bytes.keys()))))
          .startsWith("HTTP/1.1 507 ");
    } finally {
      System.setErr(err);
    }
    assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR");
  }

  private static byte[] shortened(byte[] whole) {
    return Arrays.copyOf(whole, whole.length - 1);
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
        Map<String, List<String>> headers = new TreeMap<>(reply.headers().map());
        // The time, and the end of a connection that has had its turn.
        headers.keySet().removeAll(Set.of("date", "connection"));
        replies.add(headers + new String(reply.body(), StandardCharsets.UTF_8));
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
}
