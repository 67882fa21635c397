package org.chemxor.ckks.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the tests' class path, for what must not share a heap with the tests. */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * What came of it.
   *
   * @param exitValue 0 when all went well
   * @param output of both streams together
   */
  public record Result(int exitValue, String output) {}

  /**
   * Runs a class with a {@code main} method to its end.
   *
   * @param flags for the JVM: its heap, its collector
   * @param timeoutSeconds after which it is ended and the test fails
   */
  public static Result run(
      List<String> flags, Class<?> main, long timeoutSeconds, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    // Surefire hides the class path in a jar's manifest and says the real one in a property.
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("chemxor-child", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean isDone = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
      if (!isDone) {
        process.destroyForcibly().waitFor();
      }
      String output = Files.readString(log);
      return new Result(isDone ? process.exitValue() : -1, output);
    } finally {
      Files.delete(log);
    }
  }
}
