package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** Requests that no honest client sends: each is refused, and the server goes on answering. */
class RefusalTest {
  private static final Network NETWORK = TestModels.network("small", 1);
  private static final int MUTATIONS = Integer.getInteger("chemxor.test.mutations", 2000);

  private static FheModel model;
  private static FheModel other;
  private static ClientBytes bytes;
  private static ClientBytes foreign;
  @TempDir private Path folder;
  private ModelServer server;
  private RawClient client;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(NETWORK);
    other = TestModels.wrap(TestModels.network("other", 2));
    bytes = new ClientBytes(model);
    foreign = new ClientBytes(other);
  }

  @AfterAll
  static void close() {
    bytes.close();
    foreign.close();
    model.close();
    other.close();
  }

  @BeforeEach
  void serve() throws Exception {
    ServerLimits limits =
        ServerLimits.builder()
            .bodyTimeout(Duration.ofSeconds(2))
            .minBytesPerSecond(1_000_000)
            .idleTimeout(Duration.ofSeconds(3))
            .build();
    server =
        ModelServer.of(TestModels.served(model), TestModels.served(other))
            .port(0)
            .limits(limits)
            .keysFolder(folder.resolve("keys"))
            .start();
    client = new RawClient(server.uri());
    assertThat(client.send("PUT", bytes.keysPath(), bytes.keys()).statusCode()).isEqualTo(201);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Runs a whole honest inference. */
  private void assertStillRight() throws Exception {
    assertThat(client.send("GET", Routes.HEALTH, new byte[0]).statusCode()).isEqualTo(200);
    double[] expected =
        new ReferenceEvaluator(NETWORK)
            .evaluate(GridFingerprintFeaturiser.standard().image(TestModels.ASPIRIN));
    try (EncryptedInference inference = bytes.start()) {
      while (!inference.isDone()) {
        HttpResponse<byte[]> reply =
            client.send("POST", bytes.stepPath(inference.round()), inference.nextRequest());
        assertThat(reply.statusCode()).isEqualTo(200);
        inference.acceptReply(reply.body());
      }
      assertThat(inference.outputs()[0]).isCloseTo(expected[0], within(1e-4));
    }
  }

  private static void assertHarmless(String reply) {
    assertThat(reply.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("exception", "\tat ", ".java", "jetty", "server:", "/tmp", "keys0", "org.");
  }

  private void assertRefused(int status, String type, HttpResponse<byte[]> reply)
      throws IOException {
    String body = new String(reply.body(), StandardCharsets.UTF_8);
    assertThat(reply.statusCode()).as(body).isEqualTo(status);
    assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(new ObjectMapper().readTree(reply.body()).get("type").asText())
        .isEqualTo("urn:chemxor:problem:" + type);
    assertHarmless(reply.headers().map() + body);
  }

  @Test
  void keysOfAnotherProgramAreRefused() throws Exception {
    String path = Routes.keys(bytes.program(), foreign.digest());
    assertRefused(422, "invalid-message", client.send("PUT", path, foreign.keys()));
    assertThat(client.send("HEAD", path, new byte[0]).statusCode()).isEqualTo(404);
    assertStillRight();
  }

  @Test
  void requestsForAnotherProgramOrStepAreRefused() throws Exception {
    assertRefused(
        422, "invalid-message", client.send("POST", bytes.stepPath(0), foreign.request()));
    assertRefused(422, "invalid-message", client.send("POST", bytes.stepPath(1), bytes.request()));
    assertRefused(404, "keys-missing", client.send("POST", foreign.stepPath(0), foreign.request()));
    assertStillRight();
  }

  /** Evaluating with somebody else's keys gives noise that nobody can read, and harms nobody. */
  @Test
  void ciphertextsUnderOtherKeysGiveTheirSenderNothing() throws Exception {
    try (ClientBytes second = new ClientBytes(model);
        EncryptedInference inference = second.start()) {
      HttpResponse<byte[]> reply = client.send("POST", bytes.stepPath(0), inference.nextRequest());
      assertThat(reply.statusCode()).isEqualTo(200);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> inference.acceptReply(reply.body()))
          .isInstanceOf(org.chemxor.core.InvalidInputException.class);
    }
    assertStillRight();
  }

  @Test
  void mutatedRequestsAreRefusedAndTheServerStaysHealthy() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] request = bytes.request();
    int accepted = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Mutation mutation = Mutation.of(random, request);
      HttpResponse<byte[]> reply = client.send("POST", bytes.stepPath(0), mutation.bytes());
      String what = "seed " + seed + ", mutation " + i + ", " + mutation.name();
      if (mutation.mayBeAccepted()) {
        accepted += reply.statusCode() == 200 ? 1 : 0;
        assertThat(reply.statusCode()).as(what).isIn(200, 422);
      } else {
        assertThat(reply.statusCode()).as(what).isBetween(400, 499);
      }
      if (reply.statusCode() != 200) {
        assertHarmless(new String(reply.body(), StandardCharsets.UTF_8));
      }
    }
    assertThat(accepted).as("mutations that are valid messages").isLessThan(MUTATIONS / 2);
    assertStillRight();
  }

  @Test
  void mutatedKeysAreRefused() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < Math.max(20, MUTATIONS / 100); i++) {
      Mutation mutation = Mutation.of(random, bytes.keys());
      String path = Routes.keys(bytes.program(), Digests.sha256Hex(mutation.bytes()));
      int status = client.send("PUT", path, mutation.bytes()).statusCode();
      assertThat(status)
          .as("seed " + seed + ", mutation " + i + ", " + mutation.name())
          .isIn(mutation.mayBeAccepted() ? List.of(201, 422) : List.of(413, 422));
    }
    assertThat(folder.resolve("keys/incoming")).isEmptyDirectory();
    assertStillRight();
  }

  @Test
  void malformedHttpIsRefusedWithAProblem() throws Exception {
    String host = " HTTP/1.1\r\nHost: x\r\n";
    String huge = "x".repeat(100_000);
    for (String request :
        List.of(
            "GET /v1/models" + host + "Big: " + huge + "\r\n\r\n",
            "GET /" + huge + host + "\r\n",
            "GET /v1/models HTTP/1.1\r\n\r\n",
            "GET /v1/models HTTP/9.9\r\nHost: x\r\n\r\n",
            "nonsense\r\n\r\n",
            "GET /v1/%zz" + host + "\r\n",
            "GET /v1/..%2f..%2fetc/passwd" + host + "\r\n",
            "POST " + bytes.stepPath(0) + host + "Content-Length: -5\r\n\r\n",
            "POST "
                + bytes.stepPath(0)
                + host
                + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabc",
            "POST " + bytes.stepPath(0) + host + "Content-Length: 99999999999999\r\n\r\n",
            "POST " + bytes.stepPath(0) + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "TRACE /v1/models" + host + "Connection: close\r\n\r\n",
            "DELETE " + bytes.keysPath() + host + "Connection: close\r\n\r\n")) {
      String reply = client.raw(request);
      String what = request.substring(0, Math.min(60, request.length()));
      assertThat(reply).as(what).matches("(?s)HTTP/1.1 (4|501|505).*");
      assertThat(reply).as(what).contains("application/problem+json", "urn:chemxor:problem:");
      assertHarmless(reply);
    }
    assertStillRight();
  }

  @Test
  void bodiesInOtherCodingsAreRefusedWithASentence() throws Exception {
    String post = "POST " + bytes.stepPath(0) + " HTTP/1.1\r\nHost: x\r\n";
    String get = "GET /v1/models HTTP/1.1\r\nHost: x\r\n";
    String chunk = "3\r\nabc\r\n0\r\n\r\n";
    String ten = "Content-Length: 10\r\n\r\n0123456789";
    for (String coding :
        List.of("gzip", "deflate", "gzip, chunked", "chunked, gzip", "identity", "x, chunked")) {
      assertCoding(post + "Transfer-Encoding: " + coding + "\r\n\r\n" + chunk);
      assertCoding(get + "Transfer-Encoding: " + coding + "\r\n\r\n" + chunk);
    }
    String twoLines = "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertCoding(post + twoLines + chunk);
    for (String coding : List.of("gzip", "GZip", "identity, br", "zstd")) {
      assertCoding(post + "Content-Encoding: " + coding + "\r\n" + ten);
      assertCoding(get + "Content-Encoding: " + coding + "\r\n" + ten);
    }
    assertCoding(post + "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n" + ten);
    assertStillRight();
  }

  private void assertCoding(String request) throws IOException {
    String reply = client.raw(request.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
    assertThat(reply)
        .as(request)
        .startsWith("HTTP/1.1 415 ")
        .contains("urn:chemxor:problem:unsupported-encoding", "bodies ");
    assertHarmless(reply);
  }

  @Test
  void unknownAddressesAreProblemsToo() throws Exception {
    for (String path : List.of("/", "/v1", "/v1/", "/v1/nothing", "/v2/models", "/v1/models/")) {
      HttpResponse<byte[]> reply = client.send("GET", path, new byte[0]);
      assertThat(reply.statusCode()).as(path).isEqualTo(404);
      assertThat(reply.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
  }

  @Test
  void bodiesThatStopHalfwayHarmNobody() throws Exception {
    byte[] request = bytes.request();
    for (String path : List.of(bytes.stepPath(0), Routes.keys(bytes.program(), "2".repeat(64)))) {
      String method = path.contains("steps") ? "POST " : "PUT ";
      String head = method + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + request.length;
      byte[] start = (head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
      byte[] half = java.util.Arrays.copyOf(start, start.length + request.length / 2);
      System.arraycopy(request, 0, half, start.length, request.length / 2);
      assertHarmless(client.raw(half, true));
      assertThat(client.raw(half, false)).as("the rest does not come").contains("408");
    }
    assertThat(folder.resolve("keys/incoming")).isEmptyDirectory();
    assertStillRight();
  }

  @Test
  void slowClientsDoNotKeepOthersOut() throws Exception {
    List<Socket> slow = new ArrayList<>();
    String head = "POST " + bytes.stepPath(0) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n";
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = client.open();
        socket
            .getOutputStream()
            .write(
                head.substring(0, i % 2 == 0 ? 30 : head.length())
                    .getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        slow.add(socket);
      }
      assertStillRight();
      for (Socket socket : slow) {
        RawClient.readAll(socket);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    assertStillRight();
  }

  @Test
  @Timeout(60)
  void aHeadThatComesByteByByteIsNotWaitedForForever() throws Exception {
    try (Socket socket = client.open()) {
      InputStream in = socket.getInputStream();
      boolean isClosed = false;
      for (int i = 0; !isClosed; i++) {
        Thread.sleep(100);
        try {
          socket.getOutputStream().write(i == 0 ? 'G' : 'E');
          isClosed = in.available() == 0 && i > 0 && isAtEnd(socket);
        } catch (SocketException e) {
          isClosed = true;
        }
      }
    }
    assertStillRight();
  }

  private static boolean isAtEnd(Socket socket) throws IOException {
    socket.setSoTimeout(10);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void keysDamagedOnDiskAreAskedForAgain() throws Exception {
    server.close();
    Path file;
    try (var files = Files.walk(folder.resolve("keys"))) {
      file = files.filter(path -> path.toString().endsWith(".keys")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);
    server = ModelServer.of(model).port(0).keysFolder(folder.resolve("keys")).start();
    client = new RawClient(server.uri());
    assertRefused(404, "keys-missing", client.send("POST", bytes.stepPath(0), bytes.request()));
    assertThat(client.send("PUT", bytes.keysPath(), bytes.keys()).statusCode()).isEqualTo(201);
    assertStillRight();
  }
}
