package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.TestModels;
import org.chemxor.service.protocol.Routes;
import org.chemxor.service.server.keys.FaultyChannel;
import org.chemxor.service.server.keys.KeyStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI description says what the server does: all of it, and nothing else. */
class ContractTest {
  private static final String TOKEN = "a-token-of-some-length";
  private static final String KEYS = Routes.keys("{program}", "{digest}");
  private static final String STEP = KEYS + "/steps/{step}";
  private static final byte[] NOTHING = {};

  private static FheModel model;
  private static ClientBytes bytes;
  @TempDir private Path folder;
  private OpenApi api;
  private int folders;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(TestModels.network("small", 1));
    bytes = new ClientBytes(model);
  }

  @AfterAll
  static void close() {
    bytes.close();
    model.close();
  }

  private ModelServer.Builder server() {
    return ModelServer.of(TestModels.served(model))
        .port(0)
        .keysFolder(folder.resolve("keys" + folders++));
  }

  private void check(
      RawClient client, String method, String template, String path, byte[] body, String... headers)
      throws Exception {
    api.check(method + " " + template, client.send(method, path, body, headers));
  }

  @Test
  void everythingDescribedExistsAndEverythingSeenIsDescribed() throws Exception {
    api = new OpenApi(ModelHandler.openApi());
    Set<String> routes = new TreeSet<>();
    for (Route route : Route.values()) {
      route.methods().forEach(method -> routes.add(method + " " + route.template()));
    }
    assertThat(api.operations()).isEqualTo(routes);
    healthy();
    withoutToken();
    failing();
    busy();
    slow();
    full();
    assertThat(api.seen()).containsAll(api.statuses());
  }

  private void healthy() throws Exception {
    try (ModelServer server = server().start()) {
      RawClient client = new RawClient(server.uri());
      for (String method : new String[] {"GET", "HEAD"}) {
        for (String path :
            new String[] {Routes.HEALTH, Routes.METRICS, Routes.OPENAPI, Routes.MODELS}) {
          check(client, method, path, path, NOTHING);
        }
        check(client, method, Routes.model("{model}"), Routes.model("small"), NOTHING);
        check(client, method, Routes.model("{model}"), Routes.model("large"), NOTHING);
      }
      check(client, "HEAD", KEYS, bytes.keysPath(), NOTHING);
      check(client, "POST", STEP, bytes.stepPath(0), bytes.request());
      check(client, "PUT", KEYS, bytes.keysPath(), bytes.keys());
      check(client, "PUT", KEYS, bytes.keysPath(), bytes.keys());
      check(client, "HEAD", KEYS, bytes.keysPath(), NOTHING);
      check(client, "POST", STEP, bytes.stepPath(0), bytes.request());
      check(client, "POST", STEP, bytes.stepPath(0), new byte[1000]);
      check(client, "POST", STEP, bytes.stepPath(0), new byte[10_000_000]);
      check(client, "POST", STEP, bytes.stepPath(77), bytes.request());
      String[] gzip = {"Content-Encoding", "gzip"};
      check(client, "POST", STEP, bytes.stepPath(0), bytes.request(), gzip);
      check(client, "PUT", KEYS, bytes.keysPath(), bytes.keys(), gzip);
      String wrongKeys = Routes.keys(bytes.program(), "0".repeat(64));
      check(client, "PUT", KEYS, wrongKeys, bytes.keys());
      check(client, "PUT", KEYS, wrongKeys, new byte[30_000_000]);
      check(client, "PUT", KEYS, Routes.keys("0".repeat(64), bytes.digest()), bytes.keys());
      check(client, "PUT", KEYS, Routes.keys("program", bytes.digest()), bytes.keys());
      check(client, "HEAD", KEYS, Routes.keys("program", bytes.digest()), NOTHING);
    }
  }

  private void withoutToken() throws Exception {
    Path tokens = Files.writeString(folder.resolve("tokens"), "somebody " + TOKEN + "\n");
    try (ModelServer server = server().tokenFile(tokens).start()) {
      RawClient client = new RawClient(server.uri());
      for (Route route : Route.values()) {
        String path =
            route
                .template()
                .replace("{model}", "small")
                .replace("{program}", bytes.program())
                .replace("{digest}", bytes.digest())
                .replace("{step}", "0");
        for (String method : route.methods()) {
          check(client, method, route.template(), path, NOTHING);
        }
      }
    }
  }

  /** Disk full while keys arrive. */
  private void failing() throws Exception {
    KeyStore.ChannelOpener full =
        file ->
            new FaultyChannel(KeyStore.create(file)) {
              @Override
              public int write(ByteBuffer source) throws IOException {
                throw new IOException("No space left on device");
              }
            };
    try (ModelServer server = server().opener(full).start()) {
      RawClient client = new RawClient(server.uri());
      check(client, "PUT", KEYS, bytes.keysPath(), bytes.keys());
    }
  }

  /** One worker that waits, and no queue. */
  private void busy() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    KeyStore.ChannelOpener slow =
        file ->
            new FaultyChannel(KeyStore.create(file)) {
              @Override
              public void force(boolean metaData) throws IOException {
                begun.countDown();
                await(end);
              }
            };
    Path keys = folder.resolve("busy");
    try (ModelServer server = server().keysFolder(keys).start()) {
      check(new RawClient(server.uri()), "PUT", KEYS, bytes.keysPath(), bytes.keys());
    }
    ServerLimits limits =
        ServerLimits.builder()
            .workers(1)
            .queue(0)
            .requestsPerClient(2)
            .keySetsPerClient(10)
            .build();
    try (ModelServer server = server().keysFolder(keys).limits(limits).opener(slow).start();
        ClientBytes second = new ClientBytes(model);
        ClientBytes third = new ClientBytes(model)) {
      RawClient client = new RawClient(server.uri());
      CompletableFuture<HttpResponse<byte[]>> waiting =
          CompletableFuture.supplyAsync(() -> client.putKeys(second));
      begun.await();
      check(client, "PUT", KEYS, third.keysPath(), third.keys());
      check(client, "POST", STEP, bytes.stepPath(0), bytes.request());
      try (Socket socket = secondInProgress(client)) {
        check(client, "POST", STEP, bytes.stepPath(0), bytes.request());
        check(client, "PUT", KEYS, third.keysPath(), third.keys());
        assertThat(socket.isConnected()).isTrue();
      }
      end.countDown();
      assertThat(waiting.get().statusCode()).isEqualTo(201);
    }
  }

  /** A request whose body never comes, with which the client has as many as it may. */
  private static Socket secondInProgress(RawClient client) throws Exception {
    String head = "POST " + bytes.stepPath(0) + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n";
    while (true) {
      Socket socket = client.open();
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      Thread.sleep(50);
      if (client.send("POST", bytes.stepPath(0), NOTHING).statusCode() == 429) {
        return socket;
      }
      socket.close();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void slow() throws Exception {
    ServerLimits limits =
        ServerLimits.builder()
            .bodyTimeout(Duration.ofMillis(200))
            .minBytesPerSecond(1_000_000_000)
            .idleTimeout(Duration.ofSeconds(10))
            .build();
    Path keys = folder.resolve("busy");
    try (ModelServer server = server().keysFolder(keys).limits(limits).start()) {
      RawClient client = new RawClient(server.uri());
      assertThat(dribble(client, "POST " + bytes.stepPath(0))).contains("408", "slow-body");
      api.seen().add("POST " + STEP + " 408");
      String other = Routes.keys(bytes.program(), "1".repeat(64));
      assertThat(dribble(client, "PUT " + other)).contains("408", "slow-body");
      api.seen().add("PUT " + KEYS + " 408");
      assertThat(keys.resolve("incoming")).isEmptyDirectory();
    }
  }

  private static String dribble(RawClient client, String what) throws IOException {
    return client.raw(what + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc");
  }

  /** A quota smaller than one key set. */
  private void full() throws Exception {
    ServerLimits limits =
        ServerLimits.builder()
            .keyQuotaBytes(1000)
            .keyExpiry(Duration.ofDays(1))
            .keyMemoryBytes(1000)
            .build();
    try (ModelServer server = server().limits(limits).start()) {
      check(new RawClient(server.uri()), "PUT", KEYS, bytes.keysPath(), bytes.keys());
    }
  }
}
