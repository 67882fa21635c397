package org.chemxor.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What each module brings to those who depend on it, with all that follows: a list that may change
 * only by a decision, in {@code runtime-dependencies.txt}.
 */
class RuntimeDependenciesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern DEPENDENCY =
      Pattern.compile("\\s+([\\w.-]+:[\\w.-]+):.*:(compile|runtime).*");

  private static Map<String, Set<String>> expected() throws IOException {
    Map<String, Set<String>> modules = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/runtime-dependencies.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.strip().split("\\s+");
        modules
            .computeIfAbsent(words[0], module -> new TreeSet<>())
            .addAll(Arrays.asList(words).subList(1, words.length));
      }
    }
    return modules;
  }

  private static Set<String> actual(String module) throws IOException {
    Path list = ROOT.resolve(module).resolve("target").resolve("runtime.dependencies");
    assertThat(list).as("written by the build of %s", module).exists();
    return Files.readAllLines(list).stream()
        .map(DEPENDENCY::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(m -> m.group(1).replace("org.chemxor:chemxor-", "our:"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyPublishedModuleBringsWhatIsListedAndNothingElse() throws IOException {
    Map<String, Set<String>> actual = new TreeMap<>();
    Map<String, Set<String>> expected = expected();
    for (String module : expected.keySet()) {
      actual.put(module, actual(module));
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void everyModuleOfTheBillOfMaterialsIsListed() throws IOException {
    String bom = Files.readString(ROOT.resolve("chemxor-bom").resolve("pom.xml"));
    Set<String> published =
        Pattern.compile("<artifactId>(chemxor-\\w+)</artifactId>")
            .matcher(bom)
            .results()
            .map(m -> m.group(1))
            .filter(name -> !name.equals("chemxor-bom"))
            .collect(Collectors.toSet());
    assertThat(expected().keySet()).containsAll(published);
  }

  @Test
  void whoOnlyLoadsAModelGetsNoTrainingEngine() throws IOException {
    for (String module : new String[] {"core", "trained", "fhe", "mpc", "service", "app", "onnx"}) {
      assertThat(actual("chemxor-" + module))
          .as(module)
          .noneMatch(name -> name.startsWith("ai.djl.pytorch"));
    }
    assertThat(actual("chemxor-trained")).noneMatch(name -> name.startsWith("ai.djl"));
  }
}
