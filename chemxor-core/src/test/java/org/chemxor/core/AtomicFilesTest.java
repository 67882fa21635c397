package org.chemxor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void replacesAFileAndLeavesNothingElse() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "old");

    AtomicFiles.write(file, NEW);

    assertThat(file).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("a.json");
  }

  @Test
  void aWriteThatFailsHalfwayLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("a.json"), "old");

    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("a.json");
  }

  @Test
  void whoMayReadAPlainFileMayReadThisOne() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), "x");
    Path atomic = folder.resolve("atomic");

    AtomicFiles.write(atomic, NEW);

    assertThat(Files.getPosixFilePermissions(atomic))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void namesTheFolderThatIsMissingAndRefusesAFolderAsTarget() {
    Path lost = folder.resolve("lost").resolve("a.json");

    assertThatThrownBy(() -> AtomicFiles.write(lost, NEW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no folder " + lost.getParent());
    assertThatThrownBy(() -> AtomicFiles.write(folder, NEW))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a folder");
    assertThat(folder).isEmptyDirectory();
  }
}
