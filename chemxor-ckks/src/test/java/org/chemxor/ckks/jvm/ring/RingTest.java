package org.chemxor.ckks.jvm.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.jvm.arithmetic.KernelSelection;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.modular.NegacyclicTransform;
import org.chemxor.ckks.parallel.Parallelism;
import org.junit.jupiter.api.Test;

/** Ring operations against schoolbook arithmetic on big integers. */
class RingTest {
  private static final int N = 1024;

  private static Ring ring() {
    return new Ring(
        CkksParameters.builder()
            .polyModulusDegree(N)
            .dataPrimeBits(50, 40, 30, 45)
            .specialPrimeBits(49, 50)
            .digitSize(2)
            .insecureWithoutBound()
            .build(),
        Parallelism.sequential(),
        KernelSelection.kernels());
  }

  private static long[] randomWords(Random random, long p) {
    return random.longs(N, 0, p).toArray();
  }

  private static double[] row(long[] words, Modulus m) {
    double[] row = new double[N];
    for (int i = 0; i < N; i++) {
      row[i] = m.ofLong(words[i]);
    }
    return row;
  }

  @Test
  void transformedProductIsTheNegacyclicProduct() {
    Ring ring = ring();
    Random random = new Random(11);
    for (int prime = 0; prime < ring.primeCount(); prime++) {
      Modulus m = ring.modulus(prime);
      long[] a = randomWords(random, m.value());
      long[] b = randomWords(random, m.value());
      double[] x = row(a, m);
      double[] y = row(b, m);
      ring.forward(x, prime);
      ring.forward(y, prime);
      ring.kernels().multiply(x, y, x, m);
      ring.inverse(x, prime);
      for (int k = 0; k < N; k += 37) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < N; i++) {
          BigInteger term =
              BigInteger.valueOf(a[i]).multiply(BigInteger.valueOf(b[(k - i + N) % N]));
          sum = i <= k ? sum.add(term) : sum.subtract(term);
        }
        assertThat(m.toLong(x[k]))
            .isEqualTo(sum.mod(BigInteger.valueOf(m.value())).longValueExact());
      }
    }
  }

  /** The coefficients in Z[X]/(X^2N + 1): {@code X^-j = -X^(2N-j)}. */
  private static BigInteger[] unfolded(long[] a) {
    BigInteger[] all = new BigInteger[2 * N];
    all[0] = BigInteger.valueOf(a[0]);
    all[N] = BigInteger.ZERO;
    for (int j = 1; j < N; j++) {
      all[j] = BigInteger.valueOf(a[j]);
      all[2 * N - j] = all[j].negate();
    }
    return all;
  }

  @Test
  void transformedProductIsTheProductInTheConjugateInvariantRing() {
    Ring ring =
        new Ring(
            CkksParameters.builder()
                .polyModulusDegree(N)
                .ring(RingType.CONJUGATE_INVARIANT)
                .dataPrimeBits(50, 30)
                .insecureWithoutBound()
                .build(),
            Parallelism.sequential(),
            KernelSelection.kernels());
    Random random = new Random(14);
    for (int prime = 0; prime < ring.primeCount(); prime++) {
      Modulus m = ring.modulus(prime);
      long[] words = randomWords(random, m.value());
      BigInteger[] a = unfolded(words);
      long[] others = randomWords(random, m.value());
      BigInteger[] b = unfolded(others);
      double[] x = row(words, m);
      double[] y = row(others, m);
      ring.forward(x, prime);
      ring.forward(y, prime);
      long[] evaluations = Arrays.stream(y).mapToLong(m::toLong).toArray();
      ring.kernels().multiply(x, y, x, m);
      ring.inverse(x, prime);
      for (int k : new int[] {0, 1, 2, 77, N / 2, N - 2, N - 1}) {
        BigInteger sum = BigInteger.ZERO;
        for (int i = 0; i < 2 * N; i++) {
          BigInteger term = a[i].multiply(b[(k - i + 2 * N) % (2 * N)]);
          sum = i <= k ? sum.add(term) : sum.subtract(term);
        }
        assertThat(m.toLong(x[k]))
            .isEqualTo(sum.mod(BigInteger.valueOf(m.value())).longValueExact());
      }
      NegacyclicTransform onWords = new NegacyclicTransform(ring.parameters().ring(), m.value());
      long[] changed = others.clone();
      onWords.forward(changed);
      assertThat(changed).isEqualTo(evaluations);
      onWords.inverse(changed);
      assertThat(changed).isEqualTo(others);
    }
  }

  @Test
  void automorphismSubstitutesThePower() {
    Ring ring = ring();
    Modulus m = ring.modulus(0);
    long[] a = randomWords(new Random(12), m.value());
    for (int element : new int[] {3, 9, 2 * N - 1, 1025}) {
      double[] x = row(a, m);
      ring.forward(x, 0);
      double[] moved = new double[N];
      ring.kernels().permute(x, ring.automorphism(element), moved);
      ring.inverse(moved, 0);
      for (int i = 0; i < N; i++) {
        int power = (int) ((long) i * element % (2 * N));
        long expected = power < N ? a[i] : Math.floorMod(-a[i], m.value());
        assertThat(m.toLong(moved[power % N])).isEqualTo(expected);
      }
      assertThat((long) ring.galois().inverse(element) * element % (2 * N)).isEqualTo(1);
    }
  }

  @Test
  void basisConversionIsExactForCentredValues() {
    Ring ring = ring();
    Random random = new Random(13);
    int[] from = {0, 1, 3};
    BigInteger product = BigInteger.ONE;
    for (int prime : from) {
      product = product.multiply(BigInteger.valueOf(ring.modulus(prime).value()));
    }
    BigInteger[] values = new BigInteger[N];
    double[][] residues = new double[from.length][N];
    for (int i = 0; i < N; i++) {
      // Away from the ends by 2^-20, where rounding decides between the two representatives.
      BigInteger bound = product.shiftRight(1).subtract(product.shiftRight(20));
      values[i] =
          new BigInteger(product.bitLength(), random).mod(bound.shiftLeft(1)).subtract(bound);
      for (int j = 0; j < from.length; j++) {
        residues[j][i] = ring.modulus(from[j]).ofBigInteger(values[i]);
      }
    }
    BasisConverter converter = new BasisConverter(ring, from);
    double[] overflow = new double[N];
    converter.prepare(residues, overflow);
    for (int target = 0; target < ring.primeCount(); target++) {
      double[] out = new double[N];
      converter.convert(residues, overflow, target, out);
      Modulus m = ring.modulus(target);
      for (int i = 0; i < N; i++) {
        assertThat(m.toLong(out[i]))
            .isEqualTo(values[i].mod(BigInteger.valueOf(m.value())).longValueExact());
      }
    }
  }
}
