package org.chemxor.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java of its own, for tests that kill it or bound its memory. */
final class ChildJvm implements AutoCloseable {
  private static final long TIMEOUT_MINUTES = 10;

  private final Process process;
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a main class with this Java's class path.
   *
   * @param heap such as "64m"
   * @param log receives standard output and error
   */
  static ChildJvm start(String heap, Class<?> main, Path log, String... arguments)
      throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(List.of(arguments));
    File file = log.toFile();
    return new ChildJvm(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start(), log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Its exit status. */
  int await() throws InterruptedException {
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      throw new AssertionError("still running after " + TIMEOUT_MINUTES + " minutes: " + this);
    }
    return process.exitValue();
  }

  /** What it wrote. */
  @Override
  public String toString() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
