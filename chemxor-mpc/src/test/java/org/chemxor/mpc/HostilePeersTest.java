package org.chemxor.mpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.Sockets;
import org.chemxor.mpc.compile.Comparator;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every role towards every other one over TLS, with one frame that is cut, lost, repeated,
 * replayed, swapped, oversized or misnamed, or a role that vanishes: all of them end within their
 * bounds, with a sentence, and no wrong number ever comes out. {@code -Dchemxor.seed} and {@code
 * -Dchemxor.hostile.runs} try other frames and more of them.
 */
@Timeout(900)
class HostilePeersTest {
  private static final long SEED = Long.getLong("chemxor.seed", 20261129);
  private static final Duration DEADLINE = Duration.ofMillis(400);
  private static final int RUNS = Integer.getInteger("chemxor.hostile.runs", 1);
  private static final int AT_ONCE = 8;
  private static final Address ANY = new Address("127.0.0.1", 0);

  /** Who sends the frames that are changed. */
  private enum Way {
    DATA_TO_MODEL,
    MODEL_TO_DATA,
    DATA_TO_DEALER,
    DEALER_TO_DATA,
    MODEL_TO_DEALER,
    DEALER_TO_MODEL
  }

  @TempDir private static Path folder;
  private static TestCertificates certificates;
  private static Sockets.Listener dealerPort;
  private static Sockets.Listener modelPort;

  private final RandomNets nets = new RandomNets(SEED);
  private final Network network =
      Network.builder("hostile", Shape.image(1, 8, 8))
          .add("conv1", nets.conv(1, 2, 3, 1, 1))
          .add("relu1", new Layer.Relu())
          .add("pool", new Layer.MaxPool2d(2, 2, 0))
          .add("flatten", new Layer.Flatten())
          .add("linear", nets.linear(32, 3))
          .build();
  private final List<double[]> samples = List.of(nets.sample(network.inputShape()));

  @BeforeAll
  static void open() throws Exception {
    certificates = new TestCertificates(folder);
    Duration patient = Duration.ofSeconds(60);
    dealerPort = Sockets.listen(ANY, certificates.settings("dealer").security(), patient);
    modelPort = Sockets.listen(ANY, certificates.settings("model-owner").security(), patient);
  }

  @AfterAll
  static void close() {
    dealerPort.close();
    modelPort.close();
  }

  private static MpcSettings settings(String role, Duration deadline) throws IOException {
    MpcSettings settings = certificates.settings(role);
    return new MpcSettings(
        settings.security(), deadline, deadline.multipliedBy(2), 4, settings.maxStoredBytes());
  }

