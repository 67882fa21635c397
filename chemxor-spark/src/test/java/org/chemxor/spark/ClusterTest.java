package org.chemxor.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaSparkContext;
import org.chemxor.core.Network;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.spark.client.ScreenCollection;
import org.chemxor.spark.run.ScreenPlan;
import org.chemxor.spark.run.ScreenRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two workers that are processes of their own, one of which loses its executor amid a batch. */
@Tag("slow")
@Timeout(900)
class ClusterTest {
  private static final int MOLECULES = 100;

  @TempDir Path folder;

  @Test
  void anExecutorThatDiesAmidABatchCostsNothingButItsBatch() throws Exception {
    Network network = ScreenFixture.quadratic();
    ModelDescription model = ScreenFixture.describe(network, new ScreenPlan(16, true));
    List<String> smiles = ScreenFixture.smiles(MOLECULES);
    ScreenFixture.prepare(folder, model, ScreenFixture.molecules(folder.resolve("in.csv"), smiles));
    Path gate = Files.createFile(folder.resolve("gate"));

    ScreenRun.Result run;
    try (StandaloneCluster cluster =
            StandaloneCluster.start(Files.createDirectory(folder.resolve("spark")), 2);
        JavaSparkContext spark =
            cluster.connect(
                Map.of(
                    TroubledFileSystem.SETTING, TroubledFileSystem.class.getName(),
                    TroubledFileSystem.GATE, gate.toString(),
                    TroubledFileSystem.GATED_BATCH, "3"))) {
      CompletableFuture<Void> killed = killWhoWaits(gate);
      run =
          new ScreenRun(
                  network,
                  folder.resolve("requests").toString(),
                  TroubledFileSystem.uri(folder.resolve("replies")))
              .run(spark);
      killed.join();
    }

    assertThat(run.batches()).isEqualTo(7);
    assertThat(run.evaluated()).isEqualTo(7);
    assertThat(run.molecules()).isEqualTo(MOLECULES);
    assertThat(run.failed()).isEmpty();
    ScreenCollection.Result collected =
        new ScreenCollection(
                folder.resolve("secret"),
                folder.resolve("replies").toString(),
                ScreenFixture.UNPROTECTED)
            .collect(folder.resolve("out.csv"));
    assertThat(collected.predicted()).isEqualTo(MOLECULES);
    List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
    for (int i = 0; i < MOLECULES; i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      assertThat(cells[1]).isEqualTo("m" + i);
      assertThat(Double.parseDouble(cells[3]))
          .isCloseTo(
              ScreenFixture.plain(network, smiles.get(i)), within(model.expectedError() + 0.00006));
    }
  }

  /** Kills the process that is held up at the gate, and opens the gate for the next one. */
  private static CompletableFuture<Void> killWhoWaits(Path gate) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            Waiting.until(TroubledFileSystem.waiting(gate));
            long pid = Long.parseLong(Files.readString(TroubledFileSystem.waiting(gate)).strip());
            ProcessHandle executor = ProcessHandle.of(pid).orElseThrow();
            assertThat(executor).isNotEqualTo(ProcessHandle.current());
            executor.destroyForcibly();
            executor.onExit().join();
            Files.delete(gate);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
