package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Train, evaluate, predict, plan and image, one after the other as a user would. */
class ModelCommandsTest extends CommandLineTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  /** 2^-12 of the range of the drugs' logP, 14. */
  private static final double TOLERANCE = 14.0 / 4096;

  @TempDir private Path folder;

  /** The number before the SMILES in the only line that was printed. */
  private double prediction() {
    assertThat(out.toString()).endsWith("  " + ASPIRIN + System.lineSeparator());
    return Double.parseDouble(out.toString().split(" ", 2)[0]);
  }

  private Path csv() throws IOException {
    Path file = Drugs.write(folder.resolve("drugs.csv"));
    return Files.writeString(file, "1.0,not-a-molecule\n", StandardOpenOption.APPEND);
  }

  @Test
  void aTrainedModelIsEvaluatedAndPredictsUnderEncryption() throws Exception {
    String csv = csv().toString();
    String model = folder.resolve("model").toString();
    assertThat(run("train", "--csv", csv, "--out", model, "--epochs", "4"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).contains("1 invalid", "r2 ");
    assertThat(Path.of(model, "report.html")).isNotEmptyFile();

    Path json = folder.resolve("evaluation.json");
    assertThat(
            run(
                "evaluate",
                "--model",
                model,
                "--csv",
                csv,
                "--encrypted",
                "--limit",
                "3",
                "--json",
                json.toString()))
        .as(err.toString())
        .isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("molecules").asInt()).isEqualTo(3);
    assertThat(report.get("largestDifference").asDouble()).isBetween(1e-15, TOLERANCE);

    assertThat(run("predict", "--model", model, ASPIRIN)).as(err.toString()).isZero();
    double plain = prediction();
    assertThat(run("predict", "--model", model, "--encrypted", ASPIRIN)).isZero();
    assertThat(prediction()).isCloseTo(plain, within(TOLERANCE));

    assertThat(run("plan", "--model", model)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("OlindaNetZero", "128-bit secure", "rounds");
  }

  @Test
  void aClassifierIsEvaluatedOnTheValuesItsThresholdsDivide() throws Exception {
    String csv = csv().toString();
    String model = folder.resolve("classes").toString();
    assertThat(
            run(
                "train",
                "--csv",
                csv,
                "--out",
                model,
                "--epochs",
                "6",
                "--task",
                "classification",
                "--threshold",
                "1,3",
                "--class-weights",
                "balanced",
                "--split",
                "scaffold",
                "--images",
                "standard"))
        .as(err.toString())
        .isZero();
    assertThat(Path.of(model, "MODEL_CARD.md")).content().contains("above 1.0 up to 3.0");
    Path json = folder.resolve("evaluation.json");
    assertThat(
            run(
                "evaluate",
                "--model",
                model,
                "--csv",
                csv,
                "--encrypted",
                "--limit",
                "4",
                "--json",
                json.toString()))
        .as(err.toString())
        .isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("plain").get("accuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(report.get("encrypted").get("count").asInt()).isEqualTo(4);
    assertThat(report.get("flippedClasses").asInt()).isZero();
    assertThat(report.get("encryptedMillisPerMolecule").asDouble()).isPositive();
    assertThat(out.toString()).contains("accuracy", "ms/molecule", "classes flipped", ": 0");
  }

  @Test
  void aModelIsNotReplacedUnasked() throws Exception {
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.writeString(model.resolve("model.json"), "{}");
    assertThat(run("train", "--csv", csv().toString(), "--out", model.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("already", "--replace").doesNotContain("\tat ");
    assertThat(model.resolve("model.json")).hasContent("{}");
  }

  @Test
  void wrongTrainingOptionsAreSentencesAndLeaveNothing() throws Exception {
    String csv = csv().toString();
    String[][] mistakes = {
      {"--epochs", "0", "epochs is 0; it must be at least 1"},
      {"--learning-rate", "5", "learning rate is 5.0; it must be above 0, at most 1"},
      {"--schedule", "linear", "use constant, cosine or step:EPOCHS:FACTOR"},
      {"--model", "big", "there are zero, olinda, one and quadratic"},
      {"--resume", "--keep-duplicates", "--resume needs --checkpoints FOLDER"},
      {"--split", "given", "--split given and --split-column COLUMN go together"},
      {"--fingerprint", "maccs", "--fingerprint is ecfp2,"},
      {"--value-column", "LogS", "has the columns 0 'logp', 1 'smiles'"},
      {"--class-weights", "balanced", "add --task classification"},
      {"--task", "classification", "is not a whole number"},
    };
    Path out = folder.resolve("nothing");
    for (String[] mistake : mistakes) {
      int status = run("train", "--csv", csv, "--out", out.toString(), mistake[0], mistake[1]);
      assertThat(status).as(mistake[0]).isIn(1, 2);
      assertThat(err.toString()).contains(mistake[2]).doesNotContain("\tat ");
      assertThat(err.toString().lines()).as(mistake[0]).hasSizeLessThan(4);
      assertThat(out).doesNotExist();
    }
  }

  @Test
  void imagesArePngFiles() throws Exception {
    for (String option : new String[] {"--zoom=4", "--depiction"}) {
      Path png = folder.resolve("image.png");
      assertThat(run("image", option, ASPIRIN, png.toString())).as(err.toString()).isZero();
      assertThat(Files.readAllBytes(png)).startsWith(0x89, 'P', 'N', 'G');
    }
  }

  @Test
  void mistakesAreSentences() throws Exception {
    assertThat(run("predict", "--model", folder.toString(), "CCO")).isEqualTo(1);
    assertThat(err.toString()).contains("no model in").doesNotContain("\tat ");
    assertThat(run("image", "C1CC", folder.resolve("x.png").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("C1CC").doesNotContain("\tat ");
    String missing = folder.resolve("missing.csv").toString();
    assertThat(run("train", "--csv", missing, "--out", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("missing.csv").doesNotContain("\tat ");
    String csv = csv().toString();
    assertThat(run("train", "--csv", csv, "--out", folder.toString(), "--threshold", "1"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--task classification");
    assertThat(run("plan", "--model", "zero", "--plan", "magic")).isEqualTo(2);
    assertThat(err.toString()).contains("partitioned, single-round or batch");
  }
}
