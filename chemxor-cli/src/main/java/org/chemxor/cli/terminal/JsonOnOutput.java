package org.chemxor.cli.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * {@code --json -}: the JSON goes to standard output, and what people would read there to standard
 * error.
 */
public final class JsonOnOutput {
  private static final String STANDARD_OUTPUT = "-";

  private JsonOnOutput() {}

  /**
   * Runs a command.
   *
   * @param parsed what was typed
   * @param execution runs it, and gives its exit code
   * @return its exit code; that of a failure when the JSON could not be passed on
   */
  public static int run(
      CommandLine.ParseResult parsed, ToIntFunction<CommandLine.ParseResult> execution) {
    Optional<CommandLine.Model.OptionSpec> json = jsonOption(parsed);
    if (json.isEmpty()) {
      return execution.applyAsInt(parsed);
    }
    CommandLine command = parsed.commandSpec().commandLine();
    PrintWriter output = command.getOut();
    Path file = null;
    try {
      file = Files.createTempFile("chemxor", ".json");
      json.get().setValue(file);
      command.setOut(command.getErr());
      int status = execution.applyAsInt(parsed);
      output.println(Files.readString(file, StandardCharsets.UTF_8).strip());
      output.flush();
      return status;
    } catch (IOException e) {
      command.getErr().println("chemxor: the JSON could not be written: " + e.getMessage());
      return SentenceForFailures.FAILURE;
    } finally {
      command.setOut(output);
      delete(file, command.getErr());
    }
  }

  private static void delete(@Nullable Path file, PrintWriter err) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      err.println("chemxor: the temporary file " + file + " could not be deleted");
    }
  }

  /** The option of the command that is run, where it asks for standard output. */
  private static Optional<CommandLine.Model.OptionSpec> jsonOption(CommandLine.ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandLine.Model.OptionSpec json = last.matchedOption("--json");
    boolean isOutput =
        json != null
            && json.getValue() instanceof Path path
            && path.toString().equals(STANDARD_OUTPUT);
    return isOutput ? Optional.of(json) : Optional.empty();
  }
}
