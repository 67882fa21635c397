package org.chemxor.mpc.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.mpc.RandomNets;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.MemoryLink;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.material.Comparison;
import org.chemxor.mpc.material.DigitTree;
import org.chemxor.mpc.material.Streams;
import org.chemxor.mpc.material.TableMaterial;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
import org.junit.jupiter.api.Test;

/** Comparisons by tables: every pair of short numbers, and the edges of long ones. */
class TableComparisonTest {
  private static final long SEED = 20261129;

  private final Plan plan =
      NetworkCompiler.compile(
              Network.builder("any", Shape.vector(2))
                  .add("linear", new RandomNets(SEED).linear(2, 1))
                  .build(),
              PlanOptions.DEFAULT)
          .plan();

  private static CompletableFuture<long[]> start(java.util.function.Supplier<long[]> party) {
    return CompletableFuture.supplyAsync(party, task -> new Thread(task).start());
  }

  private long[] party(
      int party, Channel peer, TwoParties.Material material, Seed seed, Comparison c, long[] x) {
    PartyContext context =
        new PartyContext(
            party,
            plan,
            1,
            peer,
            material,
            seed,
            new FixedKeyHash(new byte[FixedKeyHash.KEY_BYTES]));
    return new TableComparison(context, 0, 0, 0, c).evaluate(x.clone());
  }

  private void assertRight(int bits, long[] secrets, long[] numbers) {
    Comparison comparison = new Comparison(0, bits, false);
    long[] x = Arrays.copyOf(numbers, ComparisonShape.padded(numbers.length));
    long stream = Streams.number(0, 0, 0, Streams.Purpose.TABLE);
    TwoParties.Material material = new TwoParties.Material();
    MemoryLink[] links = MemoryLink.pair();
    Duration deadline = Duration.ofSeconds(60);
    try (Seed first = Seed.random();
        Seed second = Seed.random();
        Channel one = new Channel(links[0], "the model owner", deadline);
        Channel other = new Channel(links[1], "the data owner", deadline)) {
      material.records.add(
          new TableMaterial(comparison, secrets).make(first.stream(stream), second.stream(stream)));
      CompletableFuture<long[]> theirs =
          start(() -> party(1, other, material, second, comparison, x));
      long[] own = party(0, one, material, first, comparison, x);
      long[] others = theirs.join();
      assertThat(material.bytes)
          .isEqualTo((long) x.length / Byte.SIZE * new DigitTree(bits).dealerBits());
      for (int i = 0; i < secrets.length; i++) {
        long bit = (own[i / Long.SIZE] ^ others[i / Long.SIZE]) >>> i & 1;
        assertThat(bit)
            .as("[%d <= %d] of %d bits, seed %d", secrets[i], numbers[i], bits, SEED)
            .isEqualTo(secrets[i] <= numbers[i] ? 1 : 0);
      }
    }
  }

  @Test
  void everyPairOfNumbersOfUpToTenBitsIsRight() {
    for (int bits = 1; bits <= 10; bits++) {
      int size = 1 << bits;
      long[] secrets = new long[size * size];
      long[] numbers = new long[size * size];
      for (int i = 0; i < secrets.length; i++) {
        secrets[i] = i / size;
        numbers[i] = i % size;
      }
      assertRight(bits, secrets, numbers);
    }
  }

  @Test
  void edgesAndRandomNumbersOfUpToSixtyOneBitsAreRight() {
    Random random = new Random(SEED);
    for (int bits = 11; bits <= 61; bits++) {
      long mask = (1L << bits) - 1;
      long[] secrets = random.longs(640).map(r -> r & mask).toArray();
      long[] numbers = random.longs(640).map(r -> r & mask).toArray();
      for (int i = 0; i < 320; i++) {
        // One bit apart, one apart, equal; and both ends.
        long change = i % 3 == 0 ? 1L << random.nextInt(bits) : i % 3 - 1;
        numbers[i] = (i % 3 == 0 ? secrets[i] ^ change : secrets[i] + change) & mask;
      }
      long[] ends = {0, 1, mask, mask - 1, mask >>> 1, (mask >>> 1) + 1};
      for (int i = 0; i < ends.length * ends.length; i++) {
        secrets[320 + i] = ends[i / ends.length];
        numbers[320 + i] = ends[i % ends.length];
      }
      assertRight(bits, secrets, numbers);
    }
  }

  @Test
  void twentyBitsTakeOneRoundFourteenBytesAndEightBitsEachWay() {
    DigitTree tree = new DigitTree(20);
    assertThat(tree.levels()).hasSize(1);
    assertThat(tree.dealerBits()).isEqualTo(5 * 15 + 37);
    assertThat(tree.openedBits()).isEqualTo(8);
    assertThat(new DigitTree(24).levels()).hasSize(1);
    assertThat(new DigitTree(61).levels()).hasSize(2);
  }
}
