package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Intervals, sets of classes and the domain as a user sees them, plain, encrypted and served. */
class TrustCommandsTest extends CommandLineTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";
  private static final String SILOXANE = "C[Si](C)(C)O[Si](C)(C)O[Si](C)(C)O[Si](C)(C)C";
  private static final String UNREADABLE = "C1CC";

  @TempDir private static Path folder;

  @BeforeAll
  static void train() throws Exception {
    TrustCommandsTest test = new TrustCommandsTest();
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    String[] train = {"train", "--csv", csv, "--out", file("model"), "--model", "quadratic"};
    assertThat(test.run(train)).as(test.err.toString()).isZero();
    assertThat(test.out.toString()).contains("coverage at 0.9", "width");
    String[] molecules = {ASPIRIN, UNREADABLE, SILOXANE, "CCO"};
    Files.writeString(
        folder.resolve("molecules.csv"), "smiles\n" + String.join("\n", molecules) + "\n");
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  @Test
  void theReportTellsIntervalsAndDomain() throws Exception {
    for (String page : new String[] {"MODEL_CARD.md", "report.html"}) {
      assertThat(folder.resolve("model").resolve(page))
          .content()
          .contains("Intervals and domain on the test part", "coverage at 0.9");
    }
    assertThat(json("model/model.json").at("/confidence/targets/0/halfWidths")).hasSize(3);
    assertThat(folder.resolve("model/model.json")).content().doesNotContain(ASPIRIN);
  }

  @Test
  void aFileIsPredictedRowForRowPlainAndEncrypted() throws Exception {
    List<String> plain = predicted("plain.csv");
    List<String> encrypted = predicted("encrypted.csv", "--encrypted");
    assertThat(plain).hasSize(5);
    assertThat(plain.get(0)).isEqualTo("row,name,smiles,prediction,lower,upper,domain,error");
    assertThat(plain.get(1)).startsWith("2,," + ASPIRIN + ",").endsWith(",in,");
    assertThat(plain.get(2)).startsWith("3,," + UNREADABLE + ",,,,,").contains("cannot be read");
    assertThat(plain.get(3)).startsWith("4,," + SILOXANE + ",").endsWith(",out,");
    for (int row : new int[] {1, 3, 4}) {
      String[] a = plain.get(row).split(",", -1);
      String[] b = encrypted.get(row).split(",", -1);
      for (int cell : new int[] {3, 4, 5}) {
        assertThat(Double.parseDouble(a[cell]))
            .isCloseTo(Double.parseDouble(b[cell]), within(0.004));
      }
      assertThat(Double.parseDouble(a[3]))
          .isBetween(Double.parseDouble(a[4]), Double.parseDouble(a[5]));
      assertThat(a[6]).isEqualTo(b[6]);
    }
  }

  private List<String> predicted(String output, String... more) throws Exception {
    String[] predict = {
      "predict",
      "--model",
      file("model"),
      "--input",
      file("molecules.csv"),
      "--output",
      file(output)
    };
    String[] all = java.util.Arrays.copyOf(predict, predict.length + more.length);
    System.arraycopy(more, 0, all, predict.length, more.length);
    assertThat(run(all)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("4 rows in", "1 with an error");
    assertThat(run(all)).isEqualTo(1);
    assertThat(err.toString()).contains("is there already");
    return Files.readAllLines(folder.resolve(output));
  }

  @Test
  void oneUnusableMoleculeStopsNoOtherAndIsNamed() throws Exception {
    String[] predict = {
      "predict", "--model", file("model"), UNREADABLE, "CCO", "--json", file("some.json")
    };
    assertThat(run(predict)).isEqualTo(1);
    assertThat(out.toString()).matches("(?s)-?[0-9.]+  \\[-?[0-9.]+, -?[0-9.]+\\] in  CCO\\R");
    assertThat(err.toString()).contains("chemxor: " + UNREADABLE + ": ", "ring");
    JsonNode predictions = json("some.json");
    assertThat(predictions.get(0).get("error").asText()).contains("ring");
    assertThat(predictions.get(0).get("outputs")).isEmpty();
    assertThat(predictions.get(1).at("/trust/domain").asText()).isEqualTo("in");
    assertThat(predictions.get(1).at("/trust/lower/0").asDouble())
        .isLessThan(predictions.get(1).at("/trust/upper/0").asDouble());
  }

  @Test
  void widerIntervalsAreAskedForByCoverage() {
    assertThat(run("predict", "--model", file("model"), "CCO", "--coverage", "0.8")).isZero();
    String narrow = out.toString();
    assertThat(run("predict", "--model", file("model"), "CCO", "--coverage", "0.95")).isZero();
    assertThat(out.toString()).isNotEqualTo(narrow);
    assertThat(run("predict", "--model", file("model"), "CCO", "--coverage", "0.99")).isEqualTo(2);
    assertThat(err.toString()).contains("--coverage: intervals are known for the coverages");
    assertThat(run("predict", "--model", file("model"))).isEqualTo(2);
    assertThat(err.toString()).contains("give SMILES, or both --input FILE and --output FILE");
  }

  @Test
  void evaluationMeasuresTheCoveragePlainAndEncrypted() throws Exception {
    String[] evaluate = {
      "evaluate",
      "--model",
      file("model"),
      "--csv",
      file("drugs.csv"),
      "--encrypted",
      "--limit",
      "12",
      "--json",
      file("evaluation.json")
    };
    assertThat(run(evaluate)).as(err.toString()).isZero();
    JsonNode report = json("evaluation.json");
    assertThat(report.at("/plain/coverage").asDouble()).isBetween(0.5, 1.0);
    assertThat(report.at("/encrypted/coverage")).isEqualTo(report.at("/plain/coverage"));
    assertThat(
            report.at("/domain/in").asInt()
                + report.at("/domain/edge").asInt()
                + report.at("/domain/out").asInt())
        .isEqualTo(12);
  }

  @Test
  void aServedQuadraticModelIsQueriedWithIntervalsAndDomain() throws Exception {
    String[] serve = {"serve", file("model"), "--port", "0", "--batch", "--keys-dir", file("keys")};
    try (CommandProcess server = CommandProcess.start(folder, serve)) {
      String address = server.awaitLine("serving at ");
      String[] query = {
        "query",
        address,
        "--model",
        "model",
        "--pins",
        file("pins"),
        UNREADABLE,
        ASPIRIN,
        "--json",
        file("answers.json")
      };
      assertThat(run(query)).isEqualTo(1);
      assertThat(err.toString()).contains("chemxor: " + UNREADABLE + ": ");
      assertThat(out.toString()).contains("] in  " + ASPIRIN);
      assertThat(json("answers.json")).hasSize(1);
      assertThat(json("answers.json").at("/0/rounds").asInt()).isEqualTo(1);
      String[] bulk = {
        "query",
        address,
        "--model",
        "model",
        "--pins",
        file("pins"),
        "--input",
        file("molecules.csv"),
        "--output",
        file("queried.csv")
      };
      assertThat(run(bulk)).as(err.toString()).isZero();
      List<String> rows = Files.readAllLines(folder.resolve("queried.csv"));
      assertThat(rows.get(0)).isEqualTo("row,name,smiles,prediction,lower,upper,domain,error");
      assertThat(rows.get(3)).startsWith("4,," + SILOXANE).endsWith(",out,");
    }
    String[] hidden = {"serve", file("model"), "--port", "0", "--leave-out", "domain,intervals"};
    try (CommandProcess server = CommandProcess.start(folder, hidden)) {
      String address = server.awaitLine("serving at ");
      assertThat(run("query", address, "--pins", file("other"), "CCO")).isZero();
      assertThat(out.toString()).matches("-?[0-9.]+  CCO\\R");
    }
  }
}
