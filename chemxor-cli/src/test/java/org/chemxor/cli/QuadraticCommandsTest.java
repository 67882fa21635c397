package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --model quadratic} as a user types it: train, evaluate and predict, plain and encrypted.
 */
class QuadraticCommandsTest extends CommandLineTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  /** 2^-12 of the range of the drugs' logP, 14. */
  private static final double TOLERANCE = 14.0 / 4096;

  @TempDir private Path folder;

  private double prediction() {
    return Double.parseDouble(out.toString().split(" ", 2)[0]);
  }

  private JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aQuadraticModelIsTrainedEvaluatedAndPredictsUnderEncryption() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    String model = file("model");
    String[] train = {
      "train",
      "--csv",
      csv,
      "--out",
      model,
      "--model",
      "quadratic",
      "--json",
      file("train.json"),
      "--images",
      "descriptors"
    };
    assertThat(run(train)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("r2 ", "model card");
    assertThat(json("train.json").get("model").asText()).isEqualTo("Quadratic");
    assertThat(json("train.json").get("metrics").get("test.r2").asDouble()).isGreaterThan(0.5);
    assertThat(Path.of(model, "MODEL_CARD.md")).content().contains("kernelScale", "squares");
    assertThat(Path.of(model, "model.json")).content().contains("topological polar surface");
    assertThat(Path.of(model, "report.html")).isNotEmptyFile();

    String[] evaluate = {
      "evaluate",
      "--model",
      model,
      "--csv",
      csv,
      "--encrypted",
      "--limit",
      "3",
      "--json",
      file("evaluation.json")
    };
    assertThat(run(evaluate)).as(err.toString()).isZero();
    assertThat(json("evaluation.json").get("largestDifference").asDouble())
        .isBetween(1e-15, TOLERANCE);

    assertThat(run("predict", "--model", model, ASPIRIN)).as(err.toString()).isZero();
    double plain = prediction();
    assertThat(run("predict", "--model", model, "--encrypted", ASPIRIN)).isZero();
    assertThat(prediction()).isCloseTo(plain, within(TOLERANCE));
  }

  @Test
  void theSameCommandGivesTheSameModel() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    for (String model : new String[] {"a", "b"}) {
      String[] train = {
        "train",
        "--csv",
        csv,
        "--out",
        file(model),
        "--model",
        "quadratic",
        "--task",
        "classification",
        "--threshold",
        "2",
        "--class-weights",
        "balanced",
        "--split",
        "scaffold"
      };
      assertThat(run(train)).as(err.toString()).isZero();
    }
    assertThat(Files.readString(folder.resolve("a/model.json")))
        .isEqualTo(Files.readString(folder.resolve("b/model.json")));
  }

  @Test
  void optionsForTrainingStepByStepAreRefused() {
    for (String option : new String[] {"--epochs", "--batch-size", "--threads"}) {
      String[] train = {
        "train", "--csv", file("none.csv"), "--out", file("m"), "--model", "quadratic", option, "3"
      };
      assertThat(run(train)).isEqualTo(2);
      assertThat(err.toString()).contains(option + " is for networks trained step by step");
    }
  }

  @Test
  void aQuadraticModelIsPlannedByItsName() {
    assertThat(run("plan", "--model", "quadratic")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("Quadratic", "128-bit secure", "rounds        1");
  }
}
