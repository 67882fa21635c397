package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        .contains("each of the 296 training compounds", "Ranges of the layers on the validation");
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
    assertRefused("protects rows", "--target-range=-5,10", "--keep-duplicates");
    assertRefused("--patience has no meaning", "--target-range=-5,10", "--patience", "3");
    assertRefused("--epsilon is above 0", "--target-range=-5,10", "--epsilon", "0");
    assertRefused("classes have none", "--target-range=-5,10", "--task", "classification");
    assertThat(train("model", "--target-range=-5,10", "--delta", "0.01", "--images", "standard"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("296 training molecules may be given away altogether");
    String[] alone = {"train", "--csv", file("drugs.csv"), "--out", file("x"), "--epsilon", "3"};
    assertThat(run(alone)).isEqualTo(2);
    assertThat(err.toString()).contains("are for --private");
    assertThat(folder.resolve("model")).doesNotExist();
  }

  private void assertRefused(String because, String... more) {
    assertThat(train("model", more)).isEqualTo(2);
    assertThat(err.toString()).contains(because);
  }
}
