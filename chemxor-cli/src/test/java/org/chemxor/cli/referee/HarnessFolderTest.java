package org.chemxor.cli.referee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the harness writes, and scripts that call us. */
class HarnessFolderTest {
  private static final String DIGIT = "0.250000 ".repeat(784).trim() + "\n";

  @TempDir private Path root;

  private HarnessFolder folder() {
    return new HarnessFolder(root, HarnessFolder.Instance.SINGLE);
  }

  private void writePixels(String content) throws IOException {
    Path file = root.resolve("datasets/single/intermediate/test_pixels.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void assertRefused(String content, String message) throws IOException {
    writePixels(content);
    assertThatThrownBy(() -> folder().inputs())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsTheDigitsOfAnInstance() throws IOException {
    writePixels(DIGIT);
    assertThat(folder().inputs()).hasDimensions(1, 784);
    assertThat(folder().inputs()[0]).containsOnly(0.25);
  }

  @Test
  void refusesOtherFiles() throws IOException {
    assertRefused("", "has 0 digits, this instance 1");
    assertRefused(DIGIT + DIGIT, "more than the 1 digits");
    assertRefused("0.5 0.5\n", "line 1: a digit has 784 grey values");
    assertRefused(DIGIT.replaceFirst("0.25", "x"), "is no number");
    assertRefused(DIGIT.replaceFirst("0.25", "2.5"), "not from 0 to 1");
    assertRefused(DIGIT.replaceFirst("0.250000", "NaN"), "not from 0 to 1");
    assertRefused("0".repeat(100_000), "line 1: a digit has 784 grey values");
  }

  @Test
  void knowsTheHarnessSizes() {
    assertThat(HarnessFolder.Instance.of(1).digits()).isEqualTo(15);
    assertThat(HarnessFolder.Instance.of(3).digits()).isEqualTo(10_000);
    for (int number : new int[] {-1, 4}) {
      assertThatThrownBy(() -> HarnessFolder.Instance.of(number))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("got " + number);
    }
  }

  @Test
  void wiresExecutablesForEveryStepOfTheHarness() throws IOException {
    Files.createDirectories(root.resolve("harness"));
    Files.createFile(root.resolve("harness/run_submission.py"));
    new HarnessWiring(root).write(Path.of("/models/it's mine"));
    Path compute = root.resolve("submission/build/server_encrypted_compute");
    assertThat(compute).isExecutable();
    assertThat(compute)
        .content()
        .endsWith(
            "exec \"${CHEMXOR:-chemxor}\" referee-step server_encrypted_compute --model"
                + " '/models/it'\\''s mine' \"$@\"\n");
    try (var files = Files.list(root.resolve("submission/build"))) {
      assertThat(files).hasSize(7);
    }
    assertThat(root.resolve("scripts/build_task.sh")).isExecutable();
    assertThat(root.resolve("scripts/get_openfhe.sh")).isExecutable();
  }

  @Test
  void wiresNothingIntoAnotherFolder() {
    assertThatThrownBy(() -> new HarnessWiring(root).write(Path.of("model")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a checkout of fhe-benchmarking/ml-inference");
    assertThat(root.resolve("submission")).doesNotExist();
  }
}
