package org.chemxor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.client.ClientBuilder;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ServiceException;
import org.chemxor.service.server.ModelServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that outlive a client, over real HTTP, seen from between client and server. */
class KeptKeysTest {
  private static final Network NETWORK = TestModels.network("small", 1);
  private static final KeyProtection OPEN =
      KeyProtection.insecureNone(InsecureSecretKeyAccess.get());
  private static FheModel model;
  @TempDir private Path folder;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(NETWORK);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static byte[] honest(String step, byte[] body) {
    return body;
  }

  private ModelServer server(String keys) throws IOException {
    return ModelServer.of(TestModels.served(model))
        .port(0)
        .keysFolder(folder.resolve(keys))
        .start();
  }

  private ClientBuilder client(URI server, ReplyPolicy replies, KeyProtection protection) {
    return ModelClient.at(server)
        .policy(ClientPolicy.insecureWithoutFloor().withReplies(replies))
        .withoutPins()
        .keepKeys(folder.resolve("client"), protection);
  }

  private ClientBuilder client(URI server) {
    return client(server, ReplyPolicy.standard(), OPEN);
  }

  private static void assertRight(ModelClient client, String smiles) {
    double[] expected =
        new ReferenceEvaluator(NETWORK)
            .evaluate(GridFingerprintFeaturiser.standard().image(smiles));
    List<Double> outputs = client.query(smiles).outputs();
    for (int i = 0; i < expected.length; i++) {
      assertThat(outputs.get(i)).isCloseTo(expected[i], within(1e-4));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("client"))) {
      return files.toList();
    }
  }

  @Test
  void theNextClientSendsNoKeys() throws Exception {
    try (ModelServer server = server("keys");
        WatchingProxy proxy = new WatchingProxy(server.uri(), KeptKeysTest::honest)) {
      for (String smiles : new String[] {"CCO", "CCN", TestModels.ASPIRIN}) {
        try (ModelClient client = client(proxy.uri()).connect()) {
          assertRight(client, smiles);
        }
        assertThat(proxy.keySets()).isEqualTo(1);
      }
    }
    assertThat(files()).hasSize(1);
  }

  @Test
  void aServerThatHasLostTheKeysGetsOthersUnderTheSameSecret() throws Exception {
    URI address;
    int port;
    try (ModelServer server = server("keys");
        ModelClient client = client(server.uri()).connect()) {
      address = server.uri();
      port = server.port();
      assertRight(client, "CCO");
    }
    byte[] before = Files.readAllBytes(files().get(0));
    try (ModelServer server =
        ModelServer.of(TestModels.served(model))
            .port(port)
            .keysFolder(folder.resolve("empty"))
            .start()) {
      assertThat(server.uri()).isEqualTo(address);
      for (int i = 0; i < 2; i++) {
        try (ModelClient client = client(address).connect()) {
          assertRight(client, "CCN");
        }
      }
      try (Stream<Path> stored = Files.walk(folder.resolve("empty"))) {
        assertThat(stored.filter(path -> path.toString().endsWith(".keys")))
            .as("of two clients")
            .hasSize(1);
      }
    }
    byte[] after = Files.readAllBytes(files().get(0));
    assertThat(after).hasSameSizeAs(before);
    assertThat(after).endsWith(Arrays.copyOfRange(before, 80, before.length));
  }

  @Test
  void repliesAreCountedOverAllClients() throws Exception {
    int rounds = model.roundCount();
    ReplyPolicy two = ReplyPolicy.standard().withMaxReplies(2 * rounds);
    try (ModelServer server = server("keys");
        WatchingProxy proxy = new WatchingProxy(server.uri(), KeptKeysTest::honest)) {
      for (int i = 0; i < 3; i++) {
        try (ModelClient client = client(proxy.uri(), two, OPEN).connect()) {
          assertRight(client, "CCO");
          assertThat(client.renewals()).isEqualTo(i / 2);
        }
        assertThat(proxy.keySets()).isEqualTo(1 + i / 2);
        assertThat(files()).hasSize(1);
      }
      ReplyPolicy stubborn = two.withoutRenewal();
      try (ModelClient client = client(proxy.uri(), stubborn, OPEN).connect()) {
        assertRight(client, "CCO");
        assertThatThrownBy(() -> client.query("CCN")).isInstanceOf(KeysSpentException.class);
      }
    }
  }

  @Test
  void oneClientAtATimeUsesThem() throws Exception {
    try (ModelServer server = server("keys");
        ModelClient client = client(server.uri()).connect()) {
      assertThatThrownBy(() -> client(server.uri()).connect())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("in use by another client");
      assertRight(client, "CCO");
    }
  }

  @Test
  void keysThatAnsweredAWrongReplyAreTakenUpByNobody() throws Exception {
    BiFunction<String, byte[], byte[]> lie =
        (step, body) -> step.equals("0") ? noise(body, body.length - 8) : body;
    try (ModelServer server = server("keys");
        WatchingProxy proxy = new WatchingProxy(server.uri(), lie)) {
      try (ModelClient client = client(proxy.uri()).connect()) {
        assertThatThrownBy(() -> client.query("CCO")).isInstanceOf(ServiceException.class);
      }
      assertThatThrownBy(() -> client(proxy.uri()).connect())
          .isInstanceOfSatisfying(KeysSpentException.class, e -> assertThat(e.isBurned()).isTrue())
          .hasMessageContaining("Delete the file");
      Files.delete(files().get(0));
      client(proxy.uri()).connect().close();
      assertThat(proxy.keySets()).isEqualTo(2);
    }
  }

  /** The end of a body replaced: a reply that is read, and decrypts to nothing that is accepted. */
  private static byte[] noise(byte[] body, int from) {
    byte[] changed = body.clone();
    Arrays.fill(changed, from, changed.length, (byte) 0x5A);
    return changed;
  }

  @Test
  void aPassphraseIsAskedForEachTime() throws Exception {
    KeyProtection right = KeyProtection.passphrase("tränen und 雨".toCharArray());
    KeyProtection wrong = KeyProtection.passphrase("regen".toCharArray());
    ReplyPolicy replies = ReplyPolicy.standard();
    try (ModelServer server = server("keys")) {
      URI uri = server.uri();
      client(uri, replies, right).connect().close();
      try (ModelClient client = client(uri, replies, right).connect()) {
        assertRight(client, "CCO");
      }
      assertThatThrownBy(() -> client(uri, replies, wrong).connect())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("passphrase");
      assertThatThrownBy(() -> client(uri, replies, OPEN).connect())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("protected by a passphrase");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
        .isEqualTo("rw-------");
  }
}