  private static <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work,
        task -> {
          Thread thread = new Thread(task, "hostile-test");
          thread.setDaemon(true);
          thread.start();
        });
  }

  /**
   * A connection over TLS: the client's end and the server's. One at a time, so that both ends are
   * of one connection.
   */
  private static synchronized Link[] connect(Sockets.Listener port, String client, String server)
      throws Exception {
    MpcSettings own = certificates.settings(client);
    CompletableFuture<Link> here =
        start(
            () ->
                Sockets.connect(
                    new Address("127.0.0.1", port.port()), own.security(), server, own.deadline()));
    Socket socket = port.accept();
    Link there = port.open(socket, client);
    return new Link[] {here.join(), there};
  }

  /** One session with one batch. */
  private final class Run {
    final CompiledModel model;
    final boolean ahead;
    final Map<Way, Tampering> links = new EnumMap<>(Way.class);
    final List<ChemXorException> refusals = new ArrayList<>();
    List<double[]> answer = List.of();

    Run(CompiledModel model, boolean ahead, Way way, Tampering.Change change, int at, long seed)
        throws Exception {
      this.model = model;
      this.ahead = ahead;
      Link[] parties = connect(modelPort, "data-owner", "model-owner");
      Link[] dataDealer = connect(dealerPort, "data-owner", "dealer");
      Link[] modelDealer = connect(dealerPort, "model-owner", "dealer");
      Link[] ends = {
        parties[0], parties[1], dataDealer[0], dataDealer[1], modelDealer[0], modelDealer[1]
      };
      for (Way each : Way.values()) {
        Tampering.Change applied = each == way ? change : Tampering.Change.NONE;
        links.put(each, new Tampering(ends[links.size()], applied, at, seed));
      }
      play(change == Tampering.Change.NONE ? Duration.ofSeconds(60) : DEADLINE);
    }

    private void play(Duration deadline) throws Exception {
      Dealer dealer = new Dealer(settings("dealer", deadline));
      ModelOwner owner =
          new ModelOwner(
              model, () -> links.get(Way.MODEL_TO_DEALER), settings("model-owner", deadline));
      MpcSettings own = settings("data-owner", deadline);
      List<CompletableFuture<?>> roles =
          List.of(
              start(() -> serve(() -> dealer.serve(links.get(Way.DEALER_TO_DATA)))),
              start(() -> serve(() -> dealer.serve(links.get(Way.DEALER_TO_MODEL)))),
              start(() -> serve(() -> owner.serve(links.get(Way.MODEL_TO_DATA)))),
              start(() -> serve(() -> predict(own))));
      for (CompletableFuture<?> role : roles) {
        await(role);
      }
    }

    private void predict(MpcSettings own) {
      Link toModel = links.get(Way.DATA_TO_MODEL);
      try (DataOwner data = DataOwner.over(toModel, links.get(Way.DATA_TO_DEALER), own)) {
        if (ahead) {
          data.prepare(1);
        }
        answer = data.predict(samples);
      }
    }

    /** A refusal is kept; anything else that is thrown fails the test. */
    private boolean serve(Runnable role) {
      try {
        role.run();
        return true;
      } catch (ChemXorException e) {
        synchronized (refusals) {
          refusals.add(e);
        }
        return false;
      }
    }

    private void await(CompletableFuture<?> role) throws Exception {
      try {
        role.get(60, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError("a role ended without a sentence", e);
      }
    }
  }

  /** One run and what is done to it. */
  private record Fault(
      CompiledModel model, boolean ahead, Way way, Tampering.Change change, int at, long seed) {
    @Override
    public String toString() {
      return way
          + " frame "
          + at
          + " "
          + change
          + (ahead ? " ahead" : " streamed")
          + ", seed "
          + seed;
    }
  }

  /** Many at once, for roles mostly wait for each other. Runs that nobody refused ended before. */
  private void check(List<Fault> faults) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Callable<Boolean>> runs = new ArrayList<>();
      faults.forEach(fault -> runs.add(() -> isRefused(fault)));
      int refused = 0;
      for (Future<Boolean> run : executor.invokeAll(runs)) {
        refused += run.get() ? 1 : 0;
      }
      assertThat((double) refused / faults.size())
          .as("%d of %d runs refused", refused, faults.size())
          .isGreaterThan(0.8);
    } finally {
      executor.shutdown();
    }
  }

  private boolean isRefused(Fault fault) {
    String what = fault.toString();
    try (Backend emulator = Backend.emulator(fault.model())) {
      Run run =
          new Run(
              fault.model(), fault.ahead(), fault.way(), fault.change(), fault.at(), fault.seed());
      for (ChemXorException refusal : run.refusals) {
        assertThat(refusal.getMessage()).as(what).matches("(?s).*\\w+ \\w+ \\w+.*");
      }
      assertThat(run.answer.isEmpty() && run.refusals.isEmpty()).as(what).isFalse();
      if (!run.answer.isEmpty()) {
        double[] expected = emulator.evaluate(samples).get(0);
        assertThat(run.answer.get(0)).as(what).containsExactly(expected);
      }
      return !run.refusals.isEmpty();
    } catch (Exception e) {
      throw new AssertionError(what, e);
    }
  }

  private CompiledModel model(Comparator comparator) {
    return NetworkCompiler.compile(
        network, PlanOptions.DEFAULT.withExact(true).withComparator(comparator));
  }

  private Map<Way, Integer> frames(CompiledModel model, boolean ahead) throws Exception {
    Run run = new Run(model, ahead, Way.DATA_TO_MODEL, Tampering.Change.NONE, 0, SEED);
    assertThat(run.refusals).isEmpty();
    assertThat(run.answer).hasSize(1);
    Map<Way, Integer> frames = new EnumMap<>(Way.class);
    run.links.forEach((way, link) -> frames.put(way, link.frames()));
    return frames;
  }

  @Test
  void whoeverVanishesAtAnyFrameEndsTheRunForAll() throws Exception {
    List<Fault> faults = new ArrayList<>();
    for (boolean ahead : new boolean[] {true, false}) {
      CompiledModel model = model(Comparator.TABLES);
      for (Map.Entry<Way, Integer> way : frames(model, ahead).entrySet()) {
        for (int at = 0; at < way.getValue(); at++) {
          faults.add(new Fault(model, ahead, way.getKey(), Tampering.Change.VANISHED, at, SEED));
        }
      }
    }
    check(faults);
  }

  @Test
  void framesThatAreNotAsTheyShouldBeEndTheRunForAll() throws Exception {
    Random random = new Random(SEED);
    List<Fault> faults = new ArrayList<>();
    for (boolean ahead : new boolean[] {true, false}) {
      CompiledModel model = model(ahead ? Comparator.TABLES : Comparator.FUNCTION_SHARING);
      for (Map.Entry<Way, Integer> way : frames(model, ahead).entrySet()) {
        for (Tampering.Change change : Tampering.Change.values()) {
          int times = change == Tampering.Change.NONE ? 0 : RUNS;
          for (int i = 0; i < times; i++) {
            int at = random.nextInt(way.getValue());
            faults.add(new Fault(model, ahead, way.getKey(), change, at, random.nextLong()));
          }
        }
      }
    }
    check(faults);
  }
}
