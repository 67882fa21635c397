package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.service.TestModels;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ServiceException;
import org.chemxor.service.client.TrustedCertificates;
import org.chemxor.service.protocol.Routes;
import org.chemxor.service.server.keys.FaultyChannel;
import org.chemxor.service.server.keys.KeyStore;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sets up: TLS, tokens, another server around it, stopping, watching. */
class OperationTest {
  private static final String TOKEN = "4PqmJ0cYz1uVnZKcW8Qx7g";
  private static final String PASSWORD = "changeit";

  private static FheModel model;
  @TempDir private Path folder;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(TestModels.network("small", 1));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private ModelServer.Builder server() {
    return ModelServer.of(TestModels.served(model)).port(0).keysFolder(folder.resolve("keys"));
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Path log = folder.resolve("keytool.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  @Test
  void tlsAndTokensWorkTogether() throws Exception {
    Path keystore = folder.resolve("keystore.p12");
    Path certificate = folder.resolve("server.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "a",
        "-keyalg",
        "EC",
        "-storetype",
        "PKCS12",
        "-keystore",
        keystore.toString(),
        "-dname",
        "CN=localhost",
        "-ext",
        "san=dns:localhost",
        "-storepass",
        PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "a",
        "-keystore",
        keystore.toString(),
        "-storepass",
        PASSWORD,
        "-file",
        certificate.toString());
    Path tokens = Files.writeString(folder.resolve("tokens"), "berlin " + TOKEN + "\n");
    try (ModelServer server =
        server().tls(keystore, PASSWORD.toCharArray()).tokenFile(tokens).start()) {
      assertThat(server.uri()).hasScheme("https");
      assertThatThrownBy(() -> TestModels.client(server).token(TOKEN).connect())
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("certificate trusted");
      assertThatThrownBy(
              () -> TestModels.client(server).tls(TrustedCertificates.read(certificate)).connect())
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.status()).isEqualTo(401))
          .hasMessageContaining("token");
      try (ModelClient client =
          TestModels.client(server)
              .token(TOKEN)
              .tls(TrustedCertificates.read(certificate))
              .connect()) {
        assertThat(client.query("CCO").outputs()).hasSize(2);
      }
    }
    assertThatThrownBy(() -> server().tls(keystore, "wrong".toCharArray()).start())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("keystore");
  }

  @Test
  void aTokenDoesNotLeaveTheMachineInTheClear() {
    assertThatThrownBy(() -> ModelClient.at(URI.create("http://192.0.2.1")).token(TOKEN).connect())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in the clear")
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void theHandlerServesUnderAContextPathOfAnotherServer() throws Exception {
    Server host = new Server();
    ServerConnector connector = new ServerConnector(host);
    host.addConnector(connector);
    host.setHandler(new ContextHandler(server().handler(), "/chem"));
    host.start();
    try {
      URI address = URI.create("http://localhost:" + connector.getLocalPort() + "/chem");
      try (ModelClient client =
          ModelClient.at(address)
              .policy(ClientPolicy.insecureWithoutFloor())
              .withoutPins()
              .connect()) {
        assertThat(client.query("CCO").outputs()).hasSize(2);
      }
      RawClient raw = new RawClient(address);
      assertThat(raw.send("GET", "/v1/models", new byte[0]).statusCode()).isEqualTo(404);
    } finally {
      host.stop();
    }
  }

  @Test
  void stoppingLetsRunningRequestsFinish() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    KeyStore.ChannelOpener slow =
        file ->
            new FaultyChannel(KeyStore.create(file)) {
              @Override
              public void force(boolean metaData) throws IOException {
                begun.countDown();
                try {
                  end.await();
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
              }
            };
    ModelServer server = server().opener(slow).start();
    try (ClientBytes bytes = new ClientBytes(model)) {
      RawClient client = new RawClient(server.uri());
      CompletableFuture<HttpResponse<byte[]>> running =
          CompletableFuture.supplyAsync(() -> client.putKeys(bytes));
      begun.await();
      CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::close);
      awaitNoConnections(server);
      assertThat(stopping).isNotDone();
      assertThat(running).isNotDone();
      end.countDown();
      assertThat(running.get().statusCode()).isEqualTo(201);
      stopping.get();
    } finally {
      end.countDown();
      server.close();
    }
  }

  private static void awaitNoConnections(ModelServer server) throws InterruptedException {
    RawClient client = new RawClient(server.uri());
    boolean isOpen = true;
    while (isOpen) {
      try {
        client.open().close();
        Thread.sleep(20);
      } catch (IOException e) {
        isOpen = false;
      }
    }
  }

  @Test
  void metricsCountWhatHappenedAndNothingSecret() throws Exception {
    try (ModelServer server = server().start();
        ClientBytes bytes = new ClientBytes(model);
        ModelClient client = TestModels.client(server).connect()) {
      client.query(TestModels.ASPIRIN);
      RawClient raw = new RawClient(server.uri());
      raw.send("GET", "/v1/models/" + "secret".repeat(3), new byte[0]);
      raw.send("POST", bytes.stepPath(0), bytes.request());
      String text =
          new String(raw.send("GET", Routes.METRICS, new byte[0]).body(), StandardCharsets.UTF_8);
      assertThat(text)
          .contains("chemxor_step_compute_seconds_count{model=\"small\",step=\"0\"} 1")
          .contains("chemxor_keys_stored 1.0")
          .contains("status=\"404\"")
          .contains("chemxor_bytes_received_total")
          .doesNotContain(TestModels.ASPIRIN, "secret", bytes.digest(), bytes.program());
    }
  }

  @Test
  void aTakenPortOrFolderIsASentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> server().port(taken.getLocalPort()).start())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("cannot be listened on");
    }
    try (ModelServer server = server().start()) {
      assertThat(server.port()).isPositive();
      assertThatThrownBy(() -> server().start())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("in use by another server");
    }
  }

  @Test
  void onlyThisMachineReachesAServerUnlessToldByName() throws Exception {
    try (ModelServer server = server().start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      assertThat(socket.isConnected()).isTrue();
    }
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      assertThatThrownBy(() -> server().host(host).start())
          .as(host)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("there is no TLS");
      assertThatThrownBy(() -> server().host(host).insecurePublicHttp().start())
          .as(host)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("there are no tokens");
    }
    assertThatThrownBy(() -> server().host("no such host").start())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no address");
    try (ModelServer server = server().host("localhost").start()) {
      assertThat(server.port()).isPositive();
    }
  }

  /** 192.0.2.0/24 is nobody's: nothing is sent there. */
  @Test
  void aClientSpeaksPlainHttpWithThisMachineOnly() {
    URI other = URI.create("http://192.0.2.1");
    assertThatThrownBy(() -> ModelClient.at(other).connect())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("plain HTTP");
    assertThatThrownBy(() -> ModelClient.at(other).insecurePlainHttp().token(TOKEN).connect())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in the clear");
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThatThrownBy(() -> ServerLimits.builder().workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("workers must be at least 1, got 0");
    assertThatThrownBy(() -> ServerLimits.builder().keyExpiry(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ServedModel.of("../etc", model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits");
  }
}
