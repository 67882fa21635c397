package org.chemxor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are interrupted: by the server, by the user. */
@Timeout(300)
class ServerAwayTest {
  private static final String SIXTY =
      IntStream.rangeClosed(1, 60).mapToObj("C"::repeat).collect(Collectors.joining("\n"));

  @TempDir Path folder;
  private AppUnderTest page;

  @BeforeEach
  void start() throws Exception {
    page = new AppUnderTest(folder.resolve("history"));
  }

  @AfterEach
  void stop() {
    page.close();
  }

  private static boolean is(JsonNode run, String state) {
    return run.get("state").asText().equals(state);
  }

  @Test
  void runsGoOnWhenTheServerComesBack() throws Exception {
    page.gate().allow(4);
    String run = page.json("POST", "/api/runs", SIXTY).get("id").asText();
    page.until(run, json -> json.get("done").asInt() == 4);
    page.stopServer();
    page.gate().open();
    JsonNode waiting = page.until(run, json -> is(json, "waiting"));
    assertThat(waiting.get("message").asText()).isNotEmpty();
    assertThat(page.json("GET", "/api/status", "").get("connection").get("state").asText())
        .isEqualTo("away");
    page.startServer();
    JsonNode done = page.untilEnded(run);
    assertThat(done.get("state").asText()).isEqualTo("done");
    assertThat(done.get("done").asInt()).isEqualTo(60);
    assertThat(done.get("failed").asInt()).isZero();
    assertThat(page.json("GET", "/api/status", "").get("connection").get("state").asText())
        .isEqualTo("ready");
  }

  @Test
  void runsThatWaitAreStopped() throws Exception {
    page.stopServer();
    String run = page.json("POST", "/api/runs", "C\nCC\n").get("id").asText();
    page.until(run, json -> is(json, "waiting"));
    page.json("POST", "/api/runs/" + run + "/stop", "");
    assertThat(page.untilEnded(run).get("done").asInt()).isZero();
    page.startServer();
    page.json("POST", "/api/runs/" + run + "/resume", "");
    assertThat(page.untilEnded(run).get("done").asInt()).isEqualTo(2);
  }

  @Test
  void stoppedRunsGoOnWhereTheyWere() throws Exception {
    page.gate().allow(4);
    String run = page.json("POST", "/api/runs", SIXTY).get("id").asText();
    page.until(run, json -> json.get("done").asInt() == 4);
    page.json("POST", "/api/runs/" + run + "/stop", "");
    page.gate().open();
    JsonNode stopped = page.untilEnded(run);
    assertThat(stopped.get("state").asText()).isEqualTo("stopped");
    int done = stopped.get("done").asInt();
    assertThat(done).isBetween(4, 59);
    page.json("POST", "/api/runs/" + run + "/resume", "");
    JsonNode ended = page.untilEnded(run);
    assertThat(ended.get("done").asInt()).isEqualTo(60);
    assertThat(ended.get("requests").asInt()).isEqualTo(60);
    assertThat(page.send("POST", "/api/runs/" + run + "/resume", "").statusCode()).isEqualTo(409);
  }

  @Test
  void newKeysAreMadeWhenTheUserAsks() throws Exception {
    page.finished("/api/runs", "C");
    page.json("POST", "/api/connect", "");
    assertThat(page.finished("/api/runs", "CC").get("state").asText()).isEqualTo("done");
  }

  @Test
  void removedRunsAreGone() throws Exception {
    String run = page.finished("/api/runs", "C").get("id").asText();
    page.json("DELETE", "/api/runs/" + run, "");
    assertThat(page.send("GET", "/api/runs/" + run, "").statusCode()).isEqualTo(404);
  }
}
