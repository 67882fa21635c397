package org.chemxor.mpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.MemoryLink;
import org.chemxor.mpc.compile.Comparator;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.sharing.FixedPoint;
import org.chemxor.mpc.sharing.Ring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every byte that each role receives. Payloads look uniform, and no role's view holds another's
 * plaintext. Inputs and weights are extreme on purpose: constants that would show.
 */
@Timeout(120)
class ViewsTest {
  private static final int HEADER = 40;

  private final Network network =
      Network.builder("views", Shape.image(1, 24, 24))
          .add("conv", new RandomNets(20261128).conv(1, 8, 3, 1, 1))
          .add("relu", new Layer.Relu())
          .add("pool", new Layer.MaxPool2d(2, 2, 0))
          .add("flatten", new Layer.Flatten())
          .add("linear", new RandomNets(20261129).linear(1152, 20))
          .build();

  /** Keeps a copy of what is received; may break after a number of bytes. */
  private static final class Recording implements Link {
    private final Link link;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final long breaksAfter;

    Recording(Link link, long breaksAfter) {
      this.link = link;
      this.breaksAfter = breaksAfter;
    }

    @Override
    public void write(byte[] data) throws IOException {
      link.write(data);
    }

    @Override
    public void read(byte[] into, int from) throws IOException {
      link.read(into, from);
      received.write(into, from, into.length - from);
      if (received.size() > breaksAfter) {
        link.close();
        throw new IOException("pulled out");
      }
    }

    @Override
    public void close() {
      link.close();
    }
  }

  /** Three roles whose links are recorded. */
  private static final class Trio {
    final MpcSettings settings;
    final CompiledModel model;
    final MemoryLink[] parties = MemoryLink.pair();
    final MemoryLink[] dataDealer = MemoryLink.pair();
    final MemoryLink[] modelDealer = MemoryLink.pair();
    final Recording dataFromModel;
    final Recording dataFromDealer = new Recording(dataDealer[0], Long.MAX_VALUE);
    final Recording modelFromData = new Recording(parties[1], Long.MAX_VALUE);
    final Recording modelFromDealer;
    final Recording dealerFromData = new Recording(dataDealer[1], Long.MAX_VALUE);
    final Recording dealerFromModel = new Recording(modelDealer[1], Long.MAX_VALUE);
    CompletableFuture<Void> owner = CompletableFuture.completedFuture(null);

    Trio(CompiledModel model, MpcSettings settings, long dataBreaks, long modelDealerBreaks) {
      this.model = model;
      this.settings = settings;
      dataFromModel = new Recording(parties[0], dataBreaks);
      modelFromDealer = new Recording(modelDealer[0], modelDealerBreaks);
    }

    List<double[]> run(List<double[]> samples) {
      Dealer dealer = new Dealer(settings);
      new Thread(() -> dealer.serve(dealerFromData)).start();
      new Thread(() -> dealer.serve(dealerFromModel)).start();
      ModelOwner modelOwner = new ModelOwner(model, () -> modelFromDealer, settings);
      owner = start(() -> modelOwner.serve(modelFromData));
      try (DataOwner data = DataOwner.over(dataFromModel, dataFromDealer, settings)) {
        return data.predict(samples);
      }
    }

    private static CompletableFuture<Void> start(Runnable role) {
      return CompletableFuture.runAsync(role, task -> new Thread(task).start());
    }
  }

  /** The payloads of all frames of at least 2000 bytes: shares, keys, corrections. */
  private static byte[] payloads(Recording recording) {
    byte[] all = recording.received.toByteArray();
    ByteArrayOutputStream payloads = new ByteArrayOutputStream();
    for (int at = 0; at + HEADER <= all.length; ) {
      int length = java.nio.ByteBuffer.wrap(all, at + 36, 4).getInt();
      if (length >= 2000) {
        payloads.write(all, at + HEADER, length);
      }
      at += HEADER + length;
    }
    return payloads.toByteArray();
  }

