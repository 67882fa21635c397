package org.chemxor.ckks.jvm.arithmetic;

/**
 * The canonical embedding of the ring: evaluates a real polynomial of degree below N at the
 * primitive 2N-th roots of unity, n = N/2 of them up to conjugation.
 *
 * <p>With {@code w_k = m_k + i m_{k+n}} the values of m at roots {@code zeta^e}, e = 1 mod 4, are
 * those of w modulo X^n - i. That binomial splits down a binary tree just as X^N + 1 does in the
 * number-theoretic transform: {@code X^2k - c^2 = (X^k - c)(X^k + c)}. Leaves come out in the
 * tree's order; {@link #slotPositions} maps Microsoft SEAL's slot order to it.
 */
public final class ComplexFft {
  private final int n;

  /** cos and sin of the angle of c for each inner node, by tree index (root 1). */
  private final double[] cosine;

  private final double[] sine;
  private final int[] slotPositions;

  /**
   * @param degree N
   */
  public ComplexFft(int degree) {
    this.n = degree / 2;
    this.cosine = new double[n];
    this.sine = new double[n];
    // Angles in units of 2 pi / (2N): the root stands for X^n - i, angle N/2.
    int[] angle = new int[2 * n];
    angle[1] = n;
    for (int node = 1; node < n; node++) {
      angle[2 * node] = angle[node] / 2;
      angle[2 * node + 1] = angle[node] / 2 + 2 * n;
      double half = Math.PI * angle[2 * node] / (2.0 * n);
      cosine[node] = Math.cos(half);
      sine[node] = Math.sin(half);
    }
    int[] positionOfExponent = new int[4 * n];
    for (int leaf = 0; leaf < n; leaf++) {
      positionOfExponent[angle[n + leaf]] = leaf;
    }
    this.slotPositions = new int[n];
    int power = 1;
    for (int slot = 0; slot < n; slot++) {
      // 3^j is 3 mod 4 for odd j: take the conjugate root, whose exponent is 1 mod 4.
      int exponent = slot % 2 == 0 ? power : 4 * n - power;
      slotPositions[slot] = positionOfExponent[exponent];
      power = (int) (power * 3L % (4L * n));
    }
  }

  /** Where slot j's value lies among the leaves; for odd j it is the conjugate that lies there. */
  public int[] slotPositions() {
    return slotPositions;
  }

  /** Coefficients to values at the leaves, in place. */
  public void forward(double[] re, double[] im) {
    int distance = n / 2;
    for (int m = 1; m < n; m *= 2, distance /= 2) {
      for (int i = 0; i < m; i++) {
        forwardNode(re, im, 2 * i * distance, distance, cosine[m + i], sine[m + i]);
      }
    }
  }

  private static void forwardNode(
      double[] re, double[] im, int base, int distance, double c, double s) {
    for (int j = base; j < base + distance; j++) {
      double vr = re[j + distance] * c - im[j + distance] * s;
      double vi = re[j + distance] * s + im[j + distance] * c;
      double ur = re[j];
      double ui = im[j];
      re[j] = ur + vr;
      im[j] = ui + vi;
      re[j + distance] = ur - vr;
      im[j + distance] = ui - vi;
    }
  }

  /** Values at the leaves to coefficients times n, in place. */
  public void inverseTimesN(double[] re, double[] im) {
    int distance = 1;
    for (int m = n / 2; m >= 1; m /= 2, distance *= 2) {
      for (int i = 0; i < m; i++) {
        inverseNode(re, im, 2 * i * distance, distance, cosine[m + i], sine[m + i]);
      }
    }
  }

  private static void inverseNode(
      double[] re, double[] im, int base, int distance, double c, double s) {
    for (int j = base; j < base + distance; j++) {
      double ur = re[j];
      double ui = im[j];
      double dr = ur - re[j + distance];
      double di = ui - im[j + distance];
      re[j] = ur + re[j + distance];
      im[j] = ui + im[j + distance];
      re[j + distance] = dr * c + di * s;
      im[j + distance] = di * c - dr * s;
    }
  }
}
