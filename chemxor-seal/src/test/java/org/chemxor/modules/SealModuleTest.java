package org.chemxor.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chemxor.ckks.CkksEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine on the module path, with Microsoft SEAL and without. */
class SealModuleTest {
  private static final List<String> MODULES =
      List.of(
          "chemxor-ckks",
          "chemxor-seal" + File.separator + "target" + File.separator + "classes",
          "javacpp",
          "slf4j-api",
          "bcprov",
          "zstd-jni",
          "jspecify");

  private static String path(boolean isModule) {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .filter(entry -> isModule == MODULES.stream().anyMatch(entry::contains))
        // Tests and the native part stay on the class path, ckks' test kit out of sight.
        .filter(entry -> isModule ? !entry.contains("tests") : entry.contains("chemxor-seal"))
        .filter(entry -> isModule ? !entry.endsWith("test-classes") : true)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String run() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "--module-path",
                path(true),
                "--class-path",
                path(false),
                "--add-modules",
                "org.chemxor.seal",
                SealModuleMain.class.getName())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("provider of org.chemxor.seal", "provider of org.chemxor.ckks");
    return output;
  }

  @Test
  @Tag("native")
  void loadsSealAsANamedModule() throws Exception {
    assertThat(run()).contains("loaded " + CkksEngine.load("seal").description());
  }

  @Test
  @Tag("no-native")
  void saysAsANamedModuleWhatIsMissing() throws Exception {
    assertThat(run()).contains("refused ", "Install Microsoft SEAL 4.1 or newer");
  }
}
