package org.chemxor.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileFilesTest {
  @TempDir private Path folder;

  @Test
  void hostileFilesAreRefusedBySentencesWithinLittleMemory()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx192m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    HostileReader.class.getName(),
                    folder.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).as(output).isTrue();
    List<String> lines = output.lines().toList();
    assertThat(lines).filteredOn(line -> line.startsWith("BAD")).isEmpty();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(lines).contains("bad: 0");
    assertThat(lines).filteredOn(line -> line.contains("secret")).hasSize(4);
    assertThat(lines)
        .filteredOn(line -> line.contains("link.bin") || line.contains("secret.bin"))
        .allSatisfy(line -> assertThat(line).containsAnyOf("lies outside", "no relative path"));
  }
}
