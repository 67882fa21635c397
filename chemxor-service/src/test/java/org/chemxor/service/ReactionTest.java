package org.chemxor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.CountScaling;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.checked.AlteredAnswersException;
import org.chemxor.fhe.checked.CheckPolicy;
import org.chemxor.fhe.checked.KnownAnswer;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.client.BulkQuery;
import org.chemxor.service.client.ClientBuilder;
import org.chemxor.service.client.KnownAnswers;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ServiceException;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server sees of a client over real HTTP, whatever it answers. */
class ReactionTest {
  private static final ReplyPolicy HIDING = ReplyPolicy.insecureOpen().hidingOutcomes();

  @TempDir private Path folder;
  private FheModel model;
  private ModelServer server;

  @BeforeEach
  void serve() throws Exception {
    model = TestModels.wrap(TestModels.network("small", 1));
    server =
        ModelServer.of(TestModels.served(model)).port(0).keysFolder(folder.resolve("keys")).start();
  }

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private static ClientBuilder client(WatchingProxy proxy, ReplyPolicy replies) {
    return ModelClient.at(proxy.uri())
        .policy(ClientPolicy.insecureWithoutFloor().withReplies(replies))
        .withoutPins();
  }

  private static byte[] honest(String step, byte[] body) {
    return body;
  }

  private List<String> allSteps() {
    return IntStream.range(0, model.roundCount())
        .mapToObj(
            step -> "POST " + step + " " + ProgramCosts.of(model.program()).requestBytes(step))
        .toList();
  }

  /** Replies to the first round that are wrong in one way each. */
  private static List<BiFunction<String, byte[], byte[]>> lies() {
    Random random = new Random(5);
    return Stream.<UnaryOperator<byte[]>>of(
            body -> Arrays.copyOf(body, body.length / 2),
            body -> Arrays.copyOf(body, 20),
            body -> new byte[0],
            body -> noise(body, random, 80),
            body -> noise(body, random, body.length - 8),
            body -> noise(body, random, 40))
        .<BiFunction<String, byte[], byte[]>>map(
            lie -> (step, body) -> step.equals("0") ? lie.apply(body) : body)
        .toList();
  }

  /** Some bytes replaced. */
  private static byte[] noise(byte[] body, Random random, int from) {
    byte[] changed = body.clone();
    for (int i = from; i < Math.min(body.length, from + 400); i++) {
      changed[i] = (byte) random.nextInt(64);
    }
    return changed;
  }

  @Test
  void whateverComesBackTheSameMessagesAreSent() throws Exception {
    for (BiFunction<String, byte[], byte[]> lie : lies()) {
      try (WatchingProxy proxy = new WatchingProxy(server.uri(), lie);
          ModelClient client = client(proxy, HIDING).connect()) {
        assertThatThrownBy(() -> client.query("CCO"))
            .isInstanceOf(ServiceException.class)
            .hasMessageContaining("the server's reply cannot be used");
        assertThat(proxy.steps()).isEqualTo(allSteps());
      }
    }
  }

  @Test
  void aClientWhoseKeysAreBurnedAsksNothingMore() throws Exception {
    BiFunction<String, byte[], byte[]> lie = lies().get(4);
    for (ReplyPolicy replies : List.of(HIDING, ReplyPolicy.insecureOpen())) {
      try (WatchingProxy proxy = new WatchingProxy(server.uri(), lie);
          ModelClient client = client(proxy, replies).connect()) {
        assertThatThrownBy(() -> client.query("CCO")).isInstanceOf(ServiceException.class);
        int seen = proxy.steps().size();
        assertThat(seen).isEqualTo(replies.hidesOutcomes() ? model.roundCount() : 1);
        assertThatThrownBy(() -> client.query("CCN"))
            .isInstanceOf(KeysSpentException.class)
            .hasMessageContaining("connect again");
        assertThat(proxy.steps()).hasSize(seen);
        assertThat(proxy.keySets()).isEqualTo(1);
      }
    }
  }

