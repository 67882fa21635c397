package org.chemxor.mpc.protocol;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.MemoryLink;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.emulate.FixedPointEmulator;
import org.chemxor.mpc.emulate.Masks;
import org.chemxor.mpc.material.CorrelationSource;
import org.chemxor.mpc.material.MaterialMaker;
import org.chemxor.mpc.material.Streams;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;

/** Both parties and the dealer's material in one process, with all the secrets at hand. */
final class TwoParties {
  private final CompiledModel model;
  private final Plan plan;
  private final int batch;
  private final Seed[] seeds = {Seed.random(), Seed.random()};
  private final Seed modelSeed = Seed.random();
  private final byte[] key = Seed.randomBytes(FixedKeyHash.KEY_BYTES);
  private final Material[] material = {new Material(), new Material()};

  TwoParties(CompiledModel model, int batch) {
    this.model = model;
    this.plan = model.plan();
    this.batch = batch;
    new MaterialMaker(
            plan,
            batch,
            seeds[0],
            seeds[1],
            modelSeed,
            new FixedKeyHash(key),
            (party, record) -> material[party].records.add(record))
        .run();
  }

  /** Records in memory. */
  static final class Material implements CorrelationSource {
    final Deque<byte[]> records = new ArrayDeque<>();
    long bytes;

    @Override
    public byte[] next(int length) {
      byte[] record = records.removeFirst();
      if (record.length != length) {
        throw new AssertionError(length + " bytes asked for, there are " + record.length);
      }
      bytes += length;
      return record;
    }

    @Override
    public void await() {
      // All records are here.
    }

    @Override
    public void close() {
      records.clear();
    }
  }

  Material material(int party) {
    return material[party];
  }

  /** The outputs that both parties' shares add up to, signed. */
  long[] run(long[] input) {
    MemoryLink[] links = MemoryLink.pair();
    Duration deadline = Duration.ofSeconds(60);
    try (Channel first = new Channel(links[0], "the model owner", deadline);
        Channel second = new Channel(links[1], "the data owner", deadline)) {
      CompletableFuture<long[]> other =
          CompletableFuture.supplyAsync(
              () -> {
                PartyContext context = context(1, second);
                return new PartyRun(context, new ModelSide(context, model))
                    .run(new long[input.length]);
              },
              task -> new Thread(task).start());
      PartyContext context = context(0, first);
      DataSide side = new DataSide(context, maskedWeights());
      long[] shares = new PartyRun(context, side).run(plan.ring().reduce(input.clone()));
      long[] others = other.join();
      int bits = plan.labelOnly() ? 0 : 1;
      for (int i = 0; i < shares.length; i++) {
        shares[i] = shares[i] + others[i];
        shares[i] = bits == 0 ? label(shares[i]) : plan.ring().signed(shares[i]);
      }
      return shares;
    }
  }

  private long label(long sum) {
    Gate.Argmax argmax = (Gate.Argmax) plan.gates().get(plan.gates().size() - 1);
    return argmax.size() - 1 - (sum & (1L << argmax.indexBits()) - 1);
  }

  private PartyContext context(int party, Channel channel) {
    return new PartyContext(
        party, plan, batch, channel, material[party], seeds[party], new FixedKeyHash(key));
  }

  Map<Integer, long[]> maskedWeights() {
    Map<Integer, long[]> masked = new HashMap<>();
    model
        .affine()
        .forEach(
            (index, numbers) -> {
              long[] masks = MaterialMaker.weightMasks(plan, index, modelSeed);
              long[] difference = new long[masks.length];
              Arrays.setAll(difference, i -> numbers.weights()[i] - masks[i]);
              masked.put(index, plan.ring().reduce(difference));
            });
    return masked;
  }

  /** The masks that this run's numbers were opened under. */
  Masks masks() {
    return (gate, step, count) -> {
      long stream = Streams.number(gate, step, 0, Streams.Purpose.MASK);
      long[] r = seeds[0].stream(stream).longs(count);
      long[] other = seeds[1].stream(stream).longs(count);
      Arrays.setAll(r, i -> plan.ring().reduce(r[i] + other[i]));
      return r;
    };
  }

  /** What the emulator makes of the same input with the same masks. */
  long[] emulate(long[] input) {
    return new FixedPointEmulator(model).run(input, batch, masks());
  }
}
