package org.chemxor.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.Prediction;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Many clients, each with its own keys, against a small queue and a key cache too small for all of
 * them. {@code -Pslow} runs it for a minute.
 */
class LoadTest {
  private static final int CLIENTS = 64;
  private static final long SECONDS = Long.getLong("chemxor.test.loadSeconds", 5);
  private static final Network NETWORK = TestModels.network("small", 1);
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path folder;
  private final AtomicInteger right = new AtomicInteger();

  @Test
  void sixtyFourClientsGetRightAnswersAndMemoryStaysFlat() throws Exception {
    List<String> molecules = DrugSet.load().drugs().stream().map(DrugSet.Drug::smiles).toList();
    ServerLimits limits =
        ServerLimits.builder()
            .workers(2)
            .queue(8)
            .keyQuotaBytes(1_000_000_000)
            .keyExpiry(Duration.ofDays(1))
            .keyMemoryBytes(100_000_000)
            .build();
    ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
    List<ModelClient> clients = new ArrayList<>();
    try (FheModel model = TestModels.wrap(NETWORK);
        ModelServer server =
            ModelServer.of(TestModels.served(model))
                .port(0)
                .limits(limits)
                .keysFolder(folder)
                .start()) {
      connect(server, executor, clients);
      run(clients, executor, molecules, SECONDS / 2);
      long before = liveBytes();
      run(clients, executor, molecules, SECONDS - SECONDS / 2);
      long after = liveBytes();
      LoggerFactory.getLogger(LoadTest.class)
          .warn(
              "{} right answers in {} s; live memory {} MB, then {} MB",
              right,
              SECONDS,
              megabytes(before),
              megabytes(after));
      assertThat(after).as("live bytes").isLessThan(before + before / 4);
    } finally {
      clients.forEach(ModelClient::close);
      executor.shutdownNow();
    }
    assertThat(right.get()).isGreaterThanOrEqualTo(2 * CLIENTS);
  }

  private static void connect(
      ModelServer server, ExecutorService executor, List<ModelClient> clients) {
    List<CompletableFuture<ModelClient>> connecting = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      connecting.add(
          CompletableFuture.supplyAsync(
              () -> TestModels.client(server).retryFor(Duration.ofMinutes(5)).connect(), executor));
    }
    connecting.forEach(client -> clients.add(client.join()));
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }

  /** Every client asks one molecule after the other; a wrong or missing answer fails. */
  private void run(
      List<ModelClient> clients, ExecutorService executor, List<String> molecules, long seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<CompletableFuture<Void>> loops = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      ModelClient client = clients.get(i);
      int first = i;
      loops.add(CompletableFuture.runAsync(() -> ask(client, molecules, first, end), executor));
    }
    loops.forEach(CompletableFuture::join);
  }

  private void ask(ModelClient client, List<String> molecules, int first, long end) {
    ReferenceEvaluator reference = new ReferenceEvaluator(NETWORK);
    int next = first;
    do {
      String smiles = molecules.get(next++ % molecules.size());
      Prediction prediction = client.query(smiles);
      double[] expected = reference.evaluate(GridFingerprintFeaturiser.standard().image(smiles));
      for (int o = 0; o < expected.length; o++) {
        if (!(Math.abs(prediction.outputs().get(o) - expected[o]) < TOLERANCE)) {
          throw new AssertionError("wrong answer: " + prediction.outputs().get(o));
        }
      }
      right.incrementAndGet();
    } while (System.nanoTime() < end);
  }

  /** Heap in use after a collection. */
  private static long liveBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