  @Test
  void aMoleculeThatCannotBeReadLooksLikeAnyOtherWhereThatIsHidden() throws Exception {
    try (WatchingProxy proxy = new WatchingProxy(server.uri(), ReactionTest::honest);
        ModelClient shown = client(proxy, HIDING).connect();
        ModelClient hidden = client(proxy, HIDING.hidingRefusedInputs()).connect()) {
      assertThatThrownBy(() -> shown.query("C1CC")).isInstanceOf(InvalidInputException.class);
      assertThat(proxy.steps()).isEmpty();
      assertThatThrownBy(() -> hidden.query("C1CC")).isInstanceOf(InvalidInputException.class);
      assertThat(proxy.steps()).isEqualTo(allSteps());
    }
  }

  @Test
  void everyRowOfAFileIsAskedAboutWhereThatIsHidden() throws Exception {
    Path input = Files.writeString(folder.resolve("in.csv"), "smiles\nCCO\nC1CC\nCCN\n");
    for (ReplyPolicy replies : List.of(HIDING, HIDING.hidingRefusedInputs())) {
      Path output = folder.resolve("out-" + replies.hidesRefusedInputs() + ".csv");
      try (WatchingProxy proxy = new WatchingProxy(server.uri(), ReactionTest::honest);
          ModelClient client = client(proxy, replies).connect()) {
        BulkQuery.Result result = new BulkQuery(client, MoleculeCsv.open(input), output).run();
        assertThat(result.failed()).isEqualTo(1);
        int rows = replies.hidesRefusedInputs() ? 3 : 2;
        assertThat(proxy.steps()).hasSize(rows * model.roundCount());
      }
    }
    assertThat(folder.resolve("out-true.csv"))
        .hasSameTextualContentAs(folder.resolve("out-false.csv"));
  }

  @Test
  void wornKeysAreReplacedAndBurnedOnesAreNot() throws Exception {
    ReplyPolicy two = HIDING.withMaxReplies(2 * model.roundCount() + 1);
    try (WatchingProxy proxy = new WatchingProxy(server.uri(), ReactionTest::honest);
        ModelClient client = client(proxy, two).connect();
        ModelClient strict = client(proxy, two.withoutRenewal()).connect()) {
      for (int i = 0; i < 5; i++) {
        client.query("CCO");
      }
      assertThat(client.renewals()).isEqualTo(2);
      assertThat(proxy.keySets()).isEqualTo(4);
      strict.query("CCO");
      strict.query("CCO");
      assertThatThrownBy(() -> strict.query("CCO"))
          .isInstanceOf(KeysSpentException.class)
          .hasMessageContaining("has answered");
    }
  }

  @Test
  void sharedResultsComeFromKeysOfTheirOwn() throws Exception {
    try (WatchingProxy proxy = new WatchingProxy(server.uri(), ReactionTest::honest);
        ModelClient client = client(proxy, HIDING).connect()) {
      double plain = client.query("CCO").outputs().get(0);
      assertThat(proxy.keySets()).isEqualTo(1);
      for (int shared = 1; shared <= 2; shared++) {
        assertThat(Math.abs(client.queryForSharing("CCO").outputs().get(0) - plain))
            .isLessThan(2e-4);
        assertThat(proxy.keySets()).isEqualTo(1 + shared);
      }
      client.query("CCO");
      assertThat(proxy.keySets()).isEqualTo(3);
    }
  }

  /** The server states an error so small that eight decimals would be exact. */
  @Test
  void theDecimalsOfOutputsAreThePolicysWhateverTheServerStates() throws Exception {
    BiFunction<String, byte[], byte[]> boast =
        (path, body) ->
            path.equals("small")
                ? new String(body, StandardCharsets.UTF_8)
                    .replaceAll("\"expectedError\":[0-9.E-]+", "\"expectedError\":1e-12")
                    .getBytes(StandardCharsets.UTF_8)
                : body;
    Path input = Files.writeString(folder.resolve("in.csv"), "smiles\nCCO\n");
    for (int decimals : new int[] {1, 4}) {
      Path output = folder.resolve("out" + decimals + ".csv");
      try (WatchingProxy proxy = new WatchingProxy(server.uri(), boast);
          ModelClient client = client(proxy, HIDING.withDecimals(decimals)).connect()) {
        assertThat(client.description().expectedError()).isEqualTo(1e-12);
        for (double value : client.query("CCO").outputs()) {
          assertThat(client.replies().round(value)).isEqualTo(value);
        }
        new BulkQuery(client, MoleculeCsv.open(input), output).run();
      }
      String cell = Files.readAllLines(output).get(1).split(",", -1)[3];
      assertThat(cell.substring(cell.indexOf('.') + 1)).hasSize(decimals);
    }
  }