  /** Chi-square over 256 values, 255 degrees of freedom: above 400 once in 10^8 times. */
  private static void assertUniform(String whose, byte[] bytes) {
    assertThat(bytes.length).as(whose).isGreaterThan(20_000);
    long[] counts = new long[256];
    for (byte b : bytes) {
      counts[b & 0xff]++;
    }
    double expected = bytes.length / 256.0;
    double chi = 0;
    for (long count : counts) {
      chi += (count - expected) * (count - expected) / expected;
    }
    assertThat(chi)
        .as("chi-square of what %s, %d bytes", whose, bytes.length)
        .isBetween(130.0, 400.0);
  }

  private static boolean contains(byte[] haystack, byte[] needle) {
    for (int i = 0; i + needle.length <= haystack.length; i++) {
      if (java.util.Arrays.equals(haystack, i, i + needle.length, needle, 0, needle.length)) {
        return true;
      }
    }
    return false;
  }

  private static double[] constantImage() {
    double[] image = new double[24 * 24];
    java.util.Arrays.fill(image, 1.5);
    return image;
  }

  @Test
  void everyViewIsUniformAndHoldsNobodyElsesNumbers() {
    for (Comparator comparator : Comparator.values()) {
      CompiledModel model =
          NetworkCompiler.compile(network, PlanOptions.DEFAULT.withComparator(comparator));
      Trio trio = new Trio(model, MpcSettings.DEFAULT, Long.MAX_VALUE, Long.MAX_VALUE);
      trio.run(List.of(constantImage(), constantImage()));
      trio.owner.join();
      assertUniform("the data owner gets from the model owner", payloads(trio.dataFromModel));
      assertUniform("the model owner gets from the data owner", payloads(trio.modelFromData));
      assertUniform("the model owner gets from the dealer", payloads(trio.modelFromDealer));
      if (comparator != Comparator.TABLES) {
        assertUniform("the data owner gets from the dealer", payloads(trio.dataFromDealer));
      }
      // The dealer hears introductions and batch sizes, nothing that grows with inputs or weights.
      assertThat(trio.dealerFromData.received.size()).isLessThan(300);
      assertThat(trio.dealerFromModel.received.size()).isLessThan(1500);
      Ring ring = model.plan().ring();
      byte[] input = ring.pack(FixedPoint.encode(new double[] {1.5, 1.5}, 13));
      byte[] weights = ring.pack(java.util.Arrays.copyOf(model.weightsOf(0).weights(), 3));
      assertThat(contains(trio.modelFromData.received.toByteArray(), input)).isFalse();
      assertThat(contains(trio.dataFromModel.received.toByteArray(), weights)).isFalse();
    }
  }

  @Test
  void noTwoRunsOfTheSameInputSendTheSameBytes() {
    CompiledModel model = NetworkCompiler.compile(network, PlanOptions.DEFAULT);
    byte[][] views = new byte[2][];
    for (int i = 0; i < 2; i++) {
      Trio trio = new Trio(model, MpcSettings.DEFAULT, Long.MAX_VALUE, Long.MAX_VALUE);
      trio.run(List.of(constantImage()));
      trio.owner.join();
      views[i] = payloads(trio.modelFromData);
    }
    assertThat(views[0]).hasSameSizeAs(views[1]);
    int same = 0;
    for (int i = 0; i < views[0].length; i++) {
      same += views[0][i] == views[1][i] ? 1 : 0;
    }
    // One byte in 256 agrees by chance.
    assertThat((double) same / views[0].length).isLessThan(0.01);
  }

  @Test
  void aLinkThatBreaksAnywhereEndsBothSidesWithASentence() {
    CompiledModel model = NetworkCompiler.compile(network, PlanOptions.DEFAULT);
    MpcSettings settings = MpcSettings.DEFAULT.withDeadline(Duration.ofSeconds(10));
    for (long after : new long[] {0, 200, 60_000}) {
      for (boolean dealerLink : new boolean[] {false, true}) {
        Trio trio =
            new Trio(
                model,
                settings,
                dealerLink ? Long.MAX_VALUE : after,
                dealerLink ? after : Long.MAX_VALUE);
        assertThatThrownBy(() -> trio.run(List.of(constantImage())))
            .isInstanceOf(org.chemxor.core.ChemXorException.class)
            .hasMessageMatching(".*(gave up|given up).*");
        assertThatThrownBy(trio.owner::join)
            .hasCauseInstanceOf(org.chemxor.core.ChemXorException.class);
      }
    }
  }
}
