package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code audit} as a user types it. */
class AuditCommandTest extends CommandLineTest {
  @TempDir private Path folder;

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private void train(String model, String... more) throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    String[] command = new String[7 + more.length];
    System.arraycopy(
        new String[] {"train", "--csv", csv, "--out", file(model), "--model", "quadratic"},
        0,
        command,
        0,
        7);
    System.arraycopy(more, 0, command, 7, more.length);
    assertThat(run(command)).as(err.toString()).isZero();
  }

  @Test
  void aRegressionIsAuditedAndItsReportSaysWhatItFound() throws Exception {
    train("model");
    String[] audit = {
      "audit",
      "--model",
      file("model"),
      "--csv",
      file("drugs.csv"),
      "--references",
      "6",
      "--round",
      "1",
      "--noise",
      "0.5",
      "--json",
      file("audit.json")
    };
    assertThat(run(audit)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("compounds that the model learned from", "RMIA online", "by guessing")
        .contains("rounded to 1 decimals", "noise of deviation 0.500 added", "single-round plan")
        .contains("the report is in " + Path.of(file("model"), "audit"));
    JsonNode json = new ObjectMapper().readTree(folder.resolve("audit.json").toFile());
    assertThat(json.get("seed").asLong()).isEqualTo(7);
    assertThat(json.get("references").asInt()).isEqualTo(6);
    assertThat(json.get("members").asInt()).isEqualTo(296);
    assertThat(json.get("leak").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("atRisk").get(0).get("smiles").asText()).isNotEmpty();
    assertThat(json.get("atRisk").get(0).get("name").asText()).startsWith("row ");
    assertThat(Path.of(file("model"), "audit", "audit.html"))
        .content()
        .contains("data:image/png;base64", "most at risk", "<svg");
    assertThat(Path.of(file("model"), "audit", "roc-model.png")).isNotEmptyFile();
    assertThat(Path.of(file("model"), "MODEL_CARD.md"))
        .content()
        .contains("## What it gives away", "1 % by guessing", json.get("digest").asText());
  }

  @Test
  void aClassifierIsAuditedAgainstAnotherFileAndMoleculesAreKeptOut() throws Exception {
    train("model", "--task", "classification", "--threshold", "2");
    List<String> known = Files.readAllLines(folder.resolve("drugs.csv"));
    StringBuilder other = new StringBuilder("logp,smiles\n" + known.get(5) + "\n");
    for (int carbons = 1; carbons <= 30; carbons++) {
      other.append(carbons * 0.5).append(",").append("C".repeat(carbons)).append("N(C)C\n");
    }
    Files.writeString(folder.resolve("other.csv"), other);
    String[] audit = {
      "audit",
      "--model",
      file("model"),
      "--csv",
      file("drugs.csv"),
      "--against",
      file("other.csv"),
      "--references",
      "6",
      "--without-molecules",
      "--plan",
      "single-round",
      "--out",
      file("report")
    };
    assertThat(run(audit)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("left out", ": 1");
    String html = Files.readString(folder.resolve("report/audit.html"));
    assertThat(html).contains("classification").doesNotContain("data:image/png;base64");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report/audit.json").toFile());
    assertThat(json.get("atRisk").get(0).get("smiles").asText()).isEmpty();
    assertThat(folder.resolve("model/audit")).doesNotExist();
  }

  @Test
  void whatCannotBeAuditedIsRefusedWithAReason() throws Exception {
    train("model");
    String[] otherFile = {"audit", "--model", file("model"), "--csv", file("few.csv")};
    Files.writeString(folder.resolve("few.csv"), "logp,smiles\n1,CCO\n2,CCN\n");
    assertThat(run(otherFile)).isEqualTo(1);
    assertThat(err.toString()).contains("not the rows that the model was trained");
    String[] odd = {
      "audit", "--model", file("model"), "--csv", file("drugs.csv"), "--references", "7"
    };
    assertThat(run(odd)).isEqualTo(2);
    assertThat(err.toString()).contains("even number");
    String[] decimals = {
      "audit", "--model", file("model"), "--csv", file("drugs.csv"), "--round", "99"
    };
    assertThat(run(decimals)).isEqualTo(1);
    assertThat(err.toString()).contains("99");
    String[] toAFile = {
      "audit", "--model", file("model"), "--csv", file("drugs.csv"), "--out", file("few.csv")
    };
    assertThat(run(toAFile)).isEqualTo(1);
    assertThat(err.toString()).contains("few.csv is a file");
    assertThat(folder.resolve("model/audit")).doesNotExist();
  }
}
