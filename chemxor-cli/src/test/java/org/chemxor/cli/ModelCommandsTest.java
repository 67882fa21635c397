package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Train, evaluate, predict, plan and image, one after the other as a user would. */
class ModelCommandsTest {
  private static final String ASPIRIN = "CC(=O)Oc1ccccc1C(=O)O";

  @TempDir private Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
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
    assertThat(report.get("largestDifference").asDouble()).isBetween(1e-15, 1e-3);

    assertThat(run("predict", "--model", model, ASPIRIN)).as(err.toString()).isZero();
    String plain = out.toString();
    assertThat(run("predict", "--model", model, "--encrypted", ASPIRIN)).isZero();
    assertThat(out.toString()).isEqualTo(plain).contains(ASPIRIN);

    assertThat(run("plan", "--model", model)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("OlindaNetZero", "128-bit secure", "rounds");
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
