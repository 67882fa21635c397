package org.chemxor.cli.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Code of the guides that is marked {@code java run} does run, all of a page in one JShell with the
 * imports of {@code examples/shell}, and prints what the block {@code text prints} behind it says.
 */
class GuideSnippetsTest {
  private static final String RUN = "java run";
  private static final String PRINTS = "text prints";

  static Stream<GuidePage> pages() throws IOException {
    return GuidePage.all().stream()
        .filter(page -> page.blocks().stream().anyMatch(block -> block.info().equals(RUN)));
  }

  private static List<String> classPath() {
    String entries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(entries.split(File.pathSeparator))
        .filter(entry -> Files.exists(Path.of(entry)))
        .toList();
  }

  /**
   * Runs code as if its lines were pasted: a line that can end a statement does end it. Throws when
   * a part does not compile or fails.
   */
  private static void run(JShell shell, String code, String where) {
    StringBuilder typed = new StringBuilder();
    for (String line : code.split("\\R")) {
      typed.append(line).append('\n');
      String rest = typed.toString();
      while (!rest.isBlank()
          && shell.sourceCodeAnalysis().analyzeCompletion(rest).completeness().isComplete()) {
        SourceCodeAnalysis.CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
        evaluate(shell, info.source(), where);
        rest = info.remaining();
      }
      typed.setLength(0);
      typed.append(rest.isBlank() ? "" : rest);
    }
    assertThat(typed.toString().isBlank()).as("%s is complete: %s", where, typed).isTrue();
  }

  private static void evaluate(JShell shell, String source, String where) {
    for (SnippetEvent event : shell.eval(source)) {
      List<String> complaints =
          shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList();
      assertThat(event.status())
          .as("%s: %s%n%s", where, event.snippet().source(), complaints)
          .isEqualTo(Snippet.Status.VALID);
      assertThat(event.exception()).as("%s: %s", where, event.snippet().source()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void runsAndPrintsWhatThePageSays(GuidePage page) throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (JShell shell =
        JShell.builder()
            .executionEngine("local")
            .out(new PrintStream(printed, true, StandardCharsets.UTF_8))
            .build()) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      classPath().forEach(shell::addToClasspath);
      run(shell, Files.readString(GuidePage.ROOT.resolve("examples/shell.imports")), "imports");
      for (GuidePage.Block block : page.blocks()) {
        String where = page + ":" + block.line();
        if (block.info().equals(RUN)) {
          printed.reset();
          run(shell, block.text(), where);
        } else if (block.info().equals(PRINTS)) {
          assertThat(printed.toString(StandardCharsets.UTF_8)).as(where).isEqualTo(block.text());
        }
      }
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void marksAreSpeltRight() throws IOException {
    List<String> others = new ArrayList<>();
    for (GuidePage page : GuidePage.all()) {
      for (GuidePage.Block block : page.blocks()) {
        String info = block.info();
        boolean isMarked = info.contains(" ");
        if (isMarked && !info.equals(RUN) && !info.equals(PRINTS)) {
          others.add(page + ":" + block.line() + " " + info);
        }
      }
    }
    assertThat(others).isEmpty();
  }
}
