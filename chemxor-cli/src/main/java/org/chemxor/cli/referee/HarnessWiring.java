package org.chemxor.cli.referee;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InvalidInputException;

/**
 * Puts a submission into a checkout of the suite's harness, whose rules ask submitters to replace
 * {@code submission} and {@code scripts} and nothing else: a shell script for each executable, and
 * build scripts that compile nothing.
 *
 * @param root of the checkout
 */
record HarnessWiring(Path root) {
  private static final String PREPARE = "get_openfhe.sh";
  private static final String BUILD = "build_task.sh";

  /**
   * Writes the scripts. They start the program that the environment variable {@code CHEMXOR} names,
   * or {@code chemxor} on the search path, so that no path of this machine is in them but the
   * model's.
   *
   * @param model the network's folder
   * @throws InvalidInputException when the root is no checkout of the harness
   */
  void write(Path model) throws IOException {
    if (!Files.isRegularFile(root.resolve("harness/run_submission.py"))) {
      throw new InvalidInputException(
          "there is no harness/run_submission.py in "
              + root
              + ": --harness takes a checkout of fhe-benchmarking/ml-inference");
    }
    String modelFolder = quoted(model.toAbsolutePath().toString());
    Path build = root.resolve("submission/build");
    Files.createDirectories(build);
    Files.createDirectories(root.resolve("scripts"));
    Arrays.stream(RefereeStepCommand.Step.values())
        .filter(RefereeStepCommand.Step::isExecutable)
        .forEach(
            step ->
                script(
                    build.resolve(step.toString()),
                    step.isEmpty()
                        ? "# Nothing to do."
                        : start(step.toString(), modelFolder) + " \"$@\""));
    script(root.resolve("scripts").resolve(PREPARE), "# No library to fetch.");
    script(root.resolve("scripts").resolve(BUILD), start("build", modelFolder));
  }

  private static String start(String name, String modelFolder) {
    return "exec \"${CHEMXOR:-chemxor}\" referee-step " + name + " --model " + modelFolder;
  }

  private static void script(Path file, String command) {
    String text = "#!/usr/bin/env bash\nset -euo pipefail\n" + command + "\n";
    try {
      AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
      if (!file.toFile().setExecutable(true)) {
        throw new IOException(file + " cannot be made executable");
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** As one word of a shell. */
  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
