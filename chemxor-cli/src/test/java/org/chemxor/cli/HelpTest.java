package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What all commands have in common: examples, exit codes, traces on demand, JSON for pipes. */
class HelpTest extends CommandLineTest {
  @TempDir private Path folder;

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
  }

  /** An example that cannot be typed is worse than none. */
  @Test
  void everyCommandHasExamplesThatCanBeTyped() {
    List<String> wrong = new ArrayList<>();
    all(Main.commandLine())
        .filter(command -> !command.getCommandName().equals("help"))
        .forEach(
            command -> {
              String[] footer = command.getCommandSpec().usageMessage().footer();
              String name = command.getCommandSpec().qualifiedName();
              if (footer.length == 0) {
                wrong.add(name + " has no example");
              }
              for (String example : footer) {
                String[] words = example.strip().split(" ");
                if (!example.strip().startsWith(name.split(" ")[0])) {
                  wrong.add(example);
                }
                try {
                  Main.commandLine().parseArgs(Stream.of(words).skip(1).toArray(String[]::new));
                } catch (CommandLine.ParameterException e) {
                  wrong.add(example + ": " + e.getMessage());
                }
              }
            });
    assertThat(wrong).isEmpty();
  }

  @Test
  void helpListsExamplesAndExitCodes() {
    assertThat(run("predict", "--help")).isZero();
    assertThat(out.toString())
        .contains("Examples:", "chemxor predict --model model --encrypted CCO")
        .contains("Exit codes:", "2   wrong usage", "--debug");
  }

  @Test
  void aTraceComesOnDemandOnly() {
    String[] missing = {"predict", "--model", folder.resolve("none").toString(), "CCO"};
    assertThat(run(missing)).isEqualTo(1);
    assertThat(err.toString()).startsWith("chemxor: ").doesNotContain("\tat ");
    assertThat(run(Stream.concat(Stream.of(missing), Stream.of("--debug")).toArray(String[]::new)))
        .isEqualTo(1);
    assertThat(err.toString()).startsWith("chemxor: ").contains("\tat org.chemxor");
  }

  @Test
  void jsonOnStandardOutputIsAllThatIsThere() throws Exception {
    String[] plan = {"plan", "--model", "quadratic", "--no-time", "--json", "-"};
    assertThat(run(plan)).as(err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("network").asText()).isEqualTo("Quadratic");
    assertThat(err.toString()).contains("Quadratic");
    assertThat(Files.exists(Path.of("-"))).isFalse();
  }

  @Test
  void whatFailsLeavesNoHalfJson() {
    String[] failing = {"plan", "--model", "nothing-of-the-kind", "--json", "-"};
    assertThat(run(failing)).isEqualTo(1);
    assertThat(out.toString()).isBlank();
  }
}
