package org.chemxor.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Test;

/** What Spark takes from inside the JDK changes with its versions; the launcher must follow. */
class SparkOpensTest {
  @Test
  void theLauncherOpensWhatSparkAsksFor() throws IOException {
    String launcher = Files.readString(Path.of("..", "chemxor"));
    List<String> packages =
        Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
            .filter(option -> option.startsWith("--add-opens=java.base/"))
            .map(option -> option.replaceAll("--add-opens=java.base/|=ALL-UNNAMED", ""))
            .toList();
    assertThat(packages).isNotEmpty();
    List<String> words = List.of(launcher.split("[\\s;\\\\]+"));
    assertThat(packages).isSubsetOf(words);
  }
}
