package org.chemxor.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.chemxor.spark.client.ScreenCollection;
import org.chemxor.spark.run.ScreenPlan;
import org.chemxor.spark.run.ScreenRun;
import org.chemxor.spark.run.Sparks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end in the middle, and what the next one makes of it. */
@Timeout(600)
class TroubleTest {
  private static final int MOLECULES = 80;
  private static final int BATCHES = 5;

  @TempDir Path folder;

  @AfterEach
  void emptyDisk() {
    TroubledFileSystem.room(Long.MAX_VALUE);
  }

  private void prepare() throws IOException {
    ScreenFixture.prepare(
        folder,
        ScreenFixture.describe(ScreenFixture.quadratic(), new ScreenPlan(16, true)),
        ScreenFixture.molecules(folder.resolve("in.csv"), ScreenFixture.smiles(MOLECULES)));
  }

  private static JavaSparkContext spark() {
    return Sparks.context(
        Optional.of("local[1]"),
        Map.of(TroubledFileSystem.SETTING, TroubledFileSystem.class.getName()));
  }

  private ScreenRun run(String replies) {
    return new ScreenRun(ScreenFixture.quadratic(), folder.resolve("requests").toString(), replies);
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.sorted().toList();
    }
  }

  private static boolean isReply(Path file) {
    return file.getFileName().toString().startsWith("batch-");
  }

  @Test
  void aFullDiskEndsTheRunAndTheNextOneGoesOn() throws IOException {
    prepare();
    try (JavaSparkContext spark = spark()) {
      run(folder.resolve("measured").toString()).run(spark);
      long bytes =
          Files.size(files("measured").stream().filter(TroubleTest::isReply).toList().get(0));
      TroubledFileSystem.room(2 * bytes + bytes / 2);
      String replies = TroubledFileSystem.uri(folder.resolve("replies"));

      assertThatThrownBy(() -> run(replies).run(spark))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("run again");
      awaitIdle(spark);
      List<Path> left = files("replies").stream().filter(TroubleTest::isReply).toList();
      assertThat(left).hasSize(2);

      TroubledFileSystem.room(Long.MAX_VALUE);
      ScreenRun.Result again = run(replies).run(spark);
      assertThat(again.finishedBefore()).isEqualTo(left.size());
      assertThat(again.evaluated()).isEqualTo(BATCHES - left.size());
    }
    assertThat(collected().predicted()).isEqualTo(MOLECULES);
  }

  @Test
  void aKilledRunIsGoneOnWith() throws IOException, InterruptedException {
    prepare();
    Path gate = Files.createFile(folder.resolve("gate"));
    try (JvmProcess child =
        JvmProcess.start(
            RunInChild.class.getName(),
            Map.of(),
            List.of(),
            folder.resolve("requests").toString(),
            folder.resolve("replies").toString(),
            gate.toString(),
            "2")) {
      child.drain();
      Waiting.until(TroubledFileSystem.waiting(gate));
      child.kill();
    }
    Map<Path, Object> before = new java.util.HashMap<>();
    for (Path file : files("replies").stream().filter(TroubleTest::isReply).toList()) {
      before.put(file, Files.getLastModifiedTime(file));
    }
    assertThat(before).hasSize(2);

    try (JavaSparkContext spark = spark()) {
      ScreenRun.Result again = run(folder.resolve("replies").toString()).run(spark);
      assertThat(again.finishedBefore()).isEqualTo(2);
      assertThat(again.evaluated()).isEqualTo(BATCHES - 2);
    }
    for (Map.Entry<Path, Object> file : before.entrySet()) {
      assertThat(Files.getLastModifiedTime(file.getKey())).isEqualTo(file.getValue());
    }
    assertThat(collected().predicted()).isEqualTo(MOLECULES);
  }

  /** A task that had begun when another one failed meets the full disk, too. */
  private static void awaitIdle(JavaSparkContext spark) {
    while (Arrays.stream(spark.statusTracker().getExecutorInfos())
        .anyMatch(executor -> executor.numRunningTasks() > 0)) {
      Thread.onSpinWait();
    }
  }

  private ScreenCollection.Result collected() throws IOException {
    return new ScreenCollection(
            folder.resolve("secret"),
            folder.resolve("replies").toString(),
            ScreenFixture.UNPROTECTED)
        .collect(folder.resolve("out.csv"));
  }
}
