package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.models.train.Training;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Serving and querying an OlindaNetZero with secure parameters, in processes of their own. */
class ServeAndQueryTest extends CommandLineTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";
  private static final int MOLECULES = 28;
  private static final double TOLERANCE = 1e-3;

  private static TrainedModel model;
  @TempDir private Path folder;

  @BeforeAll
  static void train() {
    List<Sample> samples = DrugSet.load().samples(GridFingerprintFeaturiser.standard());
    model = Training.of(OlindaNet.zero()).epochs(4).batchSize(32).fit(samples);
  }

  @BeforeEach
  void writeFiles() throws IOException {
    model.save(folder.resolve("model"));
    StringBuilder text = new StringBuilder("smiles\n");
    DrugSet.load().drugs().stream().limit(MOLECULES).forEach(d -> text.append(d.smiles() + "\n"));
    Files.writeString(folder.resolve("molecules.csv"), text);
  }

  private CommandProcess serve(int port) throws IOException {
    return CommandProcess.start(
        folder,
        "serve",
        "olinda_zero",
        "--checkpoint",
        path("model"),
        "--port",
        String.valueOf(port),
        "--keys-dir",
        path("keys"));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private double expected(String smiles) {
    return model.predict(GridFingerprintFeaturiser.standard().image(smiles))[0];
  }

  @Test
  void aServedModelAnswersAsInTheClear() throws Exception {
    try (CommandProcess server = serve(0)) {
      String address = server.awaitLine("serving at ");
      try (CommandProcess query =
          CommandProcess.start(
              folder,
              "query",
              address,
              ASPIRIN,
              "CCO",
              "--pins",
              path("pins"),
              "--json",
              path("answer.json"))) {
        assertThat(query.await()).as(query.errors()).isZero();
        assertThat(query.output()).contains(ASPIRIN, "CCO");
      }
      JsonNode answers = new ObjectMapper().readTree(folder.resolve("answer.json").toFile());
      assertThat(answers).hasSize(2);
      assertThat(answers.get(0).get("outputs").get(0).asDouble())
          .isCloseTo(expected(ASPIRIN), within(TOLERANCE));
      server.terminate();
      assertThat(server.await()).as(server.errors()).isIn(0, 143);
      assertThat(server.errors()).contains("warmed up by ");
    }
  }

  @Test
  void keysThatAreKeptAreSentOnce() throws Exception {
    Files.writeString(folder.resolve("passphrase"), "a rainy afternoon\n");
    try (CommandProcess server = serve(0)) {
      String address = server.awaitLine("serving at ");
      for (String smiles : new String[] {ASPIRIN, "CCO"}) {
        try (CommandProcess query =
            CommandProcess.start(
                folder,
                "query",
                address,
                smiles,
                "--pins",
                path("pins"),
                "--keys",
                path("mine"),
                "--passphrase-file",
                path("passphrase"))) {
          assertThat(query.await()).as(query.errors()).isZero();
          assertThat(query.output()).contains(smiles);
        }
        assertThat(keyFilesBelow("keys")).as("key sets at the server").hasSize(1);
        assertThat(keyFilesBelow("mine")).hasSize(1);
      }
      String[] query = {"query", address, "CCN", "--pins", path("pins"), "--keys", path("mine")};
      assertThat(run(query)).isEqualTo(1);
      assertThat(err.toString()).contains("protected by a passphrase").doesNotContain("\tat ");
    }
    assertThat(run("query", "http://localhost:1", "C", "--passphrase-file", path("passphrase")))
        .isEqualTo(1);
    assertThat(err.toString()).contains("--keys");
  }

  private List<Path> keyFilesBelow(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(file -> file.toString().endsWith(".keys")).toList();
    }
  }

  @Test
  void tokensAreAskedForAndTheLogHoldsNothingSecret() throws Exception {
    String token = "4PqmJ0cYz1uVnZKcW8Qx7g";
    Files.writeString(folder.resolve("tokens"), "berlin " + token + " 2999-12-31\n");
    Files.writeString(folder.resolve("token"), token + "\n");
    Files.writeString(folder.resolve("wrong"), "x" + token + "\n");
    List<String> logging = List.of("-Dorg.slf4j.simpleLogger.log.org.chemxor.service=info");
    List<String> arguments =
        List.of("serve", path("model"), "--port", "0", "--token-file", path("tokens"));
    try (CommandProcess server = CommandProcess.start(folder, logging, arguments)) {
      String address = server.awaitLine("serving at ");
      String[] query = {"query", address, ASPIRIN, "--pins", path("pins"), "--token-file", ""};
      query[query.length - 1] = path("wrong");
      assertThat(run(query)).isEqualTo(1);
      assertThat(err.toString()).contains("bearer token").doesNotContain(token, "\tat ");
      query[query.length - 1] = path("token");
      assertThat(run(query)).as(err.toString()).isZero();
      assertThat(out.toString()).contains(ASPIRIN);
      assertThat(server.errors())
          .contains("POST /v1/programs/{program}/keys/{digest}/steps/{step} 200", "client berlin")
          .contains("GET /v1/models 401")
          .doesNotContain(token, ASPIRIN, "4358464", "CXFH");
    }
  }

  @Test
  void checksSharingAndDecimalsAreAskedForByOptions() throws Exception {
    StringBuilder few = new StringBuilder("smiles\n");
    DrugSet.load().drugs().stream().limit(5).forEach(d -> few.append(d.smiles() + "\n"));
    Files.writeString(folder.resolve("few.csv"), few);
    try (CommandProcess server = serve(0)) {
      String address = server.awaitLine("serving at ");
      String[] first = {
        "query", address, "--pins", path("pins"), "--input", path("few.csv"), "--output", path("a")
      };
      assertThat(run(first)).as(err.toString()).isZero();
      List<String> checked = new ArrayList<>(List.of(first));
      checked.set(checked.size() - 1, path("b"));
      checked.addAll(
          List.of(
              "--duplicates",
              "2",
              "--known-answers",
              path("a"),
              "--known",
              "2",
              "--decimals",
              "4"));
      assertThat(run(checked.toArray(String[]::new))).as(err.toString()).isZero();
      assertThat(err.toString()).contains("2 duplicates and 2 known answers among 64 molecules");
      assertThat(Files.readAllLines(folder.resolve("b"))).hasSize(6);
      String[] shared = {
        "query", address, "--pins", path("pins"), ASPIRIN, "--share", "--decimals", "2"
      };
      assertThat(run(shared)).as(err.toString()).isZero();
      assertThat(out.toString()).matches("-?[0-9]+\\.[0-9]{2}  .*\\R");
      String[] unreadable = {
        "query", address, "--pins", path("pins"), "C1CC", "CCO", "--hide-refused"
      };
      assertThat(run(unreadable)).isEqualTo(1);
      assertThat(out.toString()).contains("CCO").doesNotContain("C1CC");
      assertThat(err.toString()).startsWith("chemxor: ").contains("ring");
    }
  }

  @Test
  void optionsThatDoNotFitTogetherAreRefused() {
    String[] checkedSingle = {"query", "http://localhost:1", "CCO", "--duplicates", "2"};
    assertThat(run(checkedSingle)).isEqualTo(2);
    assertThat(err.toString()).contains("checks hide among many molecules");
    String[] tooMany = {"query", "http://localhost:1", "CCO", "--decimals", "40"};
    assertThat(run(tooMany)).isEqualTo(1);
    assertThat(err.toString()).contains("decimals must be from 0 to 12, got 40");
  }

  @Test
  void aServerKilledInTheMiddleOfABulkQueryLosesNothing() throws Exception {
    CommandProcess server = serve(0);
    try {
      int port = URI.create(server.awaitLine("serving at ")).getPort();
      try (CommandProcess query =
          CommandProcess.start(
              folder,
              "query",
              "http://localhost:" + port,
              "--pins",
              path("pins"),
              "--input",
              path("molecules.csv"),
              "--output",
              path("predictions.csv"))) {
        awaitRows(query, MOLECULES / 8);
        server.kill();
        server = serve(port);
        server.awaitLine("serving at ");
        assertThat(query.await()).as(query.errors()).isZero();
      }
      assertCompleteAndRight();
    } finally {
      server.close();
    }
  }

  @Test
  void aClientKilledInTheMiddleOfABulkQueryGoesOn() throws Exception {
    try (CommandProcess server = serve(0);
        HoldingProxy proxy = new HoldingProxy(server.awaitLine("serving at "), MOLECULES / 2)) {
      String[] arguments = {
        "query",
        proxy.address(),
        "--pins",
        path("pins"),
        "--input",
        path("molecules.csv"),
        "--output",
        path("predictions.csv")
      };
      try (CommandProcess query = CommandProcess.start(folder, arguments)) {
        awaitRows(query, MOLECULES / 8);
        query.kill();
      }
      proxy.release();
      assertThat(run(arguments)).as(err.toString()).isZero();
      assertThat(out.toString()).contains("from an earlier run", MOLECULES + " rows");
      assertCompleteAndRight();
    }
  }

  private void awaitRows(CommandProcess query, int rows) throws Exception {
    Path output = folder.resolve("predictions.csv");
    while (!Files.exists(output) || Files.readAllLines(output).size() <= rows) {
      assertThat(query.errors()).doesNotContain("chemxor:");
      Thread.sleep(20);
    }
  }

  private void assertCompleteAndRight() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("predictions.csv"));
    assertThat(lines).hasSize(MOLECULES + 1);
    List<DrugSet.Drug> drugs = DrugSet.load().drugs();
    Set<String> seen = new TreeSet<>();
    for (int i = 1; i <= MOLECULES; i++) {
      String[] cells = lines.get(i).split(",", -1);
      assertThat(cells[0]).isEqualTo(String.valueOf(i + 1));
      assertThat(Double.parseDouble(cells[3])).isCloseTo(expected(cells[2]), within(TOLERANCE));
      assertThat(cells[4]).isEmpty();
      assertThat(cells[2]).isEqualTo(drugs.get(i - 1).smiles());
      seen.add(cells[3]);
    }
    assertThat(seen).as("outputs depend on the molecule").hasSizeGreaterThan(MOLECULES / 2);
    assertThat(folder.resolve("predictions.csv.progress")).doesNotExist();
  }

  @Test
  void mistakesAreSentences() {
    assertThat(run("query", "http://localhost:1", "--pins", path("pins"), "CCO")).isEqualTo(1);
    assertThat(err.toString()).contains("no server answers at").doesNotContain("\tat ");
    assertThat(run("query", "http://localhost:1")).isEqualTo(2);
    assertThat(err.toString()).contains("give SMILES after the address");
    assertThat(run("serve", "olinda_one", "--checkpoint", path("model"))).isEqualTo(1);
    assertThat(err.toString()).contains("is an OlindaNetZero, not olinda_one");
    assertThat(run("serve", path("nothing"))).isEqualTo(2);
    assertThat(err.toString()).contains("there is no model folder");
    assertThat(run("serve", path("model"), "--warm-up", "-1")).isEqualTo(2);
    assertThat(err.toString()).contains("--warm-up is from 0");
    assertThat(run("serve", "zero", "--checkpoint", path("model"), "--tls", path("k.p12")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--tls needs --tls-password-file");
  }
}
