package org.chemxor.ckks.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Encrypts, multiplies, relinearises, decrypts; run as a program of its own. */
  public static final class RoundTrip {
    private RoundTrip() {}

    /** Squares a number. */
    public static void main(String[] args) {
      CkksParameters parameters =
          CkksParameters.builder()
              .polyModulusDegree(4096)
              .dataPrimeBits(36, 30)
              .specialPrimeBits(36)
              .scaleBits(30)
              .build();
      try (CkksContext context = CkksEngine.load().context(parameters);
          SecretKey key = context.keyGenerator().secretKey()) {
        KeyGenerator keys = context.keyGenerator(key);
        Evaluator evaluator = context.evaluator();
        Ciphertext x = context.encryptor(key).encrypt(context.encoder().encode(new double[] {1.5}));
        Ciphertext square =
            evaluator.rescale(
                evaluator.relinearize(evaluator.square(x), keys.createRelinearizationKey()));
        double result = context.encoder().decode(context.decryptor(key).decrypt(square))[0];
        System.out.println("the square of 1.5 is " + Math.round(result * 1000) / 1000.0);
      }
    }
  }

  private static String run(String... jvmOptions) throws IOException, InterruptedException {
    return run(PrintEngine.class, jvmOptions);
  }

  private static String run(Class<?> program, String... jvmOptions)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OfferedKernels.processorOptions());
    command.addAll(Arrays.asList(jvmOptions));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath.replace(':', File.pathSeparatorChar)));
    command.add(program.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  private static String fastest() {
    return OfferedKernels.names().get(0);
  }

  private static String described(String kernels) {
    return kernels.equals("plain") ? "jvm, plain loops" : "jvm, " + kernels + "-bit vectors";
  }

  @Test
  void withoutTheModuleItRunsPlainLoopsAndSaysHowToGetMoreWhereThereIsMore() throws Exception {
    String output = run();
    assertThat(output).contains("jvm, plain loops");
    assertThat(output.contains("--add-modules jdk.incubator.vector"))
        .isEqualTo(!fastest().equals("plain"));
  }

  @Test
  void withTheModuleItRunsTheFastestThereIs() throws Exception {
    assertThat(run("--add-modules", "jdk.incubator.vector")).contains(described(fastest()));
  }

  @Test
  void vectorsOf256BitsAreChosenWhereThereAreNoWiderOnes() throws Exception {
    assertThat(run("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=32"))
        .contains(described(OfferedKernels.names().contains("256") ? "256" : "plain"));
  }

  @Test
  void narrowerVectorsAreNotChosenEvenWhereTheModuleIsThere() throws Exception {
    assertThat(run("--add-modules", "jdk.incubator.vector", "-XX:MaxVectorSize=16"))
        .contains("jvm, plain loops");
  }

  @ParameterizedTest
  @ValueSource(strings = {"512", "256"})
  void forcedVectorsWithoutTheModuleAreAnError(String kernels) throws Exception {
    assertThat(run("-Dchemxor.simd=" + kernels))
        .contains("EngineUnavailableException")
        .contains("--add-modules jdk.incubator.vector");
  }

  @ParameterizedTest
  @CsvSource({"512, 32", "256, 16"})
  void forcedVectorsThatTheProcessorLacksAreAnErrorThatSaysWhatThereIs(String kernels, int bytes)
      throws Exception {
    assertThat(
            run(
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bytes,
                "-Dchemxor.simd=" + kernels))
        .contains("EngineUnavailableException")
        .contains("this processor and JVM offer vectors of ")
        .doesNotContain("null");
  }

  @Test
  void withoutFusedMultiplyAddItComputesRightAndSaysThatItIsSlow() throws Exception {
    assertThat(run(RoundTrip.class, "-XX:-UseFMA"))
        .contains("does not use fused multiply-add")
        .contains("the square of 1.5 is 2.25");
  }

  @Test
  void anUnknownSettingIsAnError() throws Exception {
    assertThat(run("-Dchemxor.simd=1024"))
        .contains("EngineUnavailableException")
        .contains("auto, 512, 256, plain");
  }

  @Test
  void anUnknownEngineIsAnErrorThatNamesTheOnesThereAre() throws Exception {
    assertThat(run("-Dchemxor.engine=abacus"))
        .contains("EngineUnavailableException")
        .contains("abacus")
        .contains("jvm");
  }
}
