package org.chemxor.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the code cells of every notebook in a JShell, as a Java kernel does, and compares what they
 * print with what is stored, numbers aside. With {@code -Dtest.jvm.extra=-Dnotebooks.store=true} it
 * is stored instead.
 */
class NotebooksTest {
  private static final String MAGIC = "%maven org.chemxor:";

  static Stream<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("notebooks").toAbsolutePath())) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void printsWhatIsStored(Path file) throws Exception {
    Notebook notebook = Notebook.read(file);
    assertThat(notebook.kernelLanguage()).isEqualTo("java");
    List<String> printed = run(notebook);
    if (Boolean.getBoolean("notebooks.store")) {
      notebook.store(printed);
    }
    for (int i = 0; i < notebook.size(); i++) {
      assertThat(withoutNumbers(printed.get(i)))
          .as("cell %d of %s", i + 1, file.getFileName())
          .isEqualTo(withoutNumbers(notebook.output(i)));
    }
    assertThat(String.join("", printed)).contains("decimals: true");
  }

  private static String withoutNumbers(String text) {
    return text.replaceAll("-?[0-9]+(\\.[0-9]+)?", "#");
  }

  private static List<String> run(Notebook notebook) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>();
    try (JShell shell =
        JShell.builder()
            .out(new PrintStream(printed, true, StandardCharsets.UTF_8))
            .err(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
            .remoteVMOptions("--add-modules", "jdk.incubator.vector")
            .build()) {
      libraries().forEach(shell::addToClasspath);
      for (int i = 0; i < notebook.size(); i++) {
        evaluate(shell, String.join("\n", java(notebook.source(i))));
        all.add(printed.toString(StandardCharsets.UTF_8));
        printed.reset();
      }
    }
    return all;
  }

  /** The lines that are Java; the others name modules of ours. */
  private static List<String> java(List<String> lines) {
    List<String> java = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("%")) {
        assertThat(line).startsWith(MAGIC);
        String module = line.substring(MAGIC.length()).split(":", -1)[0];
        assertThat(Path.of("..", module, "pom.xml")).exists();
      } else {
        java.add(line);
      }
    }
    return java;
  }

  private static Stream<String> libraries() {
    String entries =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(entries.split(File.pathSeparator)).filter(e -> Files.exists(Path.of(e)));
  }

  private static void evaluate(JShell shell, String cell) {
    SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
    String rest = cell;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = analysis.analyzeCompletion(rest);
      assertThat(next.completeness().isComplete()).as(rest).isTrue();
      for (SnippetEvent event : shell.eval(next.source())) {
        assertThat(event.exception()).as(next.source()).isNull();
        assertThat(shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)))
            .as(next.source())
            .isEmpty();
      }
      rest = next.remaining();
    }
  }
}
