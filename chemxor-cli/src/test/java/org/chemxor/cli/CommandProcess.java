package org.chemxor.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The chemxor command as a process of its own, killed at the end of a test whatever happens. */
final class CommandProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 300;

  private final Process process;
  private final Path err;

  private CommandProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Starts it; standard error goes to a file in {@code folder}. */
  static CommandProcess start(Path folder, String... arguments) throws IOException {
    return start(folder, List.of(), List.of(arguments));
  }

  /** Starts it with further options for the JVM. */
  static CommandProcess start(Path folder, List<String> options, List<String> arguments)
      throws IOException {
    Path err = Files.createTempFile(folder, "err", ".txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("--add-modules=jdk.incubator.vector");
    command.add("-Djava.awt.headless=true");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path").replace(":", File.pathSeparator));
    command.add(Main.class.getName());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    return new CommandProcess(process, err);
  }

  /** The first line of standard output that starts like this, without that start. */
  String awaitLine(String start) throws IOException {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(start)) {
        return line.substring(start.length());
      }
    }
    throw new IOException("the command ended without \"" + start + "\": " + errors());
  }

  /** Waits for its end and gives its exit status. */
  int await() throws InterruptedException, IOException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the command did not end: " + errors());
    }
    return process.exitValue();
  }

  String output() throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String errors() throws IOException {
    return Files.readString(err);
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As {@code kill} does. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
