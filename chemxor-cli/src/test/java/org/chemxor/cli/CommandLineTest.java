package org.chemxor.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What tests of the command line share: a command in this process, and what it says. */
abstract class CommandLineTest {
  /** What the last command wrote to standard output. */
  protected StringWriter out = new StringWriter();

  /** What the last command wrote to standard error. */
  protected StringWriter err = new StringWriter();

  /** Runs a command; returns its exit status. */
  protected final int run(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
