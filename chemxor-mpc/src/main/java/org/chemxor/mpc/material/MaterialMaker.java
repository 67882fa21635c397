package org.chemxor.mpc.material;

import java.util.Arrays;
import java.util.List;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.fss.ComparisonGenerator;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.linear.RingConvolution;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
import org.chemxor.mpc.sharing.Longs;
import org.chemxor.mpc.sharing.Ring;

/**
 * The dealer's work for one batch. Most of what the parties need they draw from a seed of their
 * own; records make up the difference: for every secret s of the dealer, party 0 draws its share
 * and party 1 gets s minus that.
 */
public final class MaterialMaker {
  /** Takes finished records, in order. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes a record.
     *
     * @param party whose it is
     * @param record belongs to the sink from now on
     */
    void put(int party, byte[] record);
  }

  private final Plan plan;
  private final int batch;
  private final Seed seed0;
  private final Seed seed1;
  private final Seed model;
  private final FixedKeyHash hash;
  private final Sink sink;
  private final RingConvolution convolution;

  /**
   * @param plan what is evaluated
   * @param batch samples
   * @param seed0 party 0's seed for this batch
   * @param seed1 party 1's seed for this batch
   * @param model the session's seed of masks for weights, known to party 1
   * @param hash the session's hash
   * @param sink takes the records
   */
  public MaterialMaker(
      Plan plan, int batch, Seed seed0, Seed seed1, Seed model, FixedKeyHash hash, Sink sink) {
    this.plan = plan;
    this.batch = batch;
    this.seed0 = seed0;
    this.seed1 = seed1;
    this.model = model;
    this.hash = hash;
    this.sink = sink;
    this.convolution = new RingConvolution(plan.ring(), true);
  }

  /** The masks of gate {@code index}'s weights, drawn from the session's model seed. */
  public static long[] weightMasks(Plan plan, int index, Seed model) {
    Gate.Affine gate = (Gate.Affine) plan.gates().get(index);
    return model.stream(index).longs(gate.shape().weightCount(), plan.ring().mask());
  }

  /** Makes all records. */
  public void run() {
    for (int i = 0; i < plan.gates().size(); i++) {
      Gate gate = plan.gates().get(i);
      if (gate instanceof Gate.Affine affine) {
        multiply(i, affine);
      }
      List<Step> steps = gate.steps();
      for (int s = 0; s < steps.size(); s++) {
        new StepMaterial(i, s, steps.get(s)).run();
      }
    }
  }

  /** Of masked weights A and a masked input u: party 1's share of A u. */
  private void multiply(int index, Gate.Affine gate) {
    Ring ring = plan.ring();
    long[] u =
        seed0.stream(Streams.number(gate.input(), 0, 0, Streams.Purpose.INPUT))
            .longs(batch * gate.inputSize(), ring.mask());
    long[] share =
        seed0.stream(Streams.number(index, 0, 0, Streams.Purpose.AFFINE))
            .longs(batch * gate.outputSize(), ring.mask());
    for (int i = 0; i < share.length; i++) {
      share[i] = -share[i];
    }
    long[] masks = weightMasks(plan, index, model);
    convolution.addWide(gate.shape(), batch, masks, u, share);
    for (int b = 0; b < batch; b++) {
      int from = b * gate.outputSize();
      sink.put(1, ring.pack(Arrays.copyOfRange(share, from, from + gate.outputSize())));
    }
    wipe(u, share, masks);
  }

  private static void wipe(long[]... secrets) {
    for (long[] secret : secrets) {
      Arrays.fill(secret, 0);
    }
  }

  /** Keys and products of one step. */
  private final class StepMaterial {
    private final int gate;
    private final int index;
    private final Step step;
    private final int total;
    private final List<Comparison> comparisons;

    StepMaterial(int gate, int index, Step step) {
      this.gate = gate;
      this.index = index;
      this.step = step;
      this.total = step.count() * batch;
      this.comparisons = Comparison.of(step, plan.exact());
    }

    void run() {
      Ring ring = plan.ring();
      long stream = Streams.number(gate, index, 0, Streams.Purpose.MASK);
      long[] r = seed0.stream(stream).longs(total);
      long[] other = seed1.stream(stream).longs(total);
      for (int i = 0; i < total; i++) {
        r[i] = ring.reduce(r[i] + other[i]);
      }
      long[][] bits = new long[2][0];
      for (int c = 0; c < comparisons.size(); c++) {
        bits[c] = maskBits(comparisons.get(c), c, r);
        if (plan.comparator().takesKeys(step.count())) {
          keys(comparisons.get(c), c, r);
        } else {
          byte[] record =
              new TableMaterial(comparisons.get(c), r)
                  .make(
                      seed0.stream(Streams.number(gate, index, c, Streams.Purpose.TABLE)),
                      seed1.stream(Streams.number(gate, index, c, Streams.Purpose.TABLE)));
          sink.put(1, record);
        }
      }
      products(r, bits[0], bits[1]);
      wipe(r, other, bits[0], bits[1]);
    }

    /** The bit that each result is opened under: both parties' shares and the mask's own bit. */
    private long[] maskBits(Comparison comparison, int c, long[] r) {
      long stream = Streams.number(gate, index, c, Streams.Purpose.BIT);
      int words = ComparisonShape.padded(total) / Long.SIZE;
      long[] bits = seed0.stream(stream).longs(words);
      long[] other = seed1.stream(stream).longs(words);
      for (int w = 0; w < words; w++) {
        bits[w] ^= other[w];
      }
      for (int i = 0; i < total; i++) {
        bits[i / Long.SIZE] ^= comparison.secretBit(r[i]) << i;
      }
      return bits;
    }

    private void keys(Comparison comparison, int c, long[] r) {
      ComparisonShape shape = new ComparisonShape(comparison.bits());
      ComparisonGenerator generator = new ComparisonGenerator(shape, hash);
      long stream = Streams.number(gate, index, c, Streams.Purpose.ROOT);
      var roots0 = seed0.stream(stream);
      var roots1 = seed1.stream(stream);
      for (int from = 0; from < total; from += RecordLengths.CHUNK) {
        int count = RecordLengths.paddedChunk(total, from);
        long[] alpha = new long[count];
        for (int i = 0; i < Math.min(count, total - from); i++) {
          alpha[i] = comparison.window(r[from + i]);
        }
        long[] keys = new long[shape.keyLongs(count)];
        generator.generate(alpha, roots0.longs(2 * count), roots1.longs(2 * count), keys);
        byte[] record = Longs.toBytes(keys);
        sink.put(0, record.clone());
        sink.put(1, record);
        wipe(alpha);
      }
    }

    private void products(long[] r, long[] signs, long[] borrows) {
      int factors = step.corrections(plan.exact());
      var shares = seed0.stream(Streams.number(gate, index, 0, Streams.Purpose.PRODUCT));
      Corrections packing = new Corrections(step, plan.exact(), plan.ring());
      boolean signed = step.kind() == Step.Kind.RECTIFY;
      long[] secrets = new long[factors];
      for (int from = 0; from < total; from += RecordLengths.CHUNK) {
        int count = Math.min(RecordLengths.CHUNK, total - from);
        long[] record = shares.longs(factors * count);
        for (int i = 0; i < count; i++) {
          long m = bit(signs, from + i);
          fill(secrets, r[from + i], m, signed ? bit(borrows, from + i) : m);
          for (int f = 0; f < factors; f++) {
            record[f * count + i] = secrets[f] - record[f * count + i];
          }
        }
        sink.put(1, packing.pack(record));
        wipe(record);
      }
      wipe(secrets);
    }

    private long bit(long[] bits, int i) {
      return bits.length == 0 ? 0 : bits[i / Long.SIZE] >>> i & 1;
    }

    /** The secrets of one number, in the order of {@code StepGate}. */
    private void fill(long[] secrets, long r, long sign, long borrow) {
      long rho = r >>> step.shift();
      long mu = r >>> (plan.ring().bits() - 1);
      switch (step.kind()) {
        case RECTIFY -> {
          if (step.shift() == 0) {
            put(secrets, sign, sign * r);
          } else {
            long[] narrow = {mu, sign * mu};
            put(secrets, sign, sign * rho, rho, borrow, sign * borrow);
            System.arraycopy(narrow, 0, secrets, secrets.length - narrow.length, narrow.length);
          }
        }
        case TRUNCATE -> {
          put(secrets, rho, borrow);
          secrets[secrets.length - 1] = mu;
        }
        case SQUARE ->
            put(secrets, rho, mu, rho * rho, mu * rho, borrow, borrow * rho, borrow * mu);
      }
    }

    private void put(long[] secrets, long... values) {
      System.arraycopy(values, 0, secrets, 0, Math.min(values.length, secrets.length));
    }
  }
}
