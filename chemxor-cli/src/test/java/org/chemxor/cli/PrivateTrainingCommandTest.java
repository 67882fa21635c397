package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --private} as a user types it. */
class PrivateTrainingCommandTest extends CommandLineTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeDrugs() throws Exception {
    Drugs.write(folder.resolve("drugs.csv"));
  }

  private int train(String model, String... more) {
    List<String> command = new ArrayList<>(List.of("train", "--csv", file("drugs.csv")));
    command.addAll(List.of("--out", file(model), "--private"));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aPrivateModelLearnsSaysWhatItPromisesAndWithholdsItsDomain() throws Exception {
    assertThat(train("model", "--target-range=-5,10", "--json", file("train.json")))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("private: no answer", "epsilon 8.0");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("train.json").toFile());
    assertThat(json.get("metrics").get("test.r2").asDouble()).isGreaterThan(0.5);
    assertThat(Path.of(file("model"), "MODEL_CARD.md"))
        .content()
        .contains("Privacy of the training compounds", "| epsilon | 8.0 |")
        .contains("each of the 299 training compounds", "Ranges of the layers on the validation");
    String[] predict = {"predict", "--model", file("model"), "CCO", "--json", file("p.json")};
    assertThat(run(predict)).as(err.toString()).isZero();
    JsonNode prediction = new ObjectMapper().readTree(folder.resolve("p.json").toFile());
    assertThat(prediction.toString()).contains("\"lower\":[", "\"domain\":\"\"");
    String[] plan = {
      "plan", "--model", file("model"), "--no-time", "--budget", "1000/day", "--json", file("plan"),
    };
    assertThat(run(plan)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("differential privacy: epsilon 8.0, delta 1.0E-5", "not audited")
        .contains("a client may ask about 1000 molecules in 24 hours", "take one client 66 days");
    assertThat(folder.resolve("plan")).content().contains("not audited");
    String[] audit = {
      "audit", "--model", file("model"), "--csv", file("drugs.csv"), "--references", "6",
    };
    assertThat(run(audit)).as(err.toString()).isZero();
    assertThat(Path.of(file("model"), "MODEL_CARD.md"))
        .content()
        .contains("## What it gives away", "Privacy of the training compounds");
    assertThat(run(plan)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("of training compounds at 1 % false positives");
    assertThat(run("plan", "--model", file("model"), "--budget", "many")).isEqualTo(2);
    assertThat(err.toString()).contains("\"many\" is no query budget");
  }

  @Test
  void classesAreTrainedWithoutARange() {
    String[] classes = {
      "--task", "classification", "--threshold", "2", "--epsilon", "4", "--images", "standard"
    };
    assertThat(train("model", classes)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("rocAuc", "epsilon 4.0");
  }

  @Test
  void aNetworkIsTrainedStepByStepIfAskedFor() throws Exception {
    String[] network = {
      "--model",
      "zero",
      "--epochs",
      "1",
      "--batch-size",
      "50",
      "--target-range=-5,10",
      "--images",
      "standard",
    };
    assertThat(train("model", network)).as(err.toString()).isZero();
    assertThat(Path.of(file("model"), "MODEL_CARD.md"))
        .content()
        .contains("OlindaNetZero", "private.inputGain", "private.samplingRate");
  }

  @Test
  void whatWouldBreakThePromiseIsRefused() {
    assertRefused("--target-range LEAST,MOST from general knowledge");
    assertRefused("two numbers", "--target-range=3");
    assertRefused("two numbers", "--target-range=3,1");
    assertRefused("would disclose it", "--target-range=-5,10", "--images", "learned");
    assertRefused("would disclose it", "--target-range=-5,10", "--images", "descriptors");
    assertRefused("name one with", "--target-range=-5,10", "--fingerprint", "auto");
    assertRefused("is for one model", "--target-range=-5,10", "--model", "zero+quadratic");
    assertRefused("is for one model", "--target-range=-5,10", "--model", "auto");
    assertRefused("moves other molecules", "--target-range=-5,10", "--split", "scaffold");
    assertRefused("moves other molecules", "--target-range=-5,10", "--split", "chemxor");
    assertRefused("promises nothing", "--target-range=-5,10", "--epsilon", "1e9");
    assertRefused("got 1", "--task", "classification", "--classes", "1");
    assertRefused("make classes", "--task", "classification", "--classes", "2", "--threshold", "2");
    assertRefused("protects rows", "--target-range=-5,10", "--keep-duplicates");
    assertRefused("--patience has no meaning", "--target-range=-5,10", "--patience", "3");
    assertRefused("--epsilon is above 0", "--target-range=-5,10", "--epsilon", "0");
    assertRefused("classes have none", "--target-range=-5,10", "--task", "classification");
    assertThat(train("model", "--target-range=-5,10", "--delta", "0.01", "--images", "standard"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("299 training molecules may be given away altogether");
    String[] alone = {"train", "--csv", file("drugs.csv"), "--out", file("x"), "--epsilon", "3"};
    assertThat(run(alone)).isEqualTo(2);
    assertThat(err.toString()).contains("are for --private");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  /** With the rest of the file known, an exact figure that moves tells of the molecule left out. */
  @Test
  void nothingExactInTheFolderDependsOnATrainingMolecule() throws Exception {
    String[] options = {
      "--target-range=-5,10", "--images", "standard", "--without-molecules", "--replace"
    };
    assertThat(train("with", options)).as(err.toString()).isZero();
    JsonNode with = model("with");
    List<String> rows = Files.readAllLines(Path.of(file("drugs.csv")));
    int trained = lineOfATrainingMolecule();
    String left = rows.remove(trained);
    Files.write(Path.of(file("drugs.csv")), rows);
    assertThat(train("without", options)).as(err.toString()).isZero();
    JsonNode without = model("without");
    assertThat(without.at("/metrics/validation.count"))
        .isEqualTo(with.at("/metrics/validation.count"));
    assertThat(without.at("/metrics/test.count")).isEqualTo(with.at("/metrics/test.count"));
    assertThat(with.toString()).doesNotContain("splitDigest");
    assertThat(Files.readString(Path.of(file("with"), "MODEL_CARD.md")))
        .contains("each molecule by itself, about 70/20/10")
        .doesNotContain("duplicates", left);
  }

  private JsonNode model(String name) throws Exception {
    return new ObjectMapper().readTree(Path.of(file(name), "model.json").toFile());
  }

  private int lineOfATrainingMolecule() throws Exception {
    assertThat(train("rows", "--target-range=-5,10", "--images", "standard")).isZero();
    String row =
        Files.readAllLines(Path.of(file("rows"), "split.csv")).stream()
            .filter(line -> line.contains(",train"))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(row.substring(0, row.indexOf(','))) - 1;
  }

  @Test
  void howManyClassesThereAreIsNotTakenFromTheFile() throws Exception {
    List<String> rows = new ArrayList<>(Files.readAllLines(Path.of(file("drugs.csv"))));
    for (int i = 1; i < rows.size(); i++) {
      String rest = rows.get(i).substring(rows.get(i).indexOf(','));
      rows.set(i, (i == 9 ? 2 : i % 2) + rest);
    }
    Files.write(Path.of(file("drugs.csv")), rows);
    String[] classes = {"--task", "classification", "--images", "standard"};
    assertThat(train("model", classes)).isEqualTo(1);
    assertThat(err.toString()).contains("classes up to number 2", "--classes COUNT");
    String[] stated = {
      "--task", "classification", "--images", "standard", "--classes", "4", "--without-molecules"
    };
    assertThat(train("model", stated)).as(err.toString()).isZero();
    assertThat(run("predict", "--model", file("model"), "CCO", "--json", file("p.json")))
        .as(err.toString())
        .isZero();
    JsonNode prediction = new ObjectMapper().readTree(Path.of(file("p.json")).toFile());
    assertThat(prediction.findValue("outputs")).hasSize(4);
  }

  private void assertRefused(String because, String... more) {
    assertThat(train("model", more)).isEqualTo(2);
    assertThat(err.toString()).contains(because);
  }
}
