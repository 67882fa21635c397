package org.chemxor.ckks.wire.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SEAL itself judges the expansion in {@link WireFormatInteropTest}; here are the corner cases. */
class UniformSamplerTest {

  /** Moduli; just above 2^64 / 5, a fifth of all words has to be drawn again. */
  private static final long[] PRIMES = {3689348814741910325L, 97, (1L << 50) - 27, (1L << 61) - 1};

  @ParameterizedTest
  @EnumSource(WireSeed.Generator.class)
  void agreesWithTheDefinitionWhereManyWordsAreRejected(WireSeed.Generator generator) {
    for (int degree : new int[] {2, 64, 500, 1024}) {
      WireSeed seed = new WireSeed(generator, new Random(degree).longs(8).toArray());
      assertThat(UniformSampler.sample(seed, PRIMES, degree)).isEqualTo(byDefinition(seed, degree));
    }
  }

  private static long[] byDefinition(WireSeed seed, int degree) {
    WireRandom random = new WireRandom(seed);
    int count = PRIMES.length * degree;
    Deque<BigInteger> words = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      words.add(unsigned(random.nextWord()));
    }
    BigInteger most = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    long[] result = new long[count];
    for (int i = 0; i < count; i++) {
      BigInteger prime = BigInteger.valueOf(PRIMES[i / degree]);
      BigInteger bound = most.subtract(most.mod(prime)).subtract(BigInteger.ONE);
      BigInteger word = words.remove();
      while (word.compareTo(bound) >= 0) {
        word = unsigned(random.nextWord());
      }
      result[i] = word.mod(prime).longValueExact();
    }
    return result;
  }

  private static BigInteger unsigned(long word) {
    return new BigInteger(Long.toUnsignedString(word));
  }
}
