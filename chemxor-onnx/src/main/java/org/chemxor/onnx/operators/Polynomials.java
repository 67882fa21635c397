package org.chemxor.onnx.operators;

import java.util.Arrays;
import org.chemxor.onnx.model.Refusal;

/** Polynomials in one variable as coefficients, lowest power first. */
final class Polynomials {
  static final double[] IDENTITY = {0, 1};

  /** Above this, what an expansion loses in precision shows. */
  static final int MAX_DEGREE = 32;

  private Polynomials() {}

  static boolean isIdentity(double[] p) {
    return Arrays.equals(p, IDENTITY);
  }

  static double[] plus(double[] p, double[] q) {
    double[] sum = Arrays.copyOf(p, Math.max(p.length, q.length));
    for (int i = 0; i < q.length; i++) {
      sum[i] += q[i];
    }
    return trimmed(sum);
  }

  static double[] times(double[] p, double[] q) {
    if (p.length + q.length - 2 > MAX_DEGREE) {
      throw new Refusal(
          "makes a polynomial of degree "
              + (p.length + q.length - 2)
              + ", at most "
              + MAX_DEGREE
              + " is read: fit one of lower degree");
    }
    double[] product = new double[p.length + q.length - 1];
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < q.length; j++) {
        product[i + j] += p[i] * q[j];
      }
    }
    return trimmed(product);
  }

  static double[] affine(double[] p, double scale, double shift) {
    double[] result = Arrays.stream(p).map(c -> scale * c).toArray();
    result[0] += shift;
    return trimmed(result);
  }

  /** Without leading zeros: degrees are what they say. */
  private static double[] trimmed(double[] p) {
    int length = p.length;
    while (length > 1 && p[length - 1] == 0) {
      length--;
    }
    return Arrays.copyOf(p, length);
  }
}
