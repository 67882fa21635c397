package org.chemxor.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.chemxor.mpc.fss.ComparisonEvaluator;
import org.chemxor.mpc.fss.ComparisonGenerator;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.linear.ConvolutionShape;
import org.chemxor.mpc.linear.Multiplication;
import org.chemxor.mpc.linear.RingConvolution;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
import org.chemxor.mpc.sharing.Ring;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What secret-shared inference spends its time with, on one thread: comparisons of 20 bits, their
 * keys, and convolutions (64 channels of 56x56, kernel 3), for which the time is that of a product.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SharingBenchmark {
  private static final int BITS = 20;
  private static final int COMPARISONS = 1024;
  private static final int PRODUCTS = 64 * 64 * 9 * 56 * 56;
  private static final Ring RING = new Ring(40);
  private static final ConvolutionShape SHAPE = new ConvolutionShape(64, 56, 56, 64, 3, 3, 1, 1);

  private final ComparisonShape shape = new ComparisonShape(BITS);
  private final FixedKeyHash hash = new FixedKeyHash(Seed.randomBytes(FixedKeyHash.KEY_BYTES));
  private final ComparisonGenerator generator = new ComparisonGenerator(shape, hash);
  private final ComparisonEvaluator evaluator = new ComparisonEvaluator(shape, hash);
  private final RingConvolution fastest = new RingConvolution(RING, false);
  private final RingConvolution digits = new RingConvolution(RING, false, Multiplication.DIGITS);
  private long[] thresholds = new long[0];
  private long[] roots0 = new long[0];
  private long[] roots1 = new long[0];
  private long[] keys = new long[0];
  private long[] weights = new long[0];
  private long[] masks = new long[0];
  private long[] input = new long[0];

  /** Makes operands. */
  @Setup
  public void setUp() {
    Random random = new Random(1);
    thresholds = random.longs(COMPARISONS, 0, 1L << BITS).toArray();
    roots0 = random.longs(2L * COMPARISONS).toArray();
    roots1 = random.longs(2L * COMPARISONS).toArray();
    keys = new long[shape.keyLongs(COMPARISONS)];
    generator.generate(thresholds, roots0, roots1, keys);
    weights = random.longs(SHAPE.weightCount(), -(1L << 19), 1L << 19).toArray();
    masks = random.longs(SHAPE.weightCount(), 0, 1L << 40).toArray();
    input = random.longs(SHAPE.inSize(), 0, 1L << 40).toArray();
  }

  /** One comparison by one party. */
  @Benchmark
  @OperationsPerInvocation(COMPARISONS)
  public long[] comparison() {
    return evaluator.evaluate(0, thresholds, roots0, keys);
  }

  /** One comparison's keys for both parties. */
  @Benchmark
  @OperationsPerInvocation(COMPARISONS)
  public long[] keys() {
    generator.generate(thresholds, roots0, roots1, keys);
    return keys;
  }

  /** A product with a weight, as fast as this processor allows. */
  @Benchmark
  @OperationsPerInvocation(PRODUCTS)
  public long[] narrowProduct() {
    long[] out = new long[SHAPE.outSize()];
    fastest.addNarrow(SHAPE, 1, weights, input, out);
    return out;
  }

  /** A product with a masked weight. */
  @Benchmark
  @OperationsPerInvocation(PRODUCTS)
  public long[] wideProduct() {
    long[] out = new long[SHAPE.outSize()];
    fastest.addWide(SHAPE, 1, masks, input, out);
    return out;
  }

  /** A product with a weight in digits held in doubles. */
  @Benchmark
  @OperationsPerInvocation(PRODUCTS)
  public long[] narrowProductInDigits() {
    long[] out = new long[SHAPE.outSize()];
    digits.addNarrow(SHAPE, 1, weights, input, out);
    return out;
  }
}
