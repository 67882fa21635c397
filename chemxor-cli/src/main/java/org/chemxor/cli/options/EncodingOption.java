package org.chemxor.cli.options;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.chemxor.data.csv.MoleculeCsv;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How the text of a file of molecules is encoded. */
public final class EncodingOption {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      defaultValue = "UTF-8",
      description =
          "Encoding of a file without a byte-order mark, such as UTF-8, ISO-8859-1 (Latin-1),"
              + " windows-1252 or UTF-16LE (default: ${DEFAULT-VALUE}).")
  private String encoding = StandardCharsets.UTF_8.name();

  /**
   * The same file in this encoding.
   *
   * @throws CommandLine.ParameterException when Java does not know it
   */
  public MoleculeCsv applyTo(MoleculeCsv csv) {
    try {
      return csv.charset(Charset.forName(encoding));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--encoding: there is no encoding called " + encoding, e);
    }
  }
}
