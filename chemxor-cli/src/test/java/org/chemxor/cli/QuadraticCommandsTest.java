package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code --model quadratic} as a user types it: train, evaluate and predict, plain and encrypted.
 */
class QuadraticCommandsTest extends CommandLineTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  /** 2^-12 of the range of the drugs' logP, 14. */
  private static final double TOLERANCE = 14.0 / 4096;

  private static final String SPLIT_DIGEST = "\"splitDigest\" : \"[0-9a-f]{64}\"";

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
  void theMeanOfANetworkAndAQuadraticModelIsOneModel() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    String model = file("model");
    String[] train = {
      "train",
      "--csv",
      csv,
      "--out",
      model,
      "--model",
      "zero+quadratic",
      "--epochs",
      "3",
      "--json",
      file("train.json")
    };
    assertThat(run(train)).as(err.toString()).isZero();
    assertThat(json("train.json").get("model").asText()).isEqualTo("OlindaNetZero+Quadratic");
    assertThat(json("train.json").get("epochs").asInt()).isEqualTo(3);
    assertThat(json("train.json").at("/metrics/validation.r2").isNumber()).isTrue();
    String[] evaluate = {
      "evaluate",
      "--model",
      model,
      "--csv",
      csv,
      "--part",
      "test",
      "--encrypted",
      "--limit",
      "2",
      "--json",
      file("evaluation.json")
    };
    assertThat(run(evaluate)).as(err.toString()).isZero();
    assertThat(json("evaluation.json").get("largestDifference").asDouble())
        .isBetween(1e-15, TOLERANCE);
    assertThat(run("plan", "--model", model)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("OlindaNetZero+Quadratic");
  }

  @Test
  void theBestOnTheValidationPartIsTakenAndTheChoiceIsShown() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    String[] train = {
      "train",
      "--csv",
      csv,
      "--out",
      file("model"),
      "--model",
      "auto",
      "--epochs",
      "1",
      "--json",
      file("train.json")
    };
    assertThat(run(train)).as(err.toString()).isZero();
    // One epoch teaches a network next to nothing.
    assertThat(out.toString())
        .containsPattern(
            "r2 on the validation part: zero\\+quadratic -?[0-9.]+, zero -?[0-9.]+, quadratic"
                + " 0[0-9.]+; taken: quadratic");
    assertThat(json("train.json").get("model").asText()).isEqualTo("Quadratic");
  }

  @Test
  void theFingerprintIsChosenByTheValidationPart() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    String[] train = {
      "train", "--csv", csv, "--out", file("model"), "--model", "quadratic", "--fingerprint", "auto"
    };
    assertThat(run(train)).as(err.toString()).isZero();
    Matcher choice =
        Pattern.compile("r2 on the validation part: ecfp2 (\\S+), ecfp4 (\\S+); taken: (\\w+)")
            .matcher(out.toString());
    assertThat(choice.find()).as(out.toString()).isTrue();
    boolean isFour = Double.parseDouble(choice.group(2)) > Double.parseDouble(choice.group(1));
    assertThat(choice.group(3)).isEqualTo(isFour ? "ecfp4" : "ecfp2");
    assertThat(json("model/model.json").at("/featuriser/radius").asInt()).isEqualTo(isFour ? 2 : 1);
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
    assertThat(withoutSplitDigest("a")).isEqualTo(withoutSplitDigest("b"));
  }

  /** The digest of the split is salted, so that nobody can try out which molecules give it. */
  private String withoutSplitDigest(String model) throws IOException {
    String json = Files.readString(folder.resolve(model + "/model.json"));
    assertThat(json).containsPattern(SPLIT_DIGEST);
    return json.replaceAll(SPLIT_DIGEST, "");
  }

  @Test
  void boundsAreTakenAsLimitsWhenAskedForAndCounted() throws Exception {
    Path csv = Drugs.write(folder.resolve("drugs.csv"));
    List<String> lines = new ArrayList<>(Files.readAllLines(csv));
    lines.add(">3,CCCCCCCCCC");
    Files.write(csv, lines);
    String[] train = {
      "train",
      "--csv",
      csv.toString(),
      "--out",
      file("model"),
      "--model",
      "quadratic",
      "--censored",
      "limit"
    };
    assertThat(run(train)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("rows with a bound such as '>10' taken as its limit: 1", " 0 invalid");
    train[train.length - 1] = "double";
    train[4] = file("other");
    assertThat(run(train)).isNotZero();
    assertThat(err.toString()).contains("--censored is leave-out or limit, not \"double\"");
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
