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
    Path launcher = Path.of("..", "chemxor-dist", "src", "main", "launcher", "spark.args");
    List<String> options =
        Arrays.stream(JavaModuleOptions.defaultModuleOptionArray())
            .filter(option -> option.startsWith("--add-opens=java.base/"))
            .toList();
    assertThat(options).isNotEmpty();
    assertThat(options).isSubsetOf(Files.readAllLines(launcher));
  }
}
