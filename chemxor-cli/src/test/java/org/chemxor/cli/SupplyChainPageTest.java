package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of dependencies names every jar of the command with the version that it has. */
class SupplyChainPageTest {
  private static final Path PAGE = Path.of("..", "docs", "supply-chain.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `[^:`]+:([^`]+)` \\| (\\S+) \\| [^|]*\\S[^|]* \\| .*");

  /** On the class path of tests only. */
  private static final List<String> TEST_TOOLS =
      List.of(
          "junit-",
          "opentest4j-",
          "apiguardian-api-",
          "assertj-core-",
          "byte-buddy-",
          "archunit-",
          "commonmark-",
          "surefire-");

  @Test
  void everyJarOfTheCommandIsThereWithItsVersion() throws IOException {
    List<String> listed =
        Files.readAllLines(PAGE).stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> row.group(1) + "-" + row.group(2))
            .toList();
    assertThat(listed).hasSizeGreaterThan(50);
    List<String> missing =
        List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
            .map(entry -> String.valueOf(Path.of(entry).getFileName()))
            .filter(name -> name.endsWith(".jar") && !name.startsWith("chemxor-"))
            .filter(name -> TEST_TOOLS.stream().noneMatch(name::startsWith))
            .filter(name -> listed.stream().noneMatch(row -> isFor(name, row)))
            .toList();
    assertThat(missing).as("jars that need a row with their version in %s", PAGE).isEmpty();
  }

  /** Whether a jar is that of a row; it may have a classifier. */
  private static boolean isFor(String jar, String row) {
    return jar.equals(row + ".jar") || jar.startsWith(row + "-");
  }
}
