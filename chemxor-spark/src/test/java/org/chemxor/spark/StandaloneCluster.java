package org.chemxor.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.chemxor.spark.run.Sparks;

/** A master and workers of Spark's own as processes of this machine. */
final class StandaloneCluster implements AutoCloseable {
  private static final String STARTED = "Starting Spark master at ";

  private final List<JvmProcess> processes = new ArrayList<>();
  private final String master;

  private StandaloneCluster(Path folder, int workers) throws IOException {
    // Spark looks for its jars there; ours are on the class path that we give it.
    Files.createDirectories(folder.resolve("home").resolve("jars"));
    Map<String, String> environment =
        Map.of(
            "SPARK_HOME",
            folder.resolve("home").toString(),
            "SPARK_SCALA_VERSION",
            "2.13",
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "SPARK_LOCAL_DIRS",
            folder.toString());
    JvmProcess first =
        start(
            "org.apache.spark.deploy.master.Master",
            environment,
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0");
    String line = first.awaitLine(STARTED);
    master = line.substring(line.indexOf(STARTED) + STARTED.length()).strip();
    first.drain();
    for (int i = 0; i < workers; i++) {
      JvmProcess worker =
          start(
              "org.apache.spark.deploy.worker.Worker",
              environment,
              "--host",
              "127.0.0.1",
              "--cores",
              "1",
              "--memory",
              "1500m",
              "--webui-port",
              "0",
              "--work-dir",
              folder.resolve("work" + i).toString(),
              master);
      worker.awaitLine("Successfully registered with master");
      worker.drain();
    }
  }

  /**
   * Starts a cluster.
   *
   * @param workers each with one core
   */
  static StandaloneCluster start(Path folder, int workers) throws IOException {
    return new StandaloneCluster(folder, workers);
  }

  private JvmProcess start(String main, Map<String, String> environment, String... arguments)
      throws IOException {
    JvmProcess process =
        JvmProcess.start(
            main,
            environment,
            List.of(
                "-Dorg.slf4j.simpleLogger.log.org.apache.spark.deploy=info",
                "-Dspark.master.rest.enabled=false"),
            arguments);
    processes.add(process);
    return process;
  }

  /** A connection; workers have this JVM's class path. */
  JavaSparkContext connect(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(further);
    settings.put("spark.executor.extraClassPath", JvmProcess.classPath());
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.cores", "1");
    settings.put("spark.driver.host", "127.0.0.1");
    settings.put("spark.driver.bindAddress", "127.0.0.1");
    return Sparks.context(Optional.of(master), settings);
  }

  @Override
  public void close() {
    processes.forEach(JvmProcess::close);
  }
}
