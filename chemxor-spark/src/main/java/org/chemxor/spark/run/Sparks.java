package org.chemxor.spark.run;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.core.Network;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.protocol.Digests;

/** Connections to Spark with the settings that screenings need. */
public final class Sparks {
  private static final String LOCAL = "local[*]";
  private static final String JARS = "spark.jars";
  private static final String HASHES = "org.bouncycastle.crypto.digests.Blake2bDigest";

  /** As the launcher of the command line does for its own JVM. */
  private static final String JVM_OPTIONS =
      "--add-modules=jdk.incubator.vector -XX:G1HeapRegionSize=8m";

  private Sparks() {}

  /**
   * Connects to a cluster, or starts Spark in this JVM.
   *
   * @param master such as {@code local[2]} or {@code spark://host:7077}; if empty, what {@code
   *     spark-submit} says, or all cores of this machine
   * @param settings of Spark's by name, which go before what is set here
   */
  public static JavaSparkContext context(Optional<String> master, Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    master.ifPresent(conf::setMaster);
    settings.forEach(conf::set);
    conf.setIfMissing("spark.master", LOCAL);
    conf.setIfMissing("spark.app.name", "chemxor screen run");
    conf.setIfMissing("spark.ui.enabled", "false");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    } else {
      conf.setIfMissing("spark.executor.extraJavaOptions", JVM_OPTIONS);
      List<String> jars = jars();
      if (!jars.isEmpty()) {
        conf.setIfMissing(JARS, String.join(",", jars));
      }
    }
    return new JavaSparkContext(conf);
  }

  /** The jars that workers need and Spark does not bring; folders of a build are left out. */
  private static List<String> jars() {
    return Stream.of(
            Sparks.class,
            Digests.class,
            FheModel.class,
            CkksEngine.class,
            Network.class,
            hashFunctions())
        .flatMap(type -> jar(type).stream())
        .distinct()
        .toList();
  }

  /** A class of the library that chemxor-ckks takes its hash functions from. */
  private static Class<?> hashFunctions() {
    try {
      return Class.forName(HASHES);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("chemxor-ckks brings " + HASHES, e);
    }
  }

  private static Optional<String> jar(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      Path path = Path.of(source.getLocation().toURI());
      return Files.isRegularFile(path) ? Optional.of(path.toString()) : Optional.empty();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path has an entry that is no address", e);
    }
  }
}
