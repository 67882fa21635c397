package org.chemxor.fhe.guard;

import java.util.Arrays;

/**
 * What a client decrypts when values are too large for their modulus, for simulations: coefficients
 * come back modulo the modulus, whatever they were in between, because sums, products, rescales and
 * key switches commute with that. Values that fit are as they were.
 */
public final class Wraparound {
  private Wraparound() {}

  /**
   * The slots of a polynomial whose coefficients were reduced.
   *
   * @param slots real values, as many as a ciphertext has
   * @param modulus divided by the scale
   * @return real parts in row 0, imaginary parts in row 1
   */
  public static double[][] of(double[] slots, double modulus) {
    double mean = Arrays.stream(slots).map(Math::abs).average().orElse(0);
    if (mean < modulus / 2) {
      return new double[][] {slots.clone(), new double[slots.length]};
    }
    int degree = 2 * slots.length;
    double[] real = new double[degree];
    double[] imaginary = new double[degree];
    int[] place = places(slots.length);
    for (int j = 0; j < slots.length; j++) {
      real[place[j]] = slots[j];
      real[degree - 1 - place[j]] = slots[j];
    }
    transform(real, imaginary, -1);
    twist(real, imaginary, -1);
    for (int k = 0; k < degree; k++) {
      real[k] = Math.IEEEremainder(real[k] / degree, modulus);
    }
    Arrays.fill(imaginary, 0);
    twist(real, imaginary, 1);
    transform(real, imaginary, 1);
    double[][] wrapped = new double[2][slots.length];
    for (int j = 0; j < slots.length; j++) {
      wrapped[0][j] = real[place[j]];
      wrapped[1][j] = imaginary[place[j]];
    }
    return wrapped;
  }

  /** Slot j is the value at {@code zeta^(2 i + 1)} with {@code 2 i + 1 = 3^j}. */
  private static int[] places(int slots) {
    int[] places = new int[slots];
    long power = 1;
    for (int j = 0; j < slots; j++) {
      places[j] = (int) ((power - 1) / 2);
      power = power * 3 % (4L * slots);
    }
    return places;
  }

  /** Multiplies element k by {@code zeta^(sign k)}, zeta a root of order twice the length. */
  private static void twist(double[] real, double[] imaginary, int sign) {
    for (int k = 0; k < real.length; k++) {
      double angle = sign * Math.PI * k / real.length;
      double c = Math.cos(angle);
      double s = Math.sin(angle);
      double r = real[k] * c - imaginary[k] * s;
      imaginary[k] = real[k] * s + imaginary[k] * c;
      real[k] = r;
    }
  }

  /** Discrete Fourier transform in place: {@code sum over k of x_k exp(sign 2 pi i j k / n)}. */
  private static void transform(double[] real, double[] imaginary, int sign) {
    int n = real.length;
    int bits = Integer.numberOfTrailingZeros(n);
    for (int i = 0; i < n; i++) {
      int j = Integer.reverse(i) >>> (Integer.SIZE - bits);
      if (i < j) {
        swap(real, i, j);
        swap(imaginary, i, j);
      }
    }
    for (int half = 1; half < n; half *= 2) {
      for (int k = 0; k < half; k++) {
        double angle = sign * Math.PI * k / half;
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int i = k; i < n; i += 2 * half) {
          double r = real[i + half] * c - imaginary[i + half] * s;
          double m = real[i + half] * s + imaginary[i + half] * c;
          real[i + half] = real[i] - r;
          imaginary[i + half] = imaginary[i] - m;
          real[i] += r;
          imaginary[i] += m;
        }
      }
    }
  }

  private static void swap(double[] a, int i, int j) {
    double t = a[i];
    a[i] = a[j];
    a[j] = t;
  }
}
