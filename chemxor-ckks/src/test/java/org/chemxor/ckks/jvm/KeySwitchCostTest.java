package org.chemxor.ckks.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.jvm.arithmetic.KernelSelection;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.KeySwitcher;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.parallel.Parallelism;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The growth of key switching, counted in calls of kernels instead of time: with l data primes, one
 * special prime and a prime a digit, {@code l^2 + 3 l + 2} transforms of length N and {@code l (l +
 * 1)} pairs of products.
 */
class KeySwitchCostTest {
  private final Map<String, Integer> calls = new HashMap<>();

  /** The plain kernels, every call counted by the method's name. */
  private Kernels counting() {
    Kernels plain = KernelSelection.plain();
    return (Kernels)
        Proxy.newProxyInstance(
            Kernels.class.getClassLoader(),
            new Class<?>[] {Kernels.class},
            (proxy, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              try {
                return method.invoke(plain, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private int count(String kernel) {
    return calls.getOrDefault(kernel, 0);
  }

  private int pairsOfProducts() {
    return count("multiplyAddPairLazy") + 2 * count("multiplyAddTwoPairsLazy");
  }

  private int transforms() {
    return count("nttForward") + count("nttInverse");
  }

  private Ring ring(int degree, int primes, int specials, int digitSize) {
    int[] data = new int[primes];
    int[] special = new int[specials];
    Arrays.fill(data, 40);
    Arrays.fill(special, 45);
    CkksParameters parameters =
        CkksParameters.builder()
            .polyModulusDegree(degree)
            .dataPrimeBits(data)
            .specialPrimeBits(special)
            .digitSize(digitSize)
            .insecureWithoutBound()
            .build();
    return new Ring(parameters, Parallelism.sequential(), counting());
  }

  /** A key of the right shape; what it holds does not change the count. */
  private static KeySwitchKey key(Ring ring) {
    int digits = ring.parameters().digitCount(ring.parameters().maxLevel());
    double[][][][] key = new double[digits][2][][];
    for (double[][][] pair : key) {
      pair[0] = ring.allocate(ring.primeCount());
      pair[1] = ring.allocate(ring.primeCount());
    }
    return new KeySwitchKey(key, null);
  }

  /** Demands every row of both polynomials, once each. */
  private static KeySwitcher.Output output(int rows) {
    boolean[][] seen = new boolean[2][rows];
    return (half, row, sum, low, factor) -> {
      assertThat(seen[half][row]).as("row %d of polynomial %d came before", row, half).isFalse();
      seen[half][row] = true;
    };
  }

  private void switchOnce(Ring ring) {
    int rows = ring.dataCount();
    new KeySwitcher(ring).apply(ring.allocate(rows), key(ring), rows - 1, output(rows));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8, 16})
  void costGrowsWithTheSquareOfThePrimes(int primes) {
    switchOnce(ring(1024, primes, 1, 1));
    assertThat(count("nttForward")).isEqualTo(primes * primes + 2 * primes);
    assertThat(count("nttInverse")).isEqualTo(primes + 2);
    assertThat(pairsOfProducts()).isEqualTo(primes * (primes + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 4096, 8192})
  void theNumberOfTransformsDoesNotDependOnTheirLength(int degree) {
    switchOnce(ring(degree, 4, 1, 1));
    assertThat(transforms()).isEqualTo(16 + 8 + 4 + 2);
  }

  @ParameterizedTest
  @CsvSource({"8, 2, 2, 4", "8, 4, 4, 2", "12, 3, 3, 4"})
  void groupedDigitsNeedFewerTransforms(int primes, int specials, int digitSize, int digits) {
    switchOnce(ring(1024, primes, specials, digitSize));
    int extended = digits * (primes + specials) - primes;
    assertThat(count("nttForward")).isEqualTo(extended + 2 * primes);
    assertThat(count("nttInverse")).isEqualTo(primes + 2 * specials);
    assertThat(pairsOfProducts()).isEqualTo(digits * (primes + specials));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void anotherHoistedRotationCostsOnlyTheDivision(int primes) {
    Ring ring = ring(1024, primes, 1, 1);
    KeySwitcher switcher = new KeySwitcher(ring);
    double[][][] digits = switcher.decompose(ring.allocate(primes), primes - 1);
    calls.clear();
    switcher.applyDecomposed(digits, key(ring), primes - 1, output(primes));
    assertThat(transforms()).isEqualTo(2 * primes + 2);
    assertThat(pairsOfProducts()).isEqualTo(primes * (primes + 1));
  }
}
