package org.chemxor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A history is kept only if the user asks. */
@Timeout(300)
class HistoryTest {
  @TempDir Path folder;

  private Path kept() {
    return folder.resolve("history");
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(kept())) {
      return files.toList();
    }
  }

  private static JsonNode rows(AppUnderTest page, String run) throws Exception {
    return page.json("GET", "/api/runs/" + run + "/rows", "").get("rows");
  }

  @Test
  void nothingIsWrittenUnlessAsked() throws Exception {
    try (AppUnderTest page = new AppUnderTest(kept())) {
      page.finished("/api/runs", "CCO");
    }
    assertThat(kept()).doesNotExist();
  }

  @Test
  void runsComeBackAsTheyWereAndGoOn() throws Exception {
    String run;
    JsonNode before;
    try (AppUnderTest page = new AppUnderTest(kept())) {
      page.json("POST", "/api/history?kept=true", "");
      run = page.finished("/api/runs", "CCO ethanol\nnonsense\n").get("id").asText();
      before = rows(page, run);
      page.stopServer();
      String waiting = page.json("POST", "/api/runs", "CCC\n").get("id").asText();
      page.until(waiting, json -> json.get("state").asText().equals("waiting"));
      page.startServer();
    }
    assertThat(Files.getPosixFilePermissions(kept()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    for (Path file : files()) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    try (AppUnderTest page = new AppUnderTest(kept())) {
      assertThat(rows(page, run)).isEqualTo(before);
      assertThat(page.get("/api/runs/" + run + "/results.csv")).contains("ethanol");
      JsonNode other = page.json("GET", "/api/status", "").get("runs").get(0);
      if (other.get("state").asText().equals("stopped")) {
        page.json("POST", "/api/runs/" + other.get("id").asText() + "/resume", "");
      }
      assertThat(page.untilEnded(other.get("id").asText()).get("done").asInt()).isEqualTo(1);
      page.json("DELETE", "/api/runs/" + run, "");
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void endingItDeletesWhatWasKept() throws Exception {
    try (AppUnderTest page = new AppUnderTest(kept())) {
      page.json("POST", "/api/history?kept=true", "");
      page.finished("/api/runs", "CCO");
      assertThat(
              page.json("POST", "/api/history?kept=false", "")
                  .get("history")
                  .get("kept")
                  .asBoolean())
          .isFalse();
      assertThat(kept()).doesNotExist();
    }
    assertThat(kept()).doesNotExist();
  }

  @Test
  void removedRunsStayRemovedWhateverTheirWorkersDo() throws Exception {
    try (AppUnderTest page = new AppUnderTest(kept())) {
      page.json("POST", "/api/history?kept=true", "");
      page.gate().allow(1);
      String run = page.json("POST", "/api/runs", "C\nCC\nCCC\n").get("id").asText();
      page.until(run, json -> json.get("done").asInt() == 1);
      page.json("DELETE", "/api/runs/" + run, "");
      page.gate().open();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void damagedFilesAreLeftAlone() throws Exception {
    try (AppUnderTest page = new AppUnderTest(kept())) {
      page.json("POST", "/api/history?kept=true", "");
      page.finished("/api/runs", "CCO");
    }
    Path file = files().get(0);
    Files.writeString(file, Files.readString(file).replace("\"outputs\":[", "\"outputs\":[1,"));
    try (AppUnderTest page = new AppUnderTest(kept())) {
      JsonNode status = page.json("GET", "/api/status", "");
      assertThat(status.get("runs")).isEmpty();
      assertThat(status.get("history").get("message").asText()).contains("left alone");
    }
    assertThat(file).exists();
  }
}
