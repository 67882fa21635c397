package org.chemxor.ckks.jvm.arithmetic;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The multiply-add in software against the JDK's, which is exact by specification. */
class FmaTest {
  private static void check(double a, double b, double c) {
    double actual = Fma.inSoftware(a, b, c);
    double expected = Math.fma(a, b, c);
    if (actual != expected) {
      fail("%a * %a + %a: %a, not %a".formatted(a, b, c, actual, expected));
    }
  }

  @Test
  void productsOfResiduesAndTheirErrorsHaveTheSameBits() {
    long seed = 20261128;
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      double p = random.nextLong(1L << 20, 1L << 50);
      double a = random.nextLong(-(long) (8 * p), (long) (8 * p));
      double w = random.nextLong(-(long) (p / 2), (long) (p / 2));
      double h = a * w;
      check(a, w, -h);
      check(a, w / p, Modulus.ROUND);
      double q = Math.rint(h / p);
      check(-q, p, h);
      check(h, 1 / p, Modulus.ROUND);
    }
  }

  @Test
  void halfwayCasesRoundToEven() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      // c in the middle of two neighbours of a b, or a last place beside it.
      double a = 1 + random.nextInt(1 << 26) * 0x1p-26;
      double b = 1 + random.nextInt(1 << 26) * 0x1p-26;
      double c = Math.ulp(a * b) * (random.nextInt(9) - 4) / 8;
      check(a, b, c);
      check(a, b, c * (1 + 0x1p-52));
      check(-a, b, a * b + c);
    }
  }

  @Test
  void numbersOfAnySizeWithinTheStatedRangeHaveTheSameBits() {
    Random random = new Random(11);
    for (int i = 0; i < 200_000; i++) {
      double a = Math.scalb(random.nextGaussian(), random.nextInt(200) - 100);
      double b = Math.scalb(random.nextGaussian(), random.nextInt(200) - 100);
      double c = Math.scalb(random.nextGaussian(), random.nextInt(300) - 150);
      check(a, b, c);
    }
  }
}
