package org.chemxor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every JShell script of this folder in a real JShell, as a reader would. */
class JshellExamplesTest {
  private static final int LIMIT_MINUTES = 5;
  private static final String PROMISE = "// Prints:";

  static Stream<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("").toAbsolutePath())) {
      return files.filter(file -> file.toString().endsWith(".jsh")).sorted().toList().stream();
    }
  }

  private static String run(Path script) throws IOException, InterruptedException {
    Path log = Files.createTempFile("jshell", ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "--class-path",
                classPath(),
                "-R--add-modules",
                "-Rjdk.incubator.vector",
                "--feedback",
                "concise",
                script.toString())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Files.createTempFile("empty", "").toFile()))
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as("finished in time").isTrue();
    String output = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static String classPath() {
    String entries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(entries.split(File.pathSeparator))
        .filter(entry -> Files.exists(Path.of(entry)))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void printsWhatItsCommentsPromise(Path script) throws Exception {
    List<String> promised =
        Files.readAllLines(script).stream()
            .filter(line -> line.startsWith(PROMISE))
            .map(line -> line.substring(PROMISE.length()).trim())
            .toList();
    assertThat(promised).as("lines starting with " + PROMISE).isNotEmpty();
    assertThat(run(script)).contains(promised).doesNotContain("Error:", "Exception");
  }
}
