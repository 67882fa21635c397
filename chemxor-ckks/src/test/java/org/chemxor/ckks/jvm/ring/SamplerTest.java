package org.chemxor.ckks.jvm.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/**
 * The distributions, by statistics whose thresholds a correct sampler misses with probability below
 * 1e-9.
 */
class SamplerTest {
  private static final int COUNT = 1 << 20;

  private static double[] sample(java.util.function.BiConsumer<double[], RandomSource> sampler) {
    double[] out = new double[COUNT];
    try (RandomSource random = new RandomSource(new SecureRandom())) {
      sampler.accept(out, random);
    }
    return out;
  }

  private static double mean(double[] x) {
    return java.util.Arrays.stream(x).sum() / x.length;
  }

  private static double variance(double[] x) {
    double mean = mean(x);
    return java.util.Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length;
  }

  @Test
  void ternaryIsUniformOverThreeValues() {
    double[] x = sample(Sampler::ternary);
    int[] counts = new int[3];
    for (double v : x) {
      assertThat(v).isIn(-1.0, 0.0, 1.0);
      counts[(int) v + 1]++;
    }
    double expected = COUNT / 3.0;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertThat(chiSquare).as("two degrees of freedom").isLessThan(45);
  }

  @Test
  void errorsAreCentredBinomial() {
    double[] x = sample(Sampler::error);
    int[] counts = new int[2 * Sampler.BINOMIAL_FLIPS + 1];
    for (double v : x) {
      assertThat(v).isBetween(-21.0, 21.0).isEqualTo(Math.rint(v));
      counts[(int) v + Sampler.BINOMIAL_FLIPS]++;
    }
    assertThat(mean(x)).isBetween(-0.02, 0.02);
    assertThat(variance(x)).isBetween(10.5 * 0.99, 10.5 * 1.01);
    double chiSquare = 0;
    int cells = 0;
    double probability = Math.pow(2, -42);
    for (int k = 0; k < counts.length; k++) {
      double expected = COUNT * probability;
      if (expected >= 20) {
        chiSquare += (counts[k] - expected) * (counts[k] - expected) / expected;
        cells++;
      }
      probability = probability * (42 - k) / (k + 1);
    }
    assertThat(cells).isGreaterThan(25);
    assertThat(chiSquare).as("%d cells", cells).isLessThan(110);
  }

  @Test
  void floodingHasTheStatedDeviation() {
    double deviation = 0x1p30;
    double[] x = sample((out, random) -> Sampler.gaussian(out, deviation, random));
    assertThat(mean(x) / deviation).isBetween(-0.01, 0.01);
    assertThat(Math.sqrt(variance(x)) / deviation).isBetween(0.99, 1.01);
    long beyondTwo = java.util.Arrays.stream(x).filter(v -> Math.abs(v) > 2 * deviation).count();
    assertThat(beyondTwo / (double) COUNT).isBetween(0.0455 * 0.95, 0.0455 * 1.05);
  }

  @Test
  void randomBitsAreBalancedAndDoNotRepeat() {
    try (RandomSource first = new RandomSource(new SecureRandom());
        RandomSource second = new RandomSource(new SecureRandom())) {
      long ones = 0;
      long equal = 0;
      for (int i = 0; i < COUNT; i++) {
        long a = first.nextLong();
        ones += Long.bitCount(a);
        equal += a == second.nextLong() ? 1 : 0;
      }
      assertThat(equal).isZero();
      double bits = 64.0 * COUNT;
      assertThat(Math.abs(ones - bits / 2) / Math.sqrt(bits / 4)).as("deviations").isLessThan(6.5);
    }
  }

  @Test
  void usedBitsAreWipedOnClose() {
    RandomSource random = new RandomSource(new SecureRandom());
    long first = random.nextLong();
    random.close();
    assertThat(random.nextLong()).isNotEqualTo(first);
  }
}
