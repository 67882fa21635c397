package org.chemxor.modules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chemxor.ckks.CkksEngine;
import org.junit.jupiter.api.Test;

/**
 * The library on the module path: found, complete, and with the kernels it has on the class path.
 */
class ModulePathTest {
  /** What is a module; the rest of the tests' class path is for tests alone. */
  private static final List<String> MODULES =
      List.of(
          "chemxor-core",
          "chemxor-ckks",
          "chemxor-fhe" + File.separator + "target" + File.separator + "classes",
          "slf4j-api",
          "bcprov",
          "zstd-jni",
          "jspecify");

  private static String path(boolean isModule) {
    // Surefire hides the class path in a jar's manifest and says the real one in a property.
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .filter(entry -> isModule == MODULES.stream().anyMatch(entry::contains))
        .filter(entry -> isModule || entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(processorOptions());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "--module-path",
            path(true),
            "--class-path",
            path(false)));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /** What this JVM was told about its processor (-XX:UseAVX=2): the other must see the same one. */
  private static List<String> processorOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:UseAVX"))
        .toList();
  }

  private static void assertRight(String output) {
    String difference = output.replaceAll("(?s).*difference (\\S+)\\s*$", "$1");
    assertThat(Double.parseDouble(difference)).as(output).isBetween(0.0, 1e-3);
  }

  @Test
  void predictsAsNamedModules() throws Exception {
    String output = run("--add-modules", "org.chemxor.fhe", ModulePathMain.class.getName());
    assertRight(output);
    assertThat(output).contains("plain loops");
  }

  @Test
  void usesVectorsWhereTheyAre() throws Exception {
    String output =
        run(
            "--add-modules",
            "org.chemxor.fhe,jdk.incubator.vector",
            ModulePathMain.class.getName());
    assertRight(output);
    assertThat(output).contains(CkksEngine.load().description());
  }

  @Test
  void internalsAreClosed() {
    assertThat(CkksEngine.class.getModule().isNamed())
        .as("these tests run on the class path")
        .isFalse();
    ModuleLayer layer = modules();
    Module ckks = layer.findModule("org.chemxor.ckks").orElseThrow();
    Module fhe = layer.findModule("org.chemxor.fhe").orElseThrow();
    assertThat(ckks.isExported("org.chemxor.ckks")).isTrue();
    assertThat(ckks.isExported("org.chemxor.ckks.jvm")).isFalse();
    assertThat(ckks.isExported("org.chemxor.ckks.jvm.ring")).isFalse();
    assertThat(fhe.isExported("org.chemxor.fhe.client")).isTrue();
    assertThat(fhe.isExported("org.chemxor.fhe.circuit")).isFalse();
  }

  private static ModuleLayer modules() {
    Path[] paths =
        Stream.of(path(true).split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
    return ModuleLayer.boot()
        .defineModulesWithOneLoader(
            ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(paths), ModuleFinder.of(), List.of("org.chemxor.fhe")),
            ClassLoader.getPlatformClassLoader());
  }
}
