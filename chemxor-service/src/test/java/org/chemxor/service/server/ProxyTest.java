package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.TestModels;
import org.chemxor.service.server.proxy.TrustedProxies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits by address behind a reverse proxy, over real HTTP. */
@Timeout(120)
class ProxyTest {
  private static FheModel model;
  private static ClientBytes bytes;
  @TempDir private Path folder;

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

  /** A client may have one request in progress. */
  private ModelServer start(TrustedProxies proxies) throws IOException {
    return ModelServer.of(TestModels.served(model))
        .port(0)
        .limits(ServerLimits.builder().requestsPerClient(1).keySetsPerClient(10).build())
        .trustedProxies(proxies)
        .keysFolder(folder.resolve("keys"))
        .start();
  }

  /** The status of a second client's request while the first one's body is still awaited. */
  private static int secondStatus(ModelServer server, String first, String second)
      throws Exception {
    RawClient client = new RawClient(server.uri());
    client.send("PUT", bytes.keysPath(), bytes.keys(), "Forwarded", "for=203.0.113.77");
    try (Socket socket = firstInProgress(client, first)) {
      assertThat(socket.isConnected()).isTrue();
      return client
          .send("POST", bytes.stepPath(0), bytes.request(), "Forwarded", "for=" + second)
          .statusCode();
    }
  }

  /** Opened anew until it, and not the request that looks for it, has the client's only place. */
  private static Socket firstInProgress(RawClient client, String first) throws Exception {
    String head = "POST " + bytes.stepPath(0) + " HTTP/1.1\r\nHost: x\r\nForwarded: for=" + first;
    byte[] request = (head + "\r\nContent-Length: 9\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    while (true) {
      Socket socket = client.open();
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      Thread.sleep(50);
      if (client
              .send("POST", bytes.stepPath(0), new byte[9], "Forwarded", "for=" + first)
              .statusCode()
          == 429) {
        return socket;
      }
      socket.close();
    }
  }

  @Test
  void clientsBehindATrustedProxyAreToldApart() throws Exception {
    try (ModelServer server = start(TrustedProxies.of(List.of("127.0.0.0/8", "::1")))) {
      assertThat(secondStatus(server, "203.0.113.1", "203.0.113.2")).isEqualTo(200);
      assertThat(secondStatus(server, "203.0.113.1", "203.0.113.9, for=203.0.113.1"))
          .as("what a client claims before the proxy's own word")
          .isEqualTo(429);
    }
  }

  @Test
  void nobodyGetsMoreByAHeaderWithoutATrustedProxy() throws Exception {
    try (ModelServer server = start(TrustedProxies.none())) {
      assertThat(secondStatus(server, "203.0.113.1", "203.0.113.2")).isEqualTo(429);
    }
  }
}
