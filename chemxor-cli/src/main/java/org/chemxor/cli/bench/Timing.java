package org.chemxor.cli.bench;

import java.util.Arrays;

/**
 * Times of one operation in microseconds, and what it allocates.
 *
 * @param medianMicros over the samples
 * @param minMicros of the fastest sample
 * @param maxMicros of the slowest sample
 * @param allocatedBytes heap bytes, the result included
 */
record Timing(double medianMicros, double minMicros, double maxMicros, long allocatedBytes) {
  private static final int SAMPLES = 15;

  /** Vector code is slow until the JIT compiler's last tier, which wants thousands of calls. */
  private static final long WARM_UP_NANOS = 1_500_000_000L;

  private static final long SAMPLE_NANOS = 20_000_000L;

  /**
   * Warms up until the compiler is done with the loop, then takes samples, each long enough for the
   * clock.
   *
   * @param operation what to time
   * @param perRun how many operations one run is
   */
  static Timing of(Runnable operation, int perRun) {
    long start = System.nanoTime();
    long runs = 0;
    while (System.nanoTime() - start < WARM_UP_NANOS || runs < 20) {
      operation.run();
      runs++;
    }
    long nanosPerRun = Math.max(1, (System.nanoTime() - start) / runs);
    long repeats = Math.max(1, SAMPLE_NANOS / nanosPerRun);
    double[] micros = new double[SAMPLES];
    long allocated = Allocation.ofThisThread();
    for (int sample = 0; sample < SAMPLES; sample++) {
      long from = System.nanoTime();
      for (long i = 0; i < repeats; i++) {
        operation.run();
      }
      micros[sample] = (System.nanoTime() - from) / 1e3 / repeats / perRun;
    }
    allocated = Allocation.ofThisThread() - allocated;
    Arrays.sort(micros);
    return new Timing(
        micros[SAMPLES / 2],
        micros[0],
        micros[SAMPLES - 1],
        allocated / SAMPLES / repeats / perRun);
  }
}
