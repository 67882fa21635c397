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

/** {@code evaluate --part test} is about the rows that {@code train} kept for it, and no others. */
class HeldOutRowsTest extends CommandLineTest {
  @TempDir private static Path folder;
  private static String csv;

  @BeforeAll
  static void train() throws Exception {
    csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    HeldOutRowsTest test = new HeldOutRowsTest();
    String[] train = {
      "train",
      "--csv",
      csv,
      "--out",
      file("model"),
      "--model",
      "quadratic",
      "--unit",
      "log units",
      "--json",
      file("train.json")
    };
    assertThat(test.run(train)).as(test.err.toString()).isZero();
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(folder.resolve(name).toFile());
  }

  @Test
  void theUnitIsInTheReportAndHasAMeaningForValuesOnly() {
    assertThat(folder.resolve("model/MODEL_CARD.md"))
        .content()
        .contains("| unit | log units |", "| rmse (log units) |");
    for (String[] more : new String[][] {{"--task", "classification"}, {"--transform", "p-nM"}}) {
      String[] train = {
        "train", "--csv", csv, "--out", file("other"), "--unit", "nM", more[0], more[1]
      };
      assertThat(run(train)).isEqualTo(2);
      assertThat(err.toString()).contains("--unit is for values as they are or their log10");
    }
  }

  @Test
  void theTestPartGivesTheMetricsOfTheTraining() throws Exception {
    String[] evaluate = {
      "evaluate",
      "--model",
      file("model"),
      "--csv",
      csv,
      "--part",
      "test",
      "--predictions",
      file("again.csv"),
      "--json",
      file("test.json")
    };
    assertThat(run(evaluate)).as(err.toString()).isZero();
    JsonNode trained = json("train.json").get("metrics");
    for (String metric : new String[] {"count", "r2", "rmse", "mae"}) {
      assertThat(json("test.json").at("/plain/" + metric).asDouble())
          .isCloseTo(trained.get("test." + metric).asDouble(), within(1e-9));
    }
    assertThat(Files.readString(folder.resolve("again.csv")))
        .isEqualTo(Files.readString(folder.resolve("model/predictions-test.csv")))
        .startsWith("row,name,smiles,known,prediction,lower,upper,domain\n");
  }

  @Test
  void theTestPartIsEvaluatedUnderEncryption() throws Exception {
    String[] evaluate = {
      "evaluate",
      "--model",
      file("model"),
      "--csv",
      csv,
      "--part",
      "test",
      "--encrypted",
      "--limit",
      "5",
      "--predictions",
      file("encrypted.csv")
    };
    assertThat(run(evaluate)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("test part: ", "largest difference");
    List<String> encrypted = Files.readAllLines(folder.resolve("encrypted.csv"));
    assertThat(encrypted).hasSize(6);
    List<String> rows =
        Files.readAllLines(folder.resolve("model/predictions-test.csv")).stream()
            .map(line -> line.split(",")[0])
            .toList();
    assertThat(encrypted.stream().map(line -> line.split(",")[0])).allMatch(rows::contains);
  }

  @Test
  void transformAndEncodingAreThoseOfTheTraining() throws Exception {
    StringBuilder text = new StringBuilder("ic50,smiles,name\n");
    int row = 0;
    for (String line : Files.readAllLines(Path.of(csv)).subList(1, 201)) {
      double value = Math.pow(10, 9 - Double.parseDouble(line.substring(0, line.indexOf(','))));
      text.append(value).append(line.substring(line.indexOf(','))).append(",caf\u00e9\n");
      row++;
    }
    assertThat(row).isEqualTo(200);
    Path latin = folder.resolve("latin.csv");
    Files.writeString(latin, text, java.nio.charset.StandardCharsets.ISO_8859_1);
    String[] train = {
      "train",
      "--csv",
      latin.toString(),
      "--out",
      file("p"),
      "--model",
      "quadratic",
      "--transform",
      "p-nM",
      "--replicates",
      "median",
      "--json",
      file("p.json"),
      "--encoding",
      "utf-8"
    };
    assertThat(run(train)).isEqualTo(1);
    assertThat(err.toString()).contains("is not UTF-8 text", "--encoding ISO-8859-1");
    train[train.length - 1] = "latin1";
    assertThat(run(train)).as(err.toString()).isZero();
    String[] evaluate = {
      "evaluate",
      "--model",
      file("p"),
      "--csv",
      latin.toString(),
      "--part",
      "test",
      "--encoding",
      "latin1",
      "--json",
      file("p-test.json")
    };
    assertThat(run(evaluate)).as(err.toString()).isZero();
    assertThat(json("p-test.json").at("/plain/mae").asDouble())
        .isCloseTo(json("p.json").at("/metrics/test.mae").asDouble(), within(1e-9))
        .isLessThan(3);
    train[train.length - 1] = "klingon";
    train[4] = file("none");
    assertThat(run(train)).isEqualTo(2);
    assertThat(err.toString()).contains("there is no encoding called klingon");
  }

  @Test
  void anotherFileOrAModelWithoutSplitIsASentence() throws Exception {
    Path other = folder.resolve("other.csv");
    Files.writeString(other, Files.readString(Path.of(csv)).replace("CCO", "CCN"));
    String[] evaluate = {
      "evaluate", "--model", file("model"), "--csv", other.toString(), "--part", "test"
    };
    assertThat(run(evaluate)).isEqualTo(1);
    assertThat(err.toString()).contains("these are not the rows").doesNotContain("\tat ");
    evaluate[6] = "exam";
    assertThat(run(evaluate)).isEqualTo(2);
    assertThat(err.toString()).contains("--part", "TRAIN, VALIDATION, TEST");
  }

  @Test
  void theFolderTellsRowsAndOnlyIfWantedMolecules() throws Exception {
    assertThat(folder.resolve("model/split.csv"))
        .content()
        .startsWith("row,part,salt\n2,")
        .contains(",test,\n");
    String page = Files.readString(folder.resolve("model/report.html"));
    assertThat(page).contains("Worst predictions of the test part", "data:image/png;base64,");
    String smiles =
        Files.readAllLines(folder.resolve("model/predictions-test.csv")).get(1).split(",")[2];
    String[] train = {
      "train", "--csv", csv, "--out", file("silent"), "--model", "quadratic", "--without-molecules"
    };
    assertThat(run(train)).as(err.toString()).isZero();
    assertThat(folder.resolve("silent/predictions-test.csv")).doesNotExist();
    // Row numbers and a digest tell whoever guesses the file whether he is right.
    assertThat(folder.resolve("silent/split.csv")).doesNotExist();
    assertThat(folder.resolve("silent/model.json")).content().doesNotContain("splitDigest");
    String[] part = {"evaluate", "--model", file("silent"), "--csv", csv, "--part", "test"};
    assertThat(run(part)).isEqualTo(1);
    assertThat(err.toString()).contains("does not know its split", "--without-molecules");
    for (String name : new String[] {"report.html", "model.json", "MODEL_CARD.md"}) {
      assertThat(folder.resolve("silent").resolve(name)).content().doesNotContain(smiles);
    }
    assertThat(folder.resolve("silent/report.html")).content().doesNotContain("base64");
  }
}
