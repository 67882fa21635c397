package org.chemxor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** Whatever is printed, in whatever pieces. */
class PrintableWriterTest {
  private final StringWriter terminal = new StringWriter();
  private final PrintWriter out = PrintableWriter.around(new PrintWriter(terminal));

  @Test
  void escapeSequencesDoNotGetThrough() {
    out.println("CCO\u001b]0;title\u0007");
    out.printf("%s%n", "a\u202eb");
    assertThat(terminal.toString().lines())
        .containsExactly("CCO\\u001b]0;title\\u0007", "a\\u202eb");
  }

  @Test
  void charactersWrittenInHalvesAreWhole() {
    out.print("\ud83e");
    out.print("\uddea");
    out.print("a\r");
    out.print("\nb\r");
    out.print("c\r");
    out.close();
    assertThat(terminal).hasToString("\ud83e\uddeaa\r\nb\\u000dc\\u000d");
  }
}
