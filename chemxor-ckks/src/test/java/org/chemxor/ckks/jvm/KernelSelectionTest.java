package org.chemxor.ckks.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chemxor.ckks.CkksEngine;
import org.junit.jupiter.api.Test;

/** What a user's JVM does with each setting, in real JVMs. */
class KernelSelectionTest {

  /** Prints the engine's description; run as a program of its own. */
  public static final class PrintEngine {
    private PrintEngine() {}

    /** Loads the default engine. */
    public static void main(String[] args) {
      System.out.println(CkksEngine.load().description());
    }
  }

  private static String run(String... jvmOptions) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(jvmOptions));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath.replace(':', File.pathSeparatorChar)));
    command.add(PrintEngine.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  @Test
  void withoutTheModuleItRunsScalarAndSaysHowToGetMore() throws Exception {
    assertThat(run()).contains("jvm, scalar").contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void withTheModuleItRunsVectors() throws Exception {
    assertThat(run("--add-modules", "jdk.incubator.vector")).contains("-bit vectors");
  }

  @Test
  void aForcedWidthWithoutTheModuleIsAnError() throws Exception {
    assertThat(run("-Dchemxor.simd=128"))
        .contains("EngineUnavailableException")
        .contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void anUnknownSettingIsAnError() throws Exception {
    assertThat(run("-Dchemxor.simd=1024"))
        .contains("EngineUnavailableException")
        .contains("auto, 512, 256, 128, scalar");
  }

  @Test
  void anUnknownEngineIsAnErrorThatNamesTheOnesThereAre() throws Exception {
    assertThat(run("-Dchemxor.engine=abacus"))
        .contains("EngineUnavailableException")
        .contains("abacus")
        .contains("jvm");
  }
}
