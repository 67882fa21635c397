package org.chemxor.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The start script for Windows, as far as it can be judged without {@code cmd}. */
class BatchFileTest {
  private static final Path LAUNCHER = Path.of("src", "main", "launcher");
  private static final Pattern JUMP = Pattern.compile("\\bgoto (\\w+)");
  private static final Pattern ARGUMENT_FILE = Pattern.compile("launcher\\\\([\\w.]+)");

  private static String text;
  private static List<String> commands;

  @BeforeAll
  static void read() throws Exception {
    text = Files.readString(LAUNCHER.resolve("chemxor.bat"), StandardCharsets.US_ASCII);
    commands = text.lines().filter(line -> !line.isBlank() && !line.startsWith("rem ")).toList();
  }

  @Test
  void everyLineEndsAsWindowsWantsIt() {
    assertThat(text).endsWith("\r\n");
    assertThat(text.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
  }

  @Test
  void hasNoBlocksThatAPathWithParenthesesWouldClose() {
    assertThat(commands).noneMatch(line -> line.contains("(") || line.contains(")"));
  }

  @Test
  void pathsWithExclamationMarksStayWhole() {
    assertThat(text).contains("DisableDelayedExpansion");
    assertThat(commands).noneMatch(line -> line.contains("!"));
  }

  @Test
  void everyQuoteIsClosed() {
    // %NAME:"=% takes quotes out of a variable and holds one itself.
    assertThat(commands)
        .allSatisfy(
            line ->
                assertThat(line.replace(":\"=%", "%").chars().filter(c -> c == '"').count() % 2)
                    .as(line)
                    .isZero());
  }

  @Test
  void everyJumpLands() {
    Set<String> labels =
        commands.stream()
            .filter(line -> line.startsWith(":"))
            .map(line -> line.substring(1))
            .collect(Collectors.toSet());
    Set<String> jumps =
        JUMP.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
    assertThat(jumps).isNotEmpty().isEqualTo(labels);
  }

  @Test
  void givesJavaTheFilesThatTheOtherScriptGives() throws Exception {
    String other = Files.readString(LAUNCHER.resolve("launch.sh"));
    Set<String> here =
        ARGUMENT_FILE.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
    Matcher there = Pattern.compile("@\\$launcher/([\\w.]+)").matcher(other);
    assertThat(here).isEqualTo(there.results().map(m -> m.group(1)).collect(Collectors.toSet()));
    assertThat(here).allSatisfy(name -> assertThat(LAUNCHER.resolve(name)).exists());
  }

  @Test
  void saysWhatIsWrongOnStandardError() {
    assertThat(commands.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("echo ")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(">&2"));
  }
}
