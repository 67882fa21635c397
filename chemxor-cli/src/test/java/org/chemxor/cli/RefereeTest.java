package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.models.metrics.ClassificationMetrics;
import org.chemxor.models.trained.TrainedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The suite's workload on made-up digits: measured, and step by step as its harness does. */
class RefereeTest {
  private static final int PIXELS = 784;
  private static final int DIGITS_A_CLASS = 8;

  @TempDir private static Path folder;
  private static StringWriter out = new StringWriter();
  private static StringWriter err = new StringWriter();
  private static int status;

  private static int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  /** A bar of two rows for each class, of some brightness, and noise. */
  private static double[] image(Random random, int digit) {
    double[] image = new double[PIXELS];
    double brightness = 0.6 + 0.4 * random.nextDouble();
    for (int i = 0; i < PIXELS; i++) {
      boolean isBar = i / 28 / 2 == digit + 1;
      image[i] = isBar ? brightness : random.nextInt(20) == 0 ? 0.2 : 0;
    }
    return image;
  }

  private static String text(double[] image, String separator) {
    StringBuilder text = new StringBuilder();
    for (double pixel : image) {
      text.append(text.length() == 0 ? "" : separator)
          .append(String.format(Locale.ROOT, "%.3f", pixel));
    }
    return text.toString();
  }

  @BeforeAll
  static void trainsAndMeasures() throws IOException {
    Random random = new Random(23);
    Path digits = Files.createDirectories(folder.resolve("digits"));
    for (int digit = 0; digit < 10; digit++) {
      StringBuilder data = new StringBuilder();
      for (int i = 0; i < DIGITS_A_CLASS; i++) {
        data.append(i == 0 ? "" : ",").append(text(image(random, digit), ","));
      }
      Files.writeString(digits.resolve(digit + ".json"), "{\"data\":[" + data + "]}");
    }
    status =
        run(
            "bench",
            "referee",
            "--digits",
            digits.toString(),
            "--hidden",
            "12,6",
            "--epochs",
            "40",
            "--folds",
            "2",
            "--sizes",
            "1,9",
            "--threads",
            "1",
            "--save",
            path("model"),
            "--json",
            path("referee.json"));
  }

  @Test
  void timesEveryStepAndAgreesWithTheNetworkInTheClear() throws IOException {
    assertThat(status).as(err.toString()).isZero();
    JsonNode report = new ObjectMapper().readTree(folder.resolve("referee.json").toFile());
    assertThat(report.get("accuracy")).hasSize(2);
    assertThat(report.get("unseen").asInt()).isEqualTo(40);
    assertThat(report.get("results")).hasSize(2);
    for (JsonNode row : report.get("results")) {
      assertThat(row.get("agreeing").asInt())
          .isEqualTo(row.get("digits").asInt() * row.get("runs").asInt());
      assertThat(row.get("parameters").asText()).contains("N=8192", "128-bit secure");
      for (String measured :
          new String[] {
            "keyMillis",
            "keyBytes",
            "encryptMillis",
            "upBytes",
            "computeMillis",
            "downBytes",
            "decryptMillis"
          }) {
        assertThat(row.get(measured).asDouble()).as(measured).isPositive();
      }
    }
    assertThat(report.get("results").get(0).get("upBytes").asLong()).isLessThan(500_000);
    assertThat(report.get("results").get(0).get("keyBytes").asLong()).isLessThan(64_000_000);
  }

  @Test
  void theHarnessStepsAreProcessesThatLeaveFiles() throws IOException {
    Path harness = folder.resolve("harness");
    Files.createDirectories(harness.resolve("harness"));
    Files.createFile(harness.resolve("harness/run_submission.py"));
    assertThat(step("wire", harness)).as(err.toString()).isZero();
    assertThat(step("build", harness)).as(err.toString()).isZero();
    double[] digit = image(new Random(5), 6);
    Path data = Files.createDirectories(harness.resolve("datasets/single/intermediate"));
    Files.writeString(data.resolve("test_pixels.txt"), text(digit, " ") + "\n");
    for (String name :
        new String[] {
          "client_key_generation", "server_preprocess_model", "client_preprocess_input",
          "client_encode_encrypt_input", "server_encrypted_compute", "client_decrypt_decode",
          "client_postprocess"
        }) {
      assertThat(
              name.equals("server_preprocess_model")
                  ? step(name, harness)
                  : step(name, harness, "0"))
          .as(name + err)
          .isZero();
    }
    double[] plain =
        new ReferenceEvaluator(TrainedModel.load(folder.resolve("model")).network())
            .evaluate(digit);
    assertThat(harness.resolve("io/single/encrypted_model_predictions.txt"))
        .hasContent(ClassificationMetrics.predicted(plain) + "\n");
    Path secret = harness.resolve("io/single/secret_key/client.bin");
    assertThat(Files.getPosixFilePermissions(secret)).hasSize(2);
    refusedReplyEndsTheKeySet(harness, secret);
  }

  private static void refusedReplyEndsTheKeySet(Path harness, Path secret) throws IOException {
    Path reply = harness.resolve("io/single/ciphertexts_download/reply_0.bin");
    byte[] good = Files.readAllBytes(reply);
    Files.write(reply, Arrays.copyOf(good, good.length / 2));
    assertThat(step("client_decrypt_decode", harness, "0")).isEqualTo(1);
    assertThat(secret).doesNotExist();
    assertThat(harness.resolve("io/single/encrypted_model_predictions.txt")).doesNotExist();
    Files.write(reply, good);
    assertThat(step("client_decrypt_decode", harness, "0")).isEqualTo(1);
  }

  private static int step(String name, Path harness, String... more) {
    String[] all = new String[6 + more.length];
    all[0] = "referee-step";
    all[1] = name;
    System.arraycopy(more, 0, all, 2, more.length);
    all[2 + more.length] = "--harness";
    all[3 + more.length] = harness.toString();
    all[4 + more.length] = "--model";
    all[5 + more.length] = path("model");
    return run(all);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(run("referee-step", "client_key_generation")).isEqualTo(2);
    assertThat(err.toString()).contains("takes the instance: 0, 1, 2 or 3");
    assertThat(run("referee-step", "build")).isEqualTo(1);
    assertThat(err.toString()).contains("build needs --model FOLDER");
    assertThat(run("referee-step", "client_decrypt_decode", "4")).isEqualTo(1);
    assertThat(err.toString()).contains("3 (large), got 4");
    assertThat(run("bench", "referee", "--folds", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--folds must be at least 2, got 1");
    assertThat(run("bench", "referee", "--hidden", "0")).isEqualTo(2);
    assertThat(run("bench", "referee", "--sizes", "0")).isEqualTo(2);
    assertThat(run("bench", "referee", "--digits", path("nowhere"))).isEqualTo(1);
    assertThat(err.toString()).contains("there is no file");
  }
}
