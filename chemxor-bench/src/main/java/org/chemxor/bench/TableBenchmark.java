package org.chemxor.bench;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.Link;
import org.chemxor.mpc.channel.MemoryLink;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.material.Comparison;
import org.chemxor.mpc.material.CorrelationSource;
import org.chemxor.mpc.material.TableMaterial;
import org.chemxor.mpc.protocol.PartyContext;
import org.chemxor.mpc.protocol.TableComparison;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Comparisons of 20 bits by tables: what each party and the dealer take for one, the round of
 * traffic through memory included. Each party hears itself in place of the other one, whose
 * messages are as long and numbered the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TableBenchmark {
  private static final int BITS = 20;
  private static final int COMPARISONS = 1 << 16;
  private static final long STREAM = 1;

  private final Comparison comparison = new Comparison(0, BITS, true);
  private final Seed seed = Seed.random();
  private final FixedKeyHash hash = new FixedKeyHash(Seed.randomBytes(FixedKeyHash.KEY_BYTES));
  private final MemoryLink[] ends = MemoryLink.pair();
  private final Channel echo =
      new Channel(new Echo(ends[0], ends[1]), "itself", Duration.ofDays(1));
  private long[] numbers = new long[0];
  private byte[] record = new byte[0];
  private final PartyContext dataOwner = context(0);
  private final PartyContext modelOwner = context(1);

  /** What is written to it comes back. */
  private record Echo(Link in, Link out) implements Link {
    @Override
    public void write(byte[] data) throws java.io.IOException {
      in.write(data);
    }

    @Override
    public void read(byte[] into, int from) throws java.io.IOException {
      out.read(into, from);
    }

    @Override
    public void close() {
      in.close();
      out.close();
    }
  }

  /** Gives the same record out again and again. */
  private final class OneRecord implements CorrelationSource {
    @Override
    public byte[] next(int length) {
      return record.clone();
    }

    @Override
    public void await() {
      // It is here.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  private PartyContext context(int party) {
    return new PartyContext(party, plan(), 1, echo, new OneRecord(), seed, hash);
  }

  private static Plan plan() {
    Network network =
        Network.builder("any", Shape.vector(1))
            .add("linear", new Layer.Linear(Tensor.of(new double[] {1}, 1, 1), Tensor.zeros(1)))
            .build();
    return NetworkCompiler.compile(network, PlanOptions.DEFAULT).plan();
  }

  /** Makes operands. */
  @Setup
  public void setUp() {
    numbers = new Random(1).longs(COMPARISONS, 0, 1L << BITS).toArray();
    record = dealer();
  }

  /** One comparison by the data owner, who draws its shares. */
  @Benchmark
  @OperationsPerInvocation(COMPARISONS)
  public long[] dataOwner() {
    return new TableComparison(dataOwner, 0, 0, 0, comparison).evaluate(numbers);
  }

  /** One comparison by the model owner, who has them from the dealer. */
  @Benchmark
  @OperationsPerInvocation(COMPARISONS)
  public long[] modelOwner() {
    return new TableComparison(modelOwner, 0, 0, 0, comparison).evaluate(numbers);
  }

  /** The dealer's work for one comparison. */
  @Benchmark
  @OperationsPerInvocation(COMPARISONS)
  public byte[] dealer() {
    return new TableMaterial(comparison, numbers).make(seed.stream(STREAM), seed.stream(STREAM));
  }

  /** Ends the channel's thread. */
  @TearDown
  public void tearDown() {
    echo.close();
  }
}