  @Test
  void featurisersThatNobodyAcceptedAreRefusedByName() throws Exception {
    GridFingerprintFeaturiser other =
        GridFingerprintFeaturiser.standard().withScaling(CountScaling.uniform(3));
    try (ModelServer odd =
            ModelServer.of(ServedModel.of(model).withFeaturiser(other))
                .port(0)
                .keysFolder(folder.resolve("odd"))
                .start();
        WatchingProxy proxy = new WatchingProxy(odd.uri(), ReactionTest::honest)) {
      assertThatThrownBy(() -> client(proxy, HIDING).connect())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("featuriser")
          .hasMessageContaining("--featuriser FILE");
      assertThat(proxy.keySets()).isZero();
      try (ModelClient client = client(proxy, HIDING).featurisers(other).connect()) {
        assertThat(client.query("CCO").outputs()).hasSize(2);
      }
    }
  }

  private static List<String> drugs(int from, int count) {
    List<String> smiles = new ArrayList<>();
    int i = 0;
    for (DrugSet.Drug drug : DrugSet.load()) {
      if (i >= from && i < from + count) {
        smiles.add(drug.smiles());
      }
      i++;
    }
    return smiles;
  }

  private List<KnownAnswer<MoleculeImage>> known(int count) {
    ReferenceEvaluator reference = new ReferenceEvaluator(model.program().network());
    return drugs(100, count).stream()
        .map(smiles -> GridFingerprintFeaturiser.standard().image(smiles))
        .map(
            image ->
                new KnownAnswer<>(image, Arrays.stream(reference.evaluate(image)).boxed().toList()))
        .toList();
  }

  @Test
  void aCheckedFileIsTheSameAsAnUncheckedOneAndTakesTheChecksMore() throws Exception {
    List<String> lines = new ArrayList<>(drugs(0, 10));
    lines.add(3, "C1CC");
    lines.add(0, "smiles");
    Path input = Files.write(folder.resolve("in.csv"), lines);
    Path plain = folder.resolve("plain.csv");
    Path checked = folder.resolve("checked.csv");
    try (WatchingProxy proxy = new WatchingProxy(server.uri(), ReactionTest::honest);
        ModelClient client = client(proxy, HIDING.withDecimals(2)).connect()) {
      new BulkQuery(client, MoleculeCsv.open(input), plain).run();
      int seen = proxy.steps().size();
      assertThat(seen).isEqualTo(10 * model.roundCount());
      List<KnownAnswer<MoleculeImage>> known = KnownAnswers.read(plain, client);
      assertThat(known).hasSize(10);
      new BulkQuery(client, MoleculeCsv.open(input), checked)
          .checked(CheckPolicy.of(3, 2).withTolerance(0.02), known)
          .run();
      assertThat(proxy.steps()).hasSize(seen + 15 * model.roundCount());
    }
    assertThat(checked).hasSameTextualContentAs(plain);
  }

  /** It answers by another network: nothing that decryption could notice. */
  @Test
  void aServerThatAltersAnswersIsCaughtAndNothingIsWritten() throws Exception {
    List<String> lines = new ArrayList<>(drugs(0, 10));
    lines.add(0, "smiles");
    Path input = Files.write(folder.resolve("in.csv"), lines);
    Path output = folder.resolve("out.csv");
    FheModel wrong = TestModels.wrap(TestModels.network("small", 9));
    try (ModelServer liar =
            ModelServer.of(TestModels.served(wrong))
                .port(0)
                .keysFolder(folder.resolve("liar"))
                .start();
        WatchingProxy proxy = new WatchingProxy(liar.uri(), ReactionTest::honest);
        ModelClient client = client(proxy, HIDING).connect()) {
      BulkQuery query =
          new BulkQuery(client, MoleculeCsv.open(input), output)
              .checked(CheckPolicy.of(2, 3), known(6));
      assertThatThrownBy(query::run)
          .isInstanceOf(AlteredAnswersException.class)
          .hasMessageContaining("3 of 3 known answers came back different");
      assertThat(Files.readAllLines(output)).hasSize(1);
      assertThatThrownBy(() -> client.query("CCO")).isInstanceOf(KeysSpentException.class);
    } finally {
      wrong.close();
    }
  }
}
