package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.service.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * An honest client and one that attacks, each with a token of its own, for tests in which every
 * request of the honest one succeeds at the first attempt, whatever the other does. The server's
 * patience is an hour, so that nothing here succeeds only because an attack was waited out.
 */
abstract class TwoClients {
  private static final Network NETWORK = TestModels.network("small", 1);
  static final String HONEST = "honest-token-of-some-length";
  static final String ATTACKER = "attacker-token-of-some-length";
  private static final int MOLECULES = 3;

  static FheModel model;
  static ClientBytes bytes;
  static ClientBytes second;
  @TempDir private Path folder;
  final List<Socket> open = new ArrayList<>();
  ModelServer server;
  RawClient client;

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
    return ServerLimits.builder()
        .workers(1)
        .queue(8)
        .requestsPerClient(64)
        .keySetsPerClient(128)
        .keyQuotaBytes(8L * bytes.keys().length)
        .keyExpiry(Duration.ofDays(1))
        .bodyMemoryBytes(8L * StepEndpoint.limit(TestModels.served(model), 0))
        .bodyTimeout(Duration.ofHours(1))
        .minBytesPerSecond(1)
        .idleTimeout(Duration.ofHours(1))
        .maxConnections(maxConnections)
        .shutdownTimeout(Duration.ofSeconds(2))
        .build();
  }

  @BeforeEach
  void serve() throws Exception {
    start(2048);
    assertThat(put(bytes)).isEqualTo(201);
  }

  void start(int maxConnections) throws IOException {
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"), "honest " + HONEST + "\nattacker " + ATTACKER + "\n");
    server =
        ModelServer.of(TestModels.served(model))
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

  int put(ClientBytes keys) throws Exception {
    return send("PUT", keys.keysPath(), keys.keys()).statusCode();
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body) throws Exception {
    return client.send(method, path, body, "Authorization", "Bearer " + HONEST);
  }

  /** Whole inferences with keys that were sent before the attack. */
  void assertHonestClientIsServed() throws Exception {
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
  void assertNewKeysAreTaken() throws Exception {
    assertThat(put(second)).isEqualTo(201);
    assertThat(send("HEAD", second.keysPath(), new byte[0]).statusCode()).isEqualTo(204);
    assertHonestClientIsServed();
  }

  static String head(String method, String path, String token, long length) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: x\r\n"
        + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  Socket attack(String text) throws IOException {
    return attack(text, new byte[0]);
  }

  Socket attack(String text, byte[] body) throws IOException {
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
}
