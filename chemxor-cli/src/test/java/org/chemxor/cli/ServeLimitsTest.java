package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chemxor.audit.NetworkDigest;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --budget}, {@code --max-leak} and what is refused, as an operator types them. */
class ServeLimitsTest extends CommandLineTest {
  private static final String PUBLIC = "203.0.113.1";
  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @BeforeEach
  void train() throws Exception {
    String csv = Drugs.write(folder.resolve("drugs.csv")).toString();
    assertThat(run("train", "--csv", csv, "--out", path("model"), "--model", "quadratic"))
        .as(err.toString())
        .isZero();
  }

  private void writeAudit(String digest, String leak) throws Exception {
    Files.createDirectories(folder.resolve("model/audit"));
    String json =
        """
        {"format": "chemxor-audit", "version": 1, "digest": "%s", "leak": %s,
         "strongestAttack": "RMIA online", "strongestView": "exact answers"}
        """
            .formatted(digest, leak);
    Files.write(folder.resolve("model/audit/audit.json"), json.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends after the models are loaded, as there is no TLS for an address that others reach. */
  private String served(String... options) {
    String[] command = new String[4 + options.length];
    System.arraycopy(new String[] {"serve", path("model"), "--host", PUBLIC}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    assertThat(run(command)).isEqualTo(1);
    return err.toString();
  }

  @Test
  void modelsWithAWorseAuditAreRefusedUnlessAskedForByName() throws Exception {
    String digest = NetworkDigest.of(TrainedModel.load(folder.resolve("model")).network());
    assertThat(served("--max-leak", "0.05")).contains("has no audit", "./chemxor audit");
    writeAudit(digest, "0.122");
    assertThat(served("--max-leak", "0.05"))
        .contains("12.2 %", "allows 5.0 %", "--accept-leak model", "RMIA online");
    assertThat(served("--max-leak", "0.2")).contains("there is no TLS");
    assertThat(served("--max-leak", "0.05", "--accept-leak", "model")).contains("there is no TLS");
    writeAudit("0".repeat(64), "0.01");
    assertThat(served("--max-leak", "0.05")).contains("another network");
  }

  @Test
  void brokenAuditsAreRefusedWithAReason() throws Exception {
    for (String leak : List.of("2", "-0.1", "\"low\"", "null", "[]")) {
      writeAudit("00", leak);
      assertThat(served("--max-leak", "0.5")).as(leak).contains("chemxor: ").contains("leak");
    }
    Files.writeString(folder.resolve("model/audit/audit.json"), "{\"format\": \"other\"}");
    assertThat(served("--max-leak", "0.5")).contains("audit");
    Files.writeString(folder.resolve("model/audit/audit.json"), "[".repeat(100_000));
    assertThat(served("--max-leak", "0.5")).contains("JSON");
  }

  @Test
  void optionsThatDoNotFitTogetherAreRefused() {
    assertThat(run("serve", path("model"), "--budget", "5/day")).isEqualTo(2);
    assertThat(err.toString()).contains("--budget-file");
    assertThat(run("serve", path("model"), "--max-leak", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("from 0 to 1");
    for (String port : List.of("99999", "-1")) {
      assertThat(run("serve", path("model"), "--port", port)).isEqualTo(2);
      assertThat(err.toString()).contains("--port is from 0 to 65535, got " + port);
    }
    assertThat(run("serve", path("model"), "--accept-leak", "model")).isEqualTo(2);
    assertThat(served("--budget", "many", "--budget-file", path("budget"))).contains("10000/day");
  }

  @Test
  void aServerSaysItsBudgetAndKeepsIt() throws Exception {
    try (CommandProcess server =
        CommandProcess.start(
            folder,
            "serve",
            path("model"),
            "--port",
            "0",
            "--budget",
            "2/week",
            "--budget-file",
            path("budget"))) {
      server.awaitLine("each client may ask each model about 2 molecules");
      String address = server.awaitLine("serving at ");
      try (CommandProcess query =
          CommandProcess.start(folder, "query", address, "CCO", "CCC", "--pins", path("pins"))) {
        assertThat(query.await()).as(query.errors()).isZero();
      }
      try (CommandProcess query =
          CommandProcess.start(folder, "query", address, "CCO", "--pins", path("pins"))) {
        assertThat(query.await()).isEqualTo(1);
        assertThat(query.errors()).contains("as many molecules as it may");
      }
    }
    assertThat(folder.resolve("budget")).content().startsWith("chemxor-query-budget 1");
  }

  private CommandProcess budgeted(String budget) throws Exception {
    return CommandProcess.start(
        folder,
        "serve",
        path("model"),
        "--port",
        "0",
        "--warm-up",
        "0",
        "--budget",
        budget,
        "--budget-file",
        path("budget"));
  }

  private boolean answers(String address) throws Exception {
    try (CommandProcess query =
        CommandProcess.start(folder, "query", address, "CCO", "--pins", path("pins"))) {
      boolean isAnswered = query.await() == 0;
      assertThat(isAnswered || query.errors().contains("as many molecules as it may"))
          .as(query.errors())
          .isTrue();
      return isAnswered;
    }
  }

  /** No stop of the server gives a client more than its budget, however sudden. */
  @Test
  void aKilledServersBudgetIsNoNewOne() throws Exception {
    int answered = 0;
    for (int life = 0; life < 3; life++) {
      try (CommandProcess server = budgeted("2/week")) {
        String address = server.awaitLine("serving at ");
        answered += answers(address) ? 1 : 0;
        if (life == 0) {
          try (CommandProcess second = budgeted("2/week")) {
            assertThat(second.await()).isEqualTo(1);
            assertThat(second.errors()).contains("in use by another server");
          }
        }
        server.kill();
      }
      assertThat(answered).as("after %d kills", life + 1).isEqualTo(Math.min(2, life + 1));
    }
  }
}
