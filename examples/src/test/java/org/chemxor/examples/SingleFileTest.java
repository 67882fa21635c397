package org.chemxor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The file for JBang, run by {@code java} itself: what JBang adds are the libraries it names. */
class SingleFileTest {
  private static final Path FILE = Path.of("EncryptedLogP.java").toAbsolutePath();
  private static final Pattern OURS = Pattern.compile("//DEPS org\\.chemxor:([a-z-]+).*");

  @Test
  void itsLibrariesAreModulesOfOurs() throws Exception {
    List<String> modules =
        Files.readAllLines(FILE).stream()
            .map(OURS::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .toList();
    assertThat(modules).contains("chemxor-bom", "chemxor-fhe");
    assertThat(modules).allSatisfy(m -> assertThat(Path.of("..", m, "pom.xml")).exists());
  }

  @Test
  void itPredictsUnderEncryption() throws Exception {
    String classPath =
        Stream.of(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(File.pathSeparator))
            .filter(entry -> Files.exists(Path.of(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                classPath,
                FILE.toString(),
                "CCO",
                "CCCCCCCC")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    Matcher lines = Pattern.compile("CCO logP (\\S+)\nCCCCCCCC logP (\\S+)\n").matcher(output);
    assertThat(lines.matches()).as(output).isTrue();
    assertThat(Double.parseDouble(lines.group(2)))
        .as("octane is more lipophilic than ethanol")
        .isGreaterThan(Double.parseDouble(lines.group(1)) + 1);
  }
}
