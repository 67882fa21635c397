package org.chemxor.spark;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.chemxor.spark.run.ScreenRun;
import org.chemxor.spark.run.Sparks;

/** A run on one core in a process of its own: requests, replies, gate, the batch held up there. */
final class RunInChild {
  private RunInChild() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings =
        Map.of(
            TroubledFileSystem.SETTING,
            TroubledFileSystem.class.getName(),
            TroubledFileSystem.GATE,
            arguments[2],
            TroubledFileSystem.GATED_BATCH,
            arguments[3]);
    try (JavaSparkContext spark = Sparks.context(Optional.of("local[1]"), settings)) {
      new ScreenRun(
              ScreenFixture.quadratic(),
              arguments[0],
              TroubledFileSystem.uri(Path.of(arguments[1])))
          .run(spark);
    }
  }
}
