package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line as a user types it. */
class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  @Test
  void demoPredictsUnderEncryptionAndWritesWhatItSays() throws Exception {
    Path json = folder.resolve("demo.json");
    int status = run("demo", "--epochs", "4", "--molecules", "3", "--json", json.toString());
    assertThat(status).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("molecule", "plain", "encrypted", "largest difference", "128 bits");
    assertThat(err.toString()).contains("training: epoch 4 of 4");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.get("model").asText()).isEqualTo("OlindaNetZero");
    assertThat(report.get("engine").asText()).isEqualTo("jvm");
    assertThat(report.get("security").get("bits").asInt()).isEqualTo(128);
    assertThat(report.get("security").get("n").asInt()).isGreaterThanOrEqualTo(8192);
    assertThat(report.get("security").get("logPQ").asDouble()).isBetween(50.0, 214.0);
    assertThat(report.get("molecules")).hasSize(3);
    double largest = 0;
    for (JsonNode molecule : report.get("molecules")) {
      assertThat(molecule.get("name").asText()).isNotBlank();
      assertThat(molecule.get("smiles").asText()).isNotBlank();
      assertThat(molecule.get("millis").asDouble()).isPositive();
      double difference =
          Math.abs(molecule.get("plain").asDouble() - molecule.get("encrypted").asDouble());
      assertThat(difference).as("encryption leaves a trace").isPositive();
      largest = Math.max(largest, difference);
    }
    assertThat(report.get("maxAbsError").asDouble()).isEqualTo(largest);
    assertThat(report.get("latencyMillisMedian").asDouble()).isPositive();
    assertThat(report.get("bytesUp").asLong()).isGreaterThan(100_000);
    assertThat(report.get("bytesDown").asLong()).isGreaterThan(50_000);
    assertThat(report.get("rounds").asInt()).isPositive();
    assertThat(report.get("simd").asInt()).isPositive();
  }

  @Test
  void refusesMoreMoleculesThanWereHeldOut() {
    assertThat(run("demo", "--molecules", "100000")).isEqualTo(2);
    assertThat(err.toString()).contains("--molecules must be from 1 to");
  }

  @Test
  void unknownCommandsAndOptionsAreUsageErrors() {
    assertThat(run("predcit")).isEqualTo(2);
    assertThat(err.toString()).contains("predcit");
    assertThat(run("demo", "--colour")).isEqualTo(2);
    assertThat(err.toString()).contains("--colour");
  }

  @Test
  void anUnwritableResultIsASentence() {
    Path missing = folder.resolve("no").resolve("such").resolve("demo.json");
    int status = run("demo", "--epochs", "1", "--molecules", "1", "--json", missing.toString());
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains("chemxor: ").doesNotContain("\tat ");
  }

  /** Reading a pipe would wait for a writer without end. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void filesThatAreNoneAreRefusedAtOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    try {
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    } catch (IOException e) {
      Files.createDirectory(pipe);
    }
    String name = pipe.toString();
    for (String[] command :
        new String[][] {
          {"serve", folder.toString(), "--token-file", name},
          {"serve", folder.toString(), "--tls", name, "--tls-password-file", name},
          {"query", "http://localhost:1", "CCO", "--token-file", name},
          {"query", "http://localhost:1", "CCO", "--trust", name},
        }) {
      assertThat(run(command)).as(String.join(" ", command)).isEqualTo(1);
      assertThat(err.toString()).contains("chemxor: " + name, "file is needed");
      err.getBuffer().setLength(0);
    }
  }

  @Test
  void helpNamesTheCommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("demo", "bench");
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("ChemXor for Java");
  }

  @Test
  void anUnknownEngineIsASentence() {
    assertThat(run("bench", "primitives", "--engine", "abacus")).isEqualTo(1);
    assertThat(err.toString()).contains("abacus").contains("jvm").doesNotContain("\tat ");
  }
}
