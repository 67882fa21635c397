package org.chemxor.cli.mpc;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.ChemXorException;

/** A role that listens, in a process of its own with a heap of 512 MB; ends when it is closed. */
public final class RoleProcess implements AutoCloseable {
  private static final String LISTENING = " listening on ";
  private static final String OWN_HEAP = "-Xmx512m";

  private final Process process;
  private final String line;
  private final String address;

  private RoleProcess(Process process, String line) {
    this.process = process;
    this.line = line;
    this.address = line.substring(line.indexOf(LISTENING) + LISTENING.length());
  }

  /**
   * Starts a role and waits until it listens.
   *
   * @param role "dealer" or "model-owner"
   * @param options of the command
   */
  public static RoleProcess start(String role, String... options) throws IOException {
    List<String> command = new ArrayList<>(java("mpc", role));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.contains(LISTENING)) {
        return new RoleProcess(process, line);
      }
    }
    process.destroyForcibly();
    throw new ChemXorException("the " + role + " did not start; its own words are above");
  }

  /** This command with other arguments, in a process of its own. */
  static List<String> java(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                OWN_HEAP,
                "-Djava.awt.headless=true"));
    command.addAll(vmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.chemxor.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** How this virtual machine was told to compile and to use the processor. */
  private static List<String> vmOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:"))
        .toList();
  }

  /** HOST:PORT. */
  public String address() {
    return address;
  }

  @Override
  public String toString() {
    return line + " (process " + process.pid() + ")";
  }

  @Override
  public void close() {
    process.destroy();
  }
}
