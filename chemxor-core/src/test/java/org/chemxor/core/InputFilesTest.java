package org.chemxor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not a regular file is refused at once: reading a pipe would wait for its writer. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InputFilesTest {
  @TempDir private Path folder;

  /** A named pipe; where the system has none, a folder. */
  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    try {
      assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    } catch (IOException e) {
      Files.createDirectory(pipe);
    }
    return pipe;
  }

  @Test
  void pipesAreRefused() throws Exception {
    Path pipe = pipe();
    assertThatThrownBy(() -> InputFiles.read(pipe, 100))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(pipe.toString(), "file is needed");
    assertThatThrownBy(() -> InputFiles.firstLine(pipe)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> InputFiles.requireReadable(pipe))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> InputFiles.requireRegular(pipe))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void foldersAndMissingFilesAreRefused() {
    assertThatThrownBy(() -> InputFiles.read(folder, 100)).hasMessageContaining("is a folder");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> InputFiles.read(missing, 100)).hasMessageContaining("there is no");
    InputFiles.requireRegular(missing);
  }

  @Test
  void regularFilesAreReadUpToTheLimit() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "first \r\nsecond");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(InputFiles.read(link, 14)).asString().isEqualTo("first \r\nsecond");
    assertThatThrownBy(() -> InputFiles.read(file, 13))
        .hasMessageContainingAll("14 bytes", "at most 13");
    assertThat(InputFiles.firstLine(file)).isEqualTo("first ");
    assertThat(InputFiles.firstLine(Files.createFile(folder.resolve("empty")))).isEmpty();
  }
}
