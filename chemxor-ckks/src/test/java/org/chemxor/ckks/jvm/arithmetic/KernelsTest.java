package org.chemxor.ckks.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.NttPrimes;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.parallel.Parallelism;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kernel against big-integer arithmetic, and the chosen kernels against the reference ones.
 */
class KernelsTest {
  private static final Kernels REFERENCE = new ReferenceKernels();
  private static final Kernels CHOSEN = KernelSelection.kernels();

  static Stream<Arguments> rings() {
    return IntStream.of(64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
        .boxed()
        .flatMap(n -> IntStream.of(24, 30, 40, 50).mapToObj(bits -> Arguments.of(n, bits)));
  }

  private static Modulus modulus(int n, int bits) {
    return new Modulus(NttPrimes.ofBits(n, bits)[0]);
  }

  /** Residues up to the whole allowed range {@code |x| <= p}, extremes included. */
  private static double[] random(int n, Modulus m, Random random) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextLong(-m.value(), m.value() + 1);
    }
    x[0] = m.p();
    x[n - 1] = -m.p();
    return x;
  }

  private static long[] canonical(double[] x, Modulus m) {
    long[] result = new long[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = m.toLong(x[i]);
    }
    return result;
  }

  private static long multiply(long a, long b, long p) {
    long high = Math.multiplyHigh(a, b);
    if (high == 0 && a * b >= 0) {
      return a * b % p;
    }
    return BigInteger.valueOf(a)
        .multiply(BigInteger.valueOf(b))
        .mod(BigInteger.valueOf(p))
        .longValue();
  }

  private static void assertBounded(double[] x, Modulus m, double factor) {
    for (double value : x) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo(factor * m.p());
      assertThat(value).isEqualTo(Math.rint(value));
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void forwardTransformEvaluatesAtOddPowersOfTheMinimalRoot(int n, int bits) {
    Modulus m = modulus(n, bits);
    double[] a = random(n, m, new Random(n + bits));
    long[] coefficients = canonical(a, m);
    double[] transformed = a.clone();
    CHOSEN.nttForward(transformed, new NttTables(n, m));
    assertBounded(transformed, m, 0.75);
    BigInteger p = BigInteger.valueOf(m.value());
    long psi = m.toLong(m.minimalPrimitiveRoot(2 * n));
    int log = Integer.numberOfTrailingZeros(n);
    for (int position : new int[] {0, 1, 2, 3, 7, n / 2 + 5, n - 1}) {
      int exponent = 2 * (Integer.reverse(position) >>> (32 - log)) + 1;
      long x = BigInteger.valueOf(psi).modPow(BigInteger.valueOf(exponent), p).longValue();
      long value = 0;
      for (int i = n - 1; i >= 0; i--) {
        value = Math.floorMod(multiply(value, x, m.value()) + coefficients[i], m.value());
      }
      assertThat(m.toLong(transformed[position])).as("position %d", position).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void inverseTransformUndoesTheForwardOne(int n, int bits) {
    Modulus m = modulus(n, bits);
    NttTables tables = new NttTables(n, m);
    double[] a = random(n, m, new Random(n - bits));
    for (Kernels kernels : new Kernels[] {REFERENCE, CHOSEN}) {
      double[] b = a.clone();
      kernels.nttForward(b, tables);
      kernels.nttInverse(b, tables);
      assertBounded(b, m, 0.75);
      assertThat(canonical(b, m)).isEqualTo(canonical(a, m));
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void chosenKernelsEqualTheReferenceOnesBitForBit(int n, int bits) {
    Modulus m = modulus(n, bits);
    NttTables tables = new NttTables(n, m);
    Random random = new Random(31 * n + bits);
    double[] a = random(n, m, random);
    double[] b = random(n, m, random);
    double w = m.reduce(a[5]);
    double radix = m.ofLong(1L << 50);
    for (int operation = 0; operation < 12; operation++) {
      double[] expected = run(REFERENCE, operation, a, b, w, radix, tables);
      double[] actual = run(CHOSEN, operation, a, b, w, radix, tables);
      assertThat(actual).as("operation %d", operation).isEqualTo(expected);
    }
  }

  private static double[] run(
      Kernels k, int operation, double[] a, double[] b, double w, double radix, NttTables t) {
    double[] out = a.clone();
    Modulus m = t.modulus();
    switch (operation) {
      case 0 -> k.nttForward(out, t);
      case 1 -> k.nttInverse(out, t);
      case 2 -> k.add(a, b, out, m);
      case 3 -> k.subtract(a, b, out, m);
      case 4 -> k.multiply(a, b, out, m);
      case 5 -> k.multiplyScalar(a, w, out, m);
      case 6 -> k.subtractMultiply(a, b, w, out, m);
      case 7 -> k.multiplyAddLazy(a, b, out, m);
      case 8 -> k.multiplyScalarAddLazy(a, w, out, m);
      case 9 -> k.subtractMultiplyAdd(a, b, w, out, out, m);
      case 10 -> k.multiplyAddTwoPairsLazy(a, b, a, b, a, b, out, new double[out.length], m);
      default -> k.reduceWide(wide(a), radix, out, m);
    }
    return out;
  }

  @ParameterizedTest
  @MethodSource("rings")
  void productOfLinearPolynomialsIsExactAndTheSameOnAllKernels(int n, int bits) {
    Modulus m = modulus(n, bits);
    Random random = new Random(11L * n + bits);
    double[][] in = new double[4][];
    Arrays.setAll(in, k -> random(n, m, random));
    double[][] expected = new double[3][n];
    double[][] actual = new double[3][n];
    REFERENCE.multiplyLinear(in[0], in[1], in[2], in[3], expected[0], expected[1], expected[2], m);
    CHOSEN.multiplyLinear(in[0], in[1], in[2], in[3], actual[0], actual[1], actual[2], m);
    assertThat(actual).isDeepEqualTo(expected);
    long p = m.value();
    for (int i = 0; i < n; i += 13) {
      long[] x = new long[4];
      for (int k = 0; k < 4; k++) {
        x[k] = (long) in[k][i];
      }
      long middle = exact(x[0], x[3], p) + exact(x[1], x[2], p);
      assertThat(m.toLong(actual[0][i])).isEqualTo(exact(x[0], x[2], p));
      assertThat(m.toLong(actual[1][i])).isEqualTo(Math.floorMod(middle, p));
      assertThat(m.toLong(actual[2][i])).isEqualTo(exact(x[1], x[3], p));
    }
    for (double[] out : actual) {
      assertBounded(out, m, 0.75);
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void twoPairsAtOnceEqualOneAfterTheOtherOnAllKernels(int n, int bits) {
    Modulus m = modulus(n, bits);
    Random random = new Random(17L * n + bits);
    double[][] in = new double[6][];
    Arrays.setAll(in, k -> random(n, m, random));
    double[][] expected = {random(n, m, random), random(n, m, random)};
    double[][] scalar = {expected[0].clone(), expected[1].clone()};
    double[][] chosen = {expected[0].clone(), expected[1].clone()};
    REFERENCE.multiplyAddPairLazy(in[0], in[1], in[2], expected[0], expected[1], 0, n, m);
    REFERENCE.multiplyAddPairLazy(in[3], in[4], in[5], expected[0], expected[1], 0, n, m);
    REFERENCE.multiplyAddTwoPairsLazy(
        in[0], in[1], in[2], in[3], in[4], in[5], scalar[0], scalar[1], m);
    CHOSEN.multiplyAddTwoPairsLazy(
        in[0], in[1], in[2], in[3], in[4], in[5], chosen[0], chosen[1], m);
    assertThat(scalar).isDeepEqualTo(expected);
    assertThat(chosen).isDeepEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 8192})
  void automorphismsMoveEveryElementAsTheirTableSays(int n) {
    Ring ring =
        new Ring(
            CkksParameters.builder()
                .polyModulusDegree(n)
                .dataPrimeBits(40)
                .insecureWithoutBound()
                .build(),
            Parallelism.sequential(),
            CHOSEN);
    double[] a = new Random(n).doubles(n).toArray();
    double[] moved = new double[n];
    for (int element = 1; element < 2 * n; element += n == 1024 ? 2 : 2 * 37) {
      int[] table = ring.automorphism(element);
      CHOSEN.permute(a, table, moved);
      double[] expected = IntStream.of(table).mapToDouble(i -> a[i]).toArray();
      assertThat(moved).as("element %d", element).isEqualTo(expected);
    }
  }

  private static double[] wide(double[] a) {
    double[] result = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      result[i] = Math.rint(Math.scalb(a[i], i % 49));
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("rings")
  void pointwiseOperationsAreExact(int n, int bits) {
    Modulus m = modulus(n, bits);
    Random random = new Random(n * 7L + bits);
    double[] a = random(n, m, random);
    double[] b = random(n, m, random);
    double w = m.reduce(b[3]);
    double[] sum = new double[n];
    double[] difference = new double[n];
    double[] product = new double[n];
    double[] scaled = new double[n];
    double[] scaledDifference = new double[n];
    double[] scaledAndAdded = new double[n];
    double[] reducedWide = new double[n];
    CHOSEN.add(a, b, sum, m);
    CHOSEN.subtract(a, b, difference, m);
    CHOSEN.multiply(a, b, product, m);
    CHOSEN.multiplyScalar(a, w, scaled, m);
    CHOSEN.subtractMultiply(a, b, w, scaledDifference, m);
    CHOSEN.subtractMultiplyAdd(a, b, w, b, scaledAndAdded, m);
    CHOSEN.reduceWide(wide(a), m.ofLong(1L << 50), reducedWide, m);
    assertBounded(product, m, 0.75);
    assertBounded(scaled, m, 0.75);
    assertBounded(scaledDifference, m, 0.75);
    assertBounded(scaledAndAdded, m, 0.75);
    double[] wide = wide(a);
    long p = m.value();
    for (int i = 0; i < n; i += 17) {
      long x = (long) a[i];
      long y = (long) b[i];
      assertThat(m.toLong(sum[i])).isEqualTo(Math.floorMod(x + y, p));
      assertThat(m.toLong(difference[i])).isEqualTo(Math.floorMod(x - y, p));
      assertThat(m.toLong(product[i])).isEqualTo(exact(x, y, p));
      assertThat(m.toLong(scaled[i])).isEqualTo(exact(x, (long) w, p));
      long scaledExactly = exact(x - y, (long) w, p);
      assertThat(m.toLong(scaledDifference[i])).isEqualTo(scaledExactly);
      assertThat(m.toLong(scaledAndAdded[i])).isEqualTo(Math.floorMod(scaledExactly + y, p));
      assertThat(m.toLong(reducedWide[i]))
          .isEqualTo(
              new java.math.BigDecimal(wide[i])
                  .toBigIntegerExact()
                  .mod(BigInteger.valueOf(p))
                  .longValue());
    }
  }

  private static long exact(long x, long y, long p) {
    return BigInteger.valueOf(x)
        .multiply(BigInteger.valueOf(y))
        .mod(BigInteger.valueOf(p))
        .longValue();
  }

  @ParameterizedTest
  @MethodSource("rings")
  void panelsOfTheLargestWeightsMultiplyExactly(int n, int bits) {
    Modulus m = modulus(n, bits);
    Random random = new Random(n * 11L + bits);
    int count = 256;
    double[][] rows = new double[count][];
    for (int k = 0; k < count; k++) {
      rows[k] = random(Kernels.CHUNK, m, random);
      for (int j = 0; j < Kernels.CHUNK; j++) {
        rows[k][j] = Math.rint(0.75 * rows[k][j]);
      }
    }
    double[] weights =
        random
            .ints(count * 8L, 0, 2)
            .mapToDouble(b -> b == 0 ? -ScalarMatrix.MAX_WEIGHT : ScalarMatrix.MAX_WEIGHT)
            .toArray();
    double radix = Math.scalb(1.0, (bits + 1) / 2);
    double[][] start = new double[8][];
    Arrays.setAll(start, o -> random(Kernels.CHUNK, m, random));
    double[][] expected = panelOfHalves(REFERENCE, rows, weights, radix, start, m);
    double[][] actual = panelOfHalves(CHOSEN, rows, weights, radix, start, m);
    assertThat(actual).isDeepEqualTo(expected);
    for (int o = 0; o < 8; o++) {
      assertBounded(actual[o], m, 0.75);
      for (int j = 0; j < Kernels.CHUNK; j++) {
        BigInteger sum = BigInteger.valueOf((long) start[o][j]);
        for (int k = 0; k < count; k++) {
          BigInteger weight = BigInteger.valueOf((long) weights[8 * k + o]);
          sum = sum.add(weight.multiply(BigInteger.valueOf((long) rows[k][j])));
        }
        assertThat(m.toLong(actual[o][j]))
            .isEqualTo(sum.mod(BigInteger.valueOf(m.value())).longValue());
      }
    }
  }

  private static double[][] panelOfHalves(
      Kernels kernels,
      double[][] rows,
      double[] weights,
      double radix,
      double[][] start,
      Modulus m) {
    double[][][] halves = new double[2][rows.length][Kernels.CHUNK];
    double[][][] products = new double[2][8][Kernels.CHUNK];
    for (int k = 0; k < rows.length; k++) {
      kernels.split(rows[k], radix, halves[0][k], halves[1][k]);
    }
    kernels.multiplyPanel(weights, 0, halves[0], rows.length, products[0]);
    kernels.multiplyPanel(weights, 0, halves[1], rows.length, products[1]);
    double[][] sums = new double[8][];
    for (int o = 0; o < 8; o++) {
      sums[o] = start[o].clone();
      kernels.addSplit(products[0][o], products[1][o], m.ofLong((long) radix), sums[o], m);
    }
    return sums;
  }

  @ParameterizedTest
  @MethodSource("rings")
  void productsUpToTheExactRangeAreAddedWhole(int n, int bits) {
    Modulus m = modulus(n, bits);
    Random random = new Random(n * 17L + bits);
    double[] start = random(n, m, random);
    double[] products =
        random
            .longs(n, -(1L << 53) + m.value(), (1L << 53) - m.value())
            .mapToDouble(v -> v)
            .toArray();
    double[] expected = start.clone();
    double[] actual = start.clone();
    REFERENCE.add(products, expected, expected, m);
    CHOSEN.add(products, actual, actual, m);
    assertThat(actual).isEqualTo(expected);
    assertBounded(actual, m, 0.75);
    for (int i = 0; i < n; i++) {
      BigInteger sum =
          BigInteger.valueOf((long) start[i]).add(BigInteger.valueOf((long) products[i]));
      assertThat(m.toLong(actual[i])).isEqualTo(sum.mod(BigInteger.valueOf(m.value())).longValue());
    }
  }

  @ParameterizedTest
  @MethodSource("rings")
  void numbersAreAddedExactly(int n, int bits) {
    Modulus m = modulus(n, bits);
    double[] a = random(n, m, new Random(n * 13L + bits));
    double w = m.reduce(a[7]);
    double[] expected = new double[n];
    double[] actual = new double[n];
    REFERENCE.addScalar(a, w, expected, m);
    CHOSEN.addScalar(a, w, actual, m);
    assertThat(actual).isEqualTo(expected);
    for (int i = 0; i < n; i += 17) {
      assertThat(m.toLong(actual[i])).isEqualTo(Math.floorMod((long) a[i] + (long) w, m.value()));
    }
  }
}
