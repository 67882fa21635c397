package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ResumeTest {
  private static final int ATTEMPTS = 10;

  @TempDir private Path folder;

  private String[] command(String model, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--csv",
                folder.resolve("drugs.csv").toString(),
                "--images",
                "standard",
                "--epochs",
                "5",
                "--out",
                folder.resolve(model).toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** The name of the weights file, which is a hash of the weights. */
  private String weights(String model) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(model))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".safetensors"))
          .reduce("", String::concat);
    }
  }

  private int run(String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter()));
    commandLine.setErr(new PrintWriter(err, true));
    int status = commandLine.execute(arguments);
    assertThat(status).as(err.toString()).isZero();
    return err.toString().split("\n", -1).length;
  }

  /**
   * Kills a training after its first epoch and before its model is written; another is begun when
   * one was quicker.
   *
   * @return the model that is not there; its checkpoints are in a folder of this name with "-state"
   */
  private String killedInTheMiddle() throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String model = "killed-" + attempt;
      Path state = folder.resolve(model + "-state");
      String[] training = command(model, "--checkpoints", state.toString());
      try (ChildJvm child = ChildJvm.start("1g", Main.class, folder.resolve("log"), training)) {
        while (!Files.exists(state.resolve("training.json")) && child.isAlive()) {
          Thread.sleep(10);
        }
        child.kill();
        assertThat(state.resolve("training.json")).as(child.toString()).exists();
      }
      if (isEmpty(folder.resolve(model))) {
        return model;
      }
    }
    throw new AssertionError(ATTEMPTS + " trainings ended before they could be killed");
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  @Test
  void aKilledTrainingGoesOnAndEndsWithTheSameWeights() throws Exception {
    Drugs.write(folder.resolve("drugs.csv"));
    String killed = killedInTheMiddle();
    Path state = folder.resolve(killed + "-state");

    run(command(killed, "--checkpoints", state.toString(), "--resume"));
    run(command("whole"));

    assertThat(weights(killed)).isNotEmpty().isEqualTo(weights("whole"));
    try (Stream<Path> best = Files.list(state)) {
      assertThat(best.map(p -> p.getFileName().toString()).filter(n -> n.startsWith("epoch-")))
          .as("models of the best epochs")
          .hasSize(1);
    }
  }
}
