package org.chemxor.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Completion of commands and options in a shell. */
class CompletionTest {
  private static final Path SCRIPT = Path.of("target", "completion", "chemxor").toAbsolutePath();

  private static Shell.Result bash(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("bash", "--norc"));
    command.addAll(List.of(arguments));
    return Shell.run(Path.of("target"), Map.of(), command);
  }

  /**
   * What bash would offer for the last of {@code words}; compopt is for interactive shells alone.
   */
  private static List<String> offered(String... words) throws Exception {
    String program =
        "source '"
            + SCRIPT
            + "'\ncompopt() { :; }\nCOMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n"
            + "$(complete -p chemxor | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
            + "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
    String[] arguments = new String[words.length + 3];
    arguments[0] = "-c";
    arguments[1] = program;
    arguments[2] = "bash";
    System.arraycopy(words, 0, arguments, 3, words.length);
    Shell.Result result = bash(arguments);
    assertThat(result.err()).isEmpty();
    return result.out().lines().map(String::strip).toList();
  }

  @Test
  void bashUnderstandsIt() throws Exception {
    assertThat(bash("-n", SCRIPT.toString())).isEqualTo(new Shell.Result(0, "", ""));
  }

  @Test
  void completesCommands() throws Exception {
    assertThat(offered("chemxor", "pre")).containsExactly("predict");
    assertThat(offered("chemxor", "s")).contains("serve", "screen").doesNotContain("predict");
  }

  @Test
  void completesCommandsOfCommands() throws Exception {
    assertThat(offered("chemxor", "screen", "pre")).containsExactly("prepare");
  }

  @Test
  void completesOptions() throws Exception {
    assertThat(offered("chemxor", "predict", "--enc")).contains("--encrypted");
  }
}
