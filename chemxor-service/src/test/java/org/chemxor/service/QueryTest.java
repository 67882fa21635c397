package org.chemxor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.Prediction;
import org.chemxor.service.client.ProgramPins;
import org.chemxor.service.client.ServiceException;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server and client over real HTTP. */
class QueryTest {
  private static final Network NETWORK = TestModels.network("small", 1);
  private static final Network OTHER = TestModels.network("other", 2);
  private static FheModel model;
  private static FheModel other;
  @TempDir private Path folder;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(NETWORK);
    other = TestModels.wrap(OTHER);
  }

  @AfterAll
  static void close() {
    model.close();
    other.close();
  }

  private ModelServer.Builder server(ServedModel... models) {
    return ModelServer.of(models).port(0).keysFolder(folder.resolve("keys"));
  }

  private static void assertRight(Network network, Prediction prediction, String smiles) {
    double[] expected =
        new ReferenceEvaluator(network)
            .evaluate(GridFingerprintFeaturiser.standard().image(smiles));
    for (int i = 0; i < expected.length; i++) {
      assertThat(prediction.outputs().get(i)).isCloseTo(expected[i], within(1e-4));
    }
  }

  @Test
  void aMoleculeIsPredictedAsInTheClear() throws Exception {
    try (ModelServer server = server(TestModels.served(model)).start();
        ModelClient client = TestModels.client(server).connect()) {
      Prediction prediction = client.query(TestModels.ASPIRIN);
      assertRight(NETWORK, prediction, TestModels.ASPIRIN);
      assertThat(prediction.rounds()).isEqualTo(model.roundCount());
      long predicted =
          ProgramCosts.of(model.program()).requestBytes().stream().mapToLong(bytes -> bytes).sum();
      assertThat((double) prediction.bytesUp() / predicted).isBetween(1.0, 1.05);
      assertThat(client.description().target()).isEqualTo("activity");
      assertThat(client.toString()).doesNotContain(TestModels.ASPIRIN);
    }
  }

  @Test
  void severalModelsAreServedByName() throws Exception {
    ServedModel second = TestModels.served(other);
    try (ModelServer server = server(TestModels.served(model), second).start()) {
      assertThatThrownBy(() -> TestModels.client(server).connect())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("2 models")
          .hasMessageContaining("small")
          .hasMessageContaining("other");
      for (Network network : new Network[] {NETWORK, OTHER}) {
        try (ModelClient client = TestModels.client(server).model(network.name()).connect()) {
          assertRight(network, client.query("CCO"), "CCO");
        }
      }
      assertThatThrownBy(() -> TestModels.client(server).model("third").connect())
          .isInstanceOfSatisfying(
              ServiceException.class,
              e -> assertThat(e.type()).contains(ProblemType.UNKNOWN_MODEL));
    }
  }

  @Test
  void queriesRunAsynchronously() throws Exception {
    try (ModelServer server = server(TestModels.served(model)).start();
        ModelClient client = TestModels.client(server).connect()) {
      CompletableFuture<Prediction> first = client.queryAsync("CCO");
      CompletableFuture<Prediction> second = client.queryAsync("CCN");
      CompletableFuture<Prediction> wrong = client.queryAsync("C1CC");
      assertRight(NETWORK, first.get(), "CCO");
      assertRight(NETWORK, second.get(), "CCN");
      assertThatThrownBy(wrong::get).hasCauseInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void aModelWithoutFeaturiserTakesImages() throws Exception {
    try (ModelServer server = server(ServedModel.of(model)).start();
        ModelClient client = TestModels.client(server).connect()) {
      assertThatThrownBy(() -> client.query("CCO"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("images");
      assertRight(NETWORK, client.query(GridFingerprintFeaturiser.standard().image("CCO")), "CCO");
    }
  }

  @Test
  void aClientKeepsToItsSecurityFloor() throws Exception {
    try (ModelServer server = server(TestModels.served(model)).start()) {
      assertThatThrownBy(() -> TestModels.client(server).policy(ClientPolicy.standard()).connect())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("this client accepts at most");
    }
    assertThat(folder.resolve("keys"))
        .isDirectoryNotContaining(path -> Files.isDirectory(path) && !path.endsWith("incoming"));
  }

  @Test
  void aReplacedModelIsNotTakenForTheOnePinned() throws Exception {
    ProgramPins pins = ProgramPins.at(folder.resolve("pins"));
    int port;
    try (ModelServer server = server(named(model)).start();
        ModelClient client = TestModels.client(server).pins(pins).connect();
        ModelClient again = TestModels.client(server).pins(pins).connect()) {
      port = server.port();
      assertRight(NETWORK, client.query("CCO"), "CCO");
      assertRight(NETWORK, again.query("CCO"), "CCO");
    }
    assertThat(pins.file()).content().hasLineCount(1);
    try (ModelServer server = server(named(other)).port(port).start()) {
      assertThatThrownBy(() -> TestModels.client(server).pins(pins).connect())
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("not the one seen before")
          .hasMessageContaining(pins.file().toString());
      Files.delete(pins.file());
      try (ModelClient client = TestModels.client(server).pins(pins).connect()) {
        assertRight(OTHER, client.query("CCO"), "CCO");
      }
    }
  }

  /** Pins were filed under the name that the server sent. */
  @Test
  void anotherNameDoesNotGetAnotherProgramPastThePin() throws Exception {
    ProgramPins pins = ProgramPins.at(folder.resolve("pins"));
    int port;
    try (ModelServer server = server(ServedModel.of("model", model)).start();
        ModelClient client = TestModels.client(server).pins(pins).connect()) {
      port = server.port();
      assertThat(client.description().name()).isEqualTo("model");
    }
    try (ModelServer server = server(ServedModel.of("renamed", other)).port(port).start()) {
      assertThatThrownBy(() -> TestModels.client(server).pins(pins).connect())
          .isInstanceOf(ServiceException.class)
          .hasMessageContaining("the only model at " + server.uri())
          .hasMessageContaining("not the one seen before");
    }
    try (ModelServer server = server(ServedModel.of("renamed", model)).port(port).start()) {
      assertThatThrownBy(() -> TestModels.client(server).pins(pins).connect())
          .as("the name belongs to what is pinned")
          .isInstanceOf(ServiceException.class);
    }
  }

  @Test
  void theBatchAndTheClassesBelongToWhatIsPinned() throws Exception {
    ProgramPins pins = ProgramPins.at(folder.resolve("pins"));
    ServedModel plain = named(model).withTarget("classification", "t", List.of("a", "b"));
    int port;
    try (ModelServer server = server(plain, ServedModel.of("x", other)).start();
        ModelClient client = TestModels.client(server).model("model").pins(pins).connect()) {
      port = server.port();
      assertThat(client.description().batch()).isEmpty();
    }
    for (ServedModel changed :
        List.of(
            plain.withBatch("x"),
            plain.withTarget("classification", "t", List.of("b", "a")),
            plain.withTarget("regression", "t", List.of("a", "b")))) {
      try (ModelServer server = server(changed, ServedModel.of("x", other)).port(port).start()) {
        assertThatThrownBy(() -> TestModels.client(server).model("model").pins(pins).connect())
            .isInstanceOf(ServiceException.class)
            .hasMessageContaining("the model model at");
      }
    }
  }

  private static ServedModel named(FheModel model) {
    return ServedModel.of("model", model).withFeaturiser(GridFingerprintFeaturiser.standard());
  }

  @Test
  void keysSurviveARestartAndAreSentAgainWhenLost() throws Exception {
    ModelServer server = server(TestModels.served(model)).start();
    int port = server.port();
    try (ModelClient client = TestModels.client(server).connect()) {
      assertRight(NETWORK, client.query("CCO"), "CCO");
      server.close();
      server = server(TestModels.served(model)).port(port).start();
      assertRight(NETWORK, client.query("CCO"), "CCO");
      server.close();
      server =
          server(TestModels.served(model)).port(port).keysFolder(folder.resolve("new")).start();
      assertRight(NETWORK, client.query("CCO"), "CCO");
    } finally {
      server.close();
    }
  }

  @Test
  void anUnreachableServerIsASentence() {
    assertThatThrownBy(
            () ->
                ModelClient.at(URI.create("http://localhost:1")).retryFor(Duration.ZERO).connect())
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("no server answers at http://localhost:1");
    assertThatThrownBy(() -> ModelClient.at(URI.create("ftp://localhost")))
        .isInstanceOf(InvalidInputException.class);
  }
}
