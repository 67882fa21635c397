package org.chemxor.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code examples/app} with artifacts as {@code mvn install} would lay them, in a local repository
 * that holds nothing else at first: what a user's build finds, on the module path and on the class
 * path. Maven fetches its plugins for it, so this is for profile "slow".
 */
@Tag("release")
class ConsumerTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String VERSION = System.getProperty("chemxor.version");
  private static final List<String> JARS = List.of("core", "ckks", "trained", "fhe");

  @TempDir private Path folder;

  private void install(String artifact, Path pom) throws IOException {
    Path place =
        Files.createDirectories(
            folder.resolve("repository/org/chemxor").resolve(artifact).resolve(VERSION));
    Files.copy(pom, place.resolve(artifact + "-" + VERSION + ".pom"));
    Path jar = pom.resolveSibling("target").resolve(artifact + "-" + VERSION + ".jar");
    if (JARS.contains(artifact.substring("chemxor-".length()))) {
      Files.copy(jar, place.resolve(jar.getFileName()));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(f -> !f.startsWith(from.resolve("target"))).toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void aProgramThatDependsOnUsBuildsAndPassesItsTests() throws Exception {
    install("chemxor-parent", ROOT.resolve("pom.xml"));
    install("chemxor-bom", ROOT.resolve("chemxor-bom/pom.xml"));
    for (String module : JARS) {
      install("chemxor-" + module, ROOT.resolve("chemxor-" + module).resolve("pom.xml"));
    }
    copy(ROOT.resolve("examples/app"), folder.resolve("app"));
    Shell.Result result =
        Shell.run(
            folder.resolve("app"),
            Map.of("JAVA_HOME", System.getProperty("java.home")),
            List.of(
                "mvn",
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "verify"));
    assertThat(result.status()).as(result.out() + result.err()).isZero();
    assertThat(result.out()).contains("BUILD SUCCESS");
    assertThat(result.out().lines().filter(line -> line.contains("Tests run: 4, Failures: 0")))
        .as("once on each path")
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(folder.resolve("repository/ai/djl")).as("PyTorch's DJL").doesNotExist();
  }
}
