package org.chemxor.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Where the time of a hoisted rotation goes, beside {@link CkksBenchmark#rotateHoisted32}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HoistingBenchmark {
  private static final int KEYS = 32;

  /** Ring degree and number of data primes. */
  @Param({"8192x3", "8192x7", "16384x8"})
  public String size = "8192x3";

  private KeySwitchTiming parts;

  /** Makes operands and keys. */
  @Setup
  public void setUp() {
    parts = new KeySwitchTiming(CkksBenchmark.parameters(size), KEYS);
  }

  /** Reading a key of its own from memory. */
  @Benchmark
  public long readKey() {
    return parts.readKey();
  }

  /** The products, operands in the near caches. */
  @Benchmark
  public void productsNear() {
    parts.productsNear();
  }

  /** The products with a key of its own. */
  @Benchmark
  public void products() {
    parts.products();
  }

  /** The transforms of the division. */
  @Benchmark
  public void transformsNear() {
    parts.transformsNear();
  }

  /** The division. */
  @Benchmark
  public void division() {
    parts.division();
  }

  /** Moving and allocating the result. */
  @Benchmark
  public double[][] move() {
    return parts.move();
  }
}
