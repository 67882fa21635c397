package org.chemxor.mpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.MemoryLink;
import org.chemxor.mpc.channel.Security;
import org.chemxor.mpc.compile.Comparator;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanCodec;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.material.RecordLengths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreeRolesTest {
  private static final Address ANY = new Address("127.0.0.1", 0);

  private final RandomNets nets = new RandomNets(20261128);
  private final Network network =
      Network.builder("small", Shape.image(1, 12, 12))
          .add("conv1", nets.conv(1, 4, 3, 1, 1))
          .add("relu1", new Layer.Relu())
          .add("pool", new Layer.MaxPool2d(2, 2, 0))
          .add("conv2", nets.conv(4, 4, 3, 1, 1))
          .add("add", new Layer.Add(), "conv2", "pool")
          .add("relu2", new Layer.Relu())
          .add("flatten", new Layer.Flatten())
          .add("linear", nets.linear(144, 3))
          .build();
  private final PlanOptions exact = PlanOptions.DEFAULT.withExact(true);

  private List<double[]> samples(int count) {
    return Stream.generate(() -> nets.sample(network.inputShape())).limit(count).toList();
  }

  private static void assertEqual(List<double[]> actual, List<double[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i)).containsExactly(expected.get(i));
    }
  }

  @Test
  void inMemoryTheyGiveTheEmulatorsNumbersInEveryBatch() {
    CompiledModel model = NetworkCompiler.compile(network, exact);
    try (Backend emulator = Backend.emulator(model);
        Backend shares = Backend.inMemory(model, MpcSettings.DEFAULT)) {
      for (int batch = 1; batch < 5; batch++) {
        List<double[]> samples = samples(batch);
        assertEqual(shares.evaluate(samples), emulator.evaluate(samples));
      }
    }
  }

  @Test
  void aPreparedBatchGivesTheSameNumbersAndOnlyTheInputsAreLeftForLater() {
    CompiledModel model = NetworkCompiler.compile(network, exact);
    MemoryLink[] toModel = MemoryLink.pair();
    try (ModelOwner owner = inMemory(model, toModel[1]);
        DataOwner data = DataOwner.over(toModel[0], dealerLink(), MpcSettings.DEFAULT);
        Backend emulator = Backend.emulator(model)) {
      for (int count : new int[] {2, 1, 3}) {
        List<double[]> samples = samples(count);
        data.prepare(count);
        long before = data.report().dealerBytes();
        assertThatThrownBy(() -> data.prepare(1)).hasMessageContaining("prepared already");
        assertThatThrownBy(() -> data.predict(samples(count + 1)))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("batch of " + count + " samples was prepared");
        assertEqual(data.predict(samples), emulator.evaluate(samples));
        assertThat(data.report().dealerBytes() - before)
            .isGreaterThan(RecordLengths.bytes(model.plan(), count, 0));
        // Without preparing, in the same session.
        assertEqual(data.predict(samples), emulator.evaluate(samples));
      }
      data.prepare(1);
      assertThat(owner.port()).isZero();
    }
  }

  private final Dealer dealerInMemory = new Dealer(MpcSettings.DEFAULT);

  private MemoryLink dealerLink() {
    MemoryLink[] links = MemoryLink.pair();
    background(() -> dealerInMemory.serve(links[1]));
    return links[0];
  }

  private ModelOwner inMemory(CompiledModel model, MemoryLink link) {
    ModelOwner owner = new ModelOwner(model, this::dealerLink, MpcSettings.DEFAULT);
    background(() -> owner.serve(link));
    return owner;
  }

  private static void background(Runnable role) {
    Thread thread =
        new Thread(
            () -> {
              try {
                role.run();
              } catch (org.chemxor.core.ChemXorException e) {
                // The test's own side reports it.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** A link that can be held up. */
  private static final class Gate implements Link {
    private final Link link;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile boolean closed;

    Gate(Link link) {
      this.link = link;
    }

    @Override
    public void write(byte[] data) throws IOException {
      if (closed) {
        reached.countDown();
        try {
          opened.await();
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
      }
      link.write(data);
    }

    @Override
    public void read(byte[] into, int from) throws IOException {
      link.read(into, from);
    }

    @Override
    public void close() {
      link.close();
    }
  }

  @Test
  void aSecondThreadIsRefusedAndTheFirstGetsItsNumbers() throws Exception {
    CompiledModel model = NetworkCompiler.compile(network, exact);
    MemoryLink[] toModel = MemoryLink.pair();
    Gate gate = new Gate(toModel[0]);
    List<double[]> samples = samples(1);
    try (ModelOwner owner = inMemory(model, toModel[1]);
        DataOwner data = DataOwner.over(gate, dealerLink(), MpcSettings.DEFAULT);
        Backend emulator = Backend.emulator(model)) {
      gate.closed = true;
      CompletableFuture<List<double[]>> first =
          CompletableFuture.supplyAsync(
              () -> data.predict(samples), task -> new Thread(task).start());
      gate.reached.await();
      assertThatThrownBy(() -> data.predict(samples))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("another thread");
      assertThatThrownBy(() -> data.prepare(1)).isInstanceOf(IllegalStateException.class);
      gate.opened.countDown();
      assertEqual(first.get(60, TimeUnit.SECONDS), emulator.evaluate(samples));
      assertEqual(data.predict(samples), emulator.evaluate(samples));
      assertThat(owner.port()).isZero();
    }
  }

  @Test
  void materialThatTakesMoreDiskThanAllowedIsRefusedBeforeItIsAskedFor() {
    CompiledModel model = NetworkCompiler.compile(network, exact);
    MemoryLink[] toModel = MemoryLink.pair();
    MpcSettings frugal = MpcSettings.DEFAULT.withMaxStoredBytes(1000);
    try (ModelOwner owner = inMemory(model, toModel[1]);
        DataOwner data = DataOwner.over(toModel[0], dealerLink(), frugal);
        Backend emulator = Backend.emulator(model)) {
      assertThatThrownBy(() -> data.prepare(1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("1000 are allowed");
      assertThatThrownBy(() -> data.prepare(0)).hasMessageContaining("got 0");
      List<double[]> samples = samples(1);
      assertEqual(data.predict(samples), emulator.evaluate(samples));
      assertThat(owner.port()).isZero();
    }
  }

  @Test
  void overTcpTheyGiveTheEmulatorsNumbersAndTheBytesOfTheFormula() throws Exception {
    CompiledModel model = NetworkCompiler.compile(network, exact.withComparator(Comparator.MIXED));
    try (Dealer dealer = Dealer.listen(ANY, MpcSettings.DEFAULT);
        ModelOwner owner =
            ModelOwner.listen(
                model, ANY, new Address("127.0.0.1", dealer.port()), MpcSettings.DEFAULT);
        DataOwner data =
            DataOwner.connect(
                new Address("127.0.0.1", owner.port()),
                new Address("127.0.0.1", dealer.port()),
                MpcSettings.DEFAULT);
        Backend emulator = Backend.emulator(model)) {
      List<double[]> samples = samples(3);
      assertEqual(data.predict(samples), emulator.evaluate(samples));
      long records = RecordLengths.bytes(model.plan(), 3, 0);
      int frames = RecordLengths.of(model.plan(), 3, 0).size() + 1;
      assertThat(data.report().dealerBytes()).isEqualTo(records + frames * 40L + 16);
      assertThat(data.report().samples()).isEqualTo(3);
    }
  }

  @Test
  void withCertificatesTheyTalkOverTls(@TempDir java.nio.file.Path folder) throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    CompiledModel model = NetworkCompiler.compile(network, exact);
    MpcSettings dealerSide = certificates.settings("dealer");
    MpcSettings modelSide = certificates.settings("model-owner");
    MpcSettings dataSide = certificates.settings("data-owner");
    try (Dealer dealer = Dealer.listen(ANY, dealerSide);
        ModelOwner owner =
            ModelOwner.listen(model, ANY, new Address("127.0.0.1", dealer.port()), modelSide)) {
      Address ownerAddress = new Address("127.0.0.1", owner.port());
      Address dealerAddress = new Address("127.0.0.1", dealer.port());
      try (DataOwner data = DataOwner.connect(ownerAddress, dealerAddress, dataSide);
          Backend emulator = Backend.emulator(model)) {
        List<double[]> samples = samples(2);
        assertEqual(data.predict(samples), emulator.evaluate(samples));
      }
      // A trusted certificate in the wrong place, a stranger's, and no TLS at all.
      assertThatThrownBy(() -> DataOwner.connect(dealerAddress, dealerAddress, dataSide))
          .hasMessageContaining("not as the model-owner's");
      MpcSettings stranger =
          certificates.settings("stranger").withDeadline(java.time.Duration.ofSeconds(5));
      assertThatThrownBy(() -> DataOwner.connect(ownerAddress, dealerAddress, stranger))
          .isInstanceOf(org.chemxor.mpc.channel.ChannelException.class);
      assertThatThrownBy(
              () ->
                  DataOwner.connect(
                      ownerAddress,
                      dealerAddress,
                      MpcSettings.DEFAULT.withDeadline(java.time.Duration.ofSeconds(5))))
          .isInstanceOf(org.chemxor.mpc.channel.ChannelException.class);
    }
  }

  @Test
  void plainConnectionsToOtherMachinesMustBeAskedForByName() {
    Address elsewhere = new Address("192.0.2.1", 7601);
    assertThatThrownBy(() -> DataOwner.connect(elsewhere, elsewhere, MpcSettings.DEFAULT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("certificates");
    assertThatThrownBy(() -> Dealer.listen(new Address("0.0.0.0", 0), MpcSettings.DEFAULT).close())
        .isInstanceOf(InvalidInputException.class);
    assertThat(Security.insecurePlain()).isEqualTo(new Security.Plain(true));
  }

  @Test
  void samplesThatDoNotFitAreRefusedBeforeAnythingIsSent() {
    CompiledModel model = NetworkCompiler.compile(network, exact);
    try (Backend shares = Backend.inMemory(model, MpcSettings.DEFAULT)) {
      double[] wrong = new double[7];
      assertThatThrownBy(() -> shares.evaluate(List.of(wrong)))
          .hasMessageContaining("takes 144 numbers, got 7");
      double[] huge = new double[144];
      huge[3] = 1e9;
      assertThatThrownBy(() -> shares.evaluate(List.of(huge))).hasMessageContaining("1.0E9");
      assertThat(shares.evaluate(samples(1))).hasSize(1);
    }
  }

  @Test
  void plansSurviveTheirBytesAndMutatedBytesAreRefusedOrValid() {
    CompiledModel model =
        NetworkCompiler.compile(nets.resNet18(64, 4, 10), PlanOptions.DEFAULT.withLabelOnly(true))
            .withFeaturiser("{\"featuriser\":\"none\"}");
    byte[] bytes = PlanCodec.write(model.plan());
    assertThat(PlanCodec.read(bytes)).isEqualTo(model.plan());
    java.util.Random random = new java.util.Random(20261128);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] mutated = bytes.clone();
      mutated[random.nextInt(bytes.length)] = (byte) random.nextInt();
      if (i % 3 == 0) {
        mutated = java.util.Arrays.copyOf(mutated, random.nextInt(mutated.length));
      }
      try {
        PlanCodec.read(mutated);
      } catch (InvalidInputException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1500);
  }
}
