package org.chemxor.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** A Java of its own with this one's class path, killed at the end of a test whatever happens. */
final class JvmProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> seen = new ArrayList<>();

  private JvmProcess(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** What Spark asks of the JVM, and what this one was started with besides. */
  static List<String> options() {
    return java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--"))
        .toList();
  }

  /** Starts a main class; standard output and error are one stream. */
  static JvmProcess start(
      String main, Map<String, String> environment, List<String> options, String... arguments)
      throws IOException {
    List<String> command =
        Stream.of(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"),
                options().stream(),
                options.stream(),
                Stream.of("-cp", classPath(), main),
                Arrays.stream(arguments))
            .flatMap(part -> part)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new JvmProcess(builder.start());
  }

  /** The first line that holds a text; what comes after it is left to be read. */
  String awaitLine(String text) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.add(line);
      if (line.contains(text)) {
        return line;
      }
    }
    throw new IOException("it ended without \"" + text + "\": " + String.join("\n", seen));
  }

  /** Reads what it says from here on and forgets it, so that it never waits for a reader. */
  void drain() {
    Thread reader =
        new Thread(
            () -> {
              try {
                output.transferTo(Writer.nullWriter());
              } catch (IOException e) {
                LoggerFactory.getLogger(JvmProcess.class).debug("ended", e);
              }
            },
            "drain");
    reader.setDaemon(true);
    reader.start();
  }

  /** As {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
