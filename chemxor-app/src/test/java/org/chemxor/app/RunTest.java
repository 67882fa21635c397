package org.chemxor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Molecules in, predictions out, through the interface behind the page. */
@Timeout(300)
class RunTest {
  @TempDir static Path folder;
  private static AppUnderTest page;

  @BeforeAll
  static void start() throws Exception {
    page = new AppUnderTest(folder.resolve("history"));
  }

  @AfterAll
  static void stop() {
    page.close();
  }

  private static JsonNode rows(JsonNode run, String settings) throws Exception {
    return page.json("GET", "/api/runs/" + run.get("id").asText() + "/rows?" + settings, "")
        .get("rows");
  }

  @Test
  void typedMoleculesArePredictedAsInTheClear() throws Exception {
    JsonNode run = page.finished("/api/runs", AppUnderTest.ASPIRIN + " aspirin\n\nCCO\n");
    assertThat(run.get("state").asText()).isEqualTo("done");
    assertThat(run.get("requests").asInt()).isEqualTo(2);
    assertThat(run.get("bytesUp").asLong()).isPositive();
    JsonNode row = page.json("GET", "/api/runs/" + run.get("id").asText() + "/rows/0", "");
    double[] expected =
        new ReferenceEvaluator(TestModel.NETWORK)
            .evaluate(GridFingerprintFeaturiser.standard().image(AppUnderTest.ASPIRIN));
    assertThat(row.get("name").asText()).isEqualTo("aspirin");
    for (int i = 0; i < 2; i++) {
      assertThat(row.get("plain").get(i).asDouble()).isEqualTo(expected[i]);
      assertThat(row.get("encrypted").get(i).asDouble()).isCloseTo(expected[i], within(0.01));
    }
    assertThat(row.get("image").get("pixels")).hasSize(1024);
    assertThat(row.get("cost").get("bytesDown").asLong()).isPositive();
  }

  @Test
  void badRowsAreErrorsOfTheirOwn() throws Exception {
    JsonNode run =
        page.finished("/api/runs?name=mixed.csv", "smiles,id\nCCO,a\nnonsense,b\n,c\nc1ccccc1,d\n");
    assertThat(run.get("state").asText()).isEqualTo("done");
    assertThat(run.get("rows").asInt()).isEqualTo(4);
    assertThat(run.get("failed").asInt()).isEqualTo(2);
    JsonNode errors = rows(run, "show=errors");
    assertThat(errors).hasSize(2);
    assertThat(errors.get(0).get("row").asInt()).isEqualTo(3);
    assertThat(errors.get(0).get("error").asText()).contains("cannot be read");
  }

  @Test
  void rowsAreSortedFilteredAndPaged() throws Exception {
    String smiles =
        IntStream.rangeClosed(1, 12).mapToObj("C"::repeat).collect(Collectors.joining("\n"));
    JsonNode run = page.finished("/api/runs", smiles);
    JsonNode sorted = rows(run, "sort=output_inactive&descending=true&limit=12");
    int column = 0;
    for (int i = 1; i < 12; i++) {
      assertThat(sorted.get(i).get("cells").get(column).asDouble())
          .isLessThanOrEqualTo(sorted.get(i - 1).get("cells").get(column).asDouble());
    }
    assertThat(rows(run, "offset=10&limit=5")).hasSize(2);
    assertThat(rows(run, "search=cccccccccccc")).hasSize(1);
    assertThat(rows(run, "show=pending")).isEmpty();
    assertThat(
            page.send("GET", "/api/runs/" + run.get("id").asText() + "/rows?sort=nothing", "")
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void resultsAreDownloadedAsCsvAndSd() throws Exception {
    JsonNode run = page.finished("/api/runs", AppUnderTest.ASPIRIN + " aspirin\nnonsense =cmd|x\n");
    String path = "/api/runs/" + run.get("id").asText();
    String csv = page.get(path + "/results.csv");
    assertThat(csv.lines().findFirst().orElseThrow())
        .isEqualTo("row,name,smiles,output_inactive,output_<b>active</b>,class,error");
    assertThat(csv.lines()).hasSize(3);
    assertThat(csv).contains(",'=cmd|x,");
    String sd = page.get(path + "/results.sdf");
    assertThat(sd).contains("aspirin\n", "V2000", "> <output_inactive>\n").endsWith("$$$$\n");
    assertThat(sd.split("\\$\\$\\$\\$\n", -1)).hasSize(3);
    JsonNode again =
        page.finished("/api/runs?name=again.sdf", sd.split("\\$\\$\\$\\$")[0] + "$$$$\n");
    assertThat(again.get("failed").asInt()).isZero();
    assertThat(rows(again, "").get(0).get("cells")).isEqualTo(rows(run, "").get(0).get("cells"));
  }

  @Test
  void filesThatCannotBeUsedAreSaidSo() throws Exception {
    assertThat(page.send("POST", "/api/runs?name=empty.csv", "").statusCode()).isEqualTo(422);
    assertThat(page.send("POST", "/api/runs", " \n ").statusCode()).isEqualTo(422);
    assertThat(page.send("POST", "/api/runs?name=x.csv&smilesColumn=no", "smiles\nCCO\n").body())
        .contains("no")
        .doesNotContain("chemxor-app", "/tmp");
  }

  @Test
  void moleculesAreDrawn() throws Exception {
    assertThat(page.json("GET", "/api/status", "").get("drawing").asBoolean()).isTrue();
    var drawing = page.send("POST", "/api/drawing", AppUnderTest.ASPIRIN);
    assertThat(drawing.headers().firstValue("Content-Type")).hasValue("image/svg+xml");
    assertThat(drawing.body()).contains("<svg", "<path").doesNotContain("<script", "<text");
    assertThat(page.send("POST", "/api/drawing", "nonsense").statusCode()).isEqualTo(422);
  }

  @Test
  void thePanelSaysWhatTheProgramDiscloses() throws Exception {
    page.finished("/api/runs", "C");
    String learns = page.json("GET", "/api/status", "").get("learns").toString();
    assertThat(learns)
        .contains("the values at the end of each of the 2 rounds")
        .contains("this program does not hide it")
        .contains("never sees your molecules")
        .contains("on this machine");
  }
}
