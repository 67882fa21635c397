package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.chemxor.data.dataset.DrugSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several targets as a user types them: one model, one encrypted evaluation, missing values. */
class SeveralTargetsTest extends CommandLineTest {
  private static final double TOLERANCE = 0.01;
  @TempDir private static Path folder;

  /** Lipophilicity, its negative for two molecules of three, and two classes of either. */
  @BeforeAll
  static void write() throws Exception {
    StringBuilder text = new StringBuilder("logp,minus,greasy,polar,smiles\n");
    int row = 0;
    for (DrugSet.Drug drug : DrugSet.load()) {
      boolean isKnown = row++ % 3 != 0;
      text.append(
          String.format(
              Locale.ROOT,
              "%.4f,%s,%d,%s,%s%n",
              drug.value(),
              isKnown ? String.format(Locale.ROOT, "%.4f", -drug.value()) : "",
              drug.value() > 3 ? 1 : 0,
              isKnown ? drug.value() < 1 ? "1" : "0" : "",
              drug.smiles()));
    }
    Files.writeString(folder.resolve("two.csv"), text);
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  private void train(String model, String columns, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "train",
                "--csv",
                file("two.csv"),
                "--value-column",
                columns,
                "--out",
                file(model),
                "--json",
                file(model + ".json")));
    command.addAll(Arrays.asList(more));
    assertThat(run(command.toArray(String[]::new))).as(err.toString()).isZero();
  }

  private JsonNode evaluated(String model, String columns) throws Exception {
    String[] evaluate = {
      "evaluate",
      "--model",
      file(model),
      "--csv",
      file("two.csv"),
      "--value-column",
      columns,
      "--part",
      "test",
      "--encrypted",
      "--json",
      file("evaluation.json")
    };
    assertThat(run(evaluate)).as(err.toString()).isZero();
    return json("evaluation.json");
  }

  @Test
  void oneQuadraticModelPredictsTwoValues() throws Exception {
    train("values", "logp,minus", "--model", "quadratic");
    JsonNode metrics = json("values.json").get("metrics");
    double first = metrics.get("test.logp.r2").asDouble();
    double second = metrics.get("test.minus.r2").asDouble();
    assertThat(metrics.get("test.r2").asDouble()).isCloseTo((first + second) / 2, within(1e-12));
    assertThat(first).isGreaterThan(0.5);
    assertThat(metrics.get("test.minus.count").asInt())
        .isLessThan(metrics.get("test.logp.count").asInt());
    assertThat(folder.resolve("values/parity-test-2.png")).exists();
    assertThat(Files.readAllLines(folder.resolve("values/predictions-test.csv")).get(0))
        .isEqualTo(
            "row,name,smiles,known_logp,known_minus,output_logp,output_minus,lower_logp,upper_logp,"
                + "lower_minus,upper_minus,domain");

    JsonNode report = evaluated("values", "logp,minus");
    assertThat(report.at("/plain/r2").asDouble())
        .isCloseTo(metrics.get("test.r2").asDouble(), within(1e-9));
    assertThat(report.get("largestDifference").asDouble()).isBetween(1e-15, TOLERANCE);

    assertThat(run("predict", "--model", file("values"), "CCCCCCCC", "--encrypted")).isZero();
    String[] outputs = out.toString().split(" ", 3);
    assertThat(Double.parseDouble(outputs[0]))
        .isCloseTo(-Double.parseDouble(outputs[1]), within(1.0));
  }

  @Test
  void anOlindaNetPredictsTwoValues() throws Exception {
    train("net", "logp,minus", "--epochs", "12", "--seed", "3");
    JsonNode metrics = json("net.json").get("metrics");
    assertThat(metrics.get("test.logp.r2").asDouble()).isGreaterThan(0.2);
    assertThat(metrics.get("test.minus.r2").asDouble()).isGreaterThan(0.2);
    JsonNode report = evaluated("net", "logp,minus");
    assertThat(report.get("largestDifference").asDouble()).isBetween(1e-15, TOLERANCE);
  }

  @Test
  void oneModelPredictsTwoClassesAndIsServed() throws Exception {
    train("classes", "greasy,polar", "--task", "classification", "--model", "quadratic");
    JsonNode metrics = json("classes.json").get("metrics");
    assertThat(metrics.get("test.greasy.rocAuc").asDouble()).isGreaterThan(0.7);
    assertThat(metrics.get("test.rocAuc").asDouble()).isGreaterThan(0.7);
    JsonNode report = evaluated("classes", "greasy,polar");
    assertThat(report.get("flippedClasses").asInt()).isZero();
    Files.writeString(folder.resolve("asked.csv"), "smiles\nCCCCCCCCCC\nOCC(O)CO\n");
    String[] serve = {"serve", file("classes"), "--port", "0", "--keys-dir", file("keys")};
    try (CommandProcess server = CommandProcess.start(folder, serve)) {
      String[] query = {
        "query",
        server.awaitLine("serving at "),
        "--pins",
        file("pins"),
        "--input",
        file("asked.csv"),
        "--output",
        file("answered.csv")
      };
      assertThat(run(query)).as(err.toString()).isZero();
    }
    List<String> rows = Files.readAllLines(folder.resolve("answered.csv"));
    assertThat(rows.get(0))
        .isEqualTo(
            "row,name,smiles,output_greasy,output_polar,class_greasy,class_polar,classes_greasy,"
                + "classes_polar,domain,error");
    assertThat(rows.get(1).split(",", -1)[5]).isEqualTo("1");
    assertThat(rows.get(2).split(",", -1)[6]).isEqualTo("1");
  }

  @Test
  void whatDoesNotFitIsASentence() {
    String[] train = {
      "train",
      "--csv",
      file("two.csv"),
      "--value-column",
      "greasy,polar",
      "--out",
      file("none"),
      "--task",
      "classification",
      "--class-weights",
      "balanced"
    };
    assertThat(run(train)).isEqualTo(2);
    assertThat(err.toString()).contains("several value columns are for new networks");
    train[4] = "logp,missing";
    assertThat(run(train)).isEqualTo(1);
    assertThat(err.toString()).contains("no value column 'missing'", "'polar'");
    train[4] = "logp,logp";
    assertThat(run(train)).isEqualTo(1);
    assertThat(err.toString()).contains("name one of them twice");
    assertThat(folder.resolve("none")).doesNotExist();
  }
}
