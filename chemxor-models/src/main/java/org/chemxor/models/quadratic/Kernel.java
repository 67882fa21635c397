package org.chemxor.models.quadratic;

import java.util.stream.IntStream;

/**
 * The symmetric matrix {@code K_nm = (1 + x_n . x_m / scale)^2} of images, as the product with a
 * vector. Up to {@link #LARGEST_STORED} images it is kept; beyond, each product sums the form
 * {@code sum of v_n (1 + x . x_n / scale)^2} up and evaluates it, in memory that does not grow with
 * the images. Sums have an order that does not depend on the number of threads.
 */
final class Kernel {
  static final int LARGEST_STORED = 4096;

  /** Forms summed up side by side, 4 MiB each. */
  private static final int CHUNKS = 8;

  private final SparseImages images;
  private final double scale;
  private final double[][] stored;

  private Kernel(SparseImages images, double scale, double[][] stored) {
    this.images = images;
    this.scale = scale;
    this.stored = stored;
  }

  static Kernel of(SparseImages images, double scale) {
    return images.size() <= LARGEST_STORED
        ? new Kernel(images, scale, matrix(images, scale))
        : streamed(images, scale);
  }

  /** Without the matrix, whatever the number of images. */
  static Kernel streamed(SparseImages images, double scale) {
    return new Kernel(images, scale, new double[0][]);
  }

  private static double[][] matrix(SparseImages images, double scale) {
    return IntStream.range(0, images.size())
        .parallel()
        .mapToObj(
            row -> {
              double[] dense = new double[SparseImages.PIXELS];
              images.addTo(row, 1 / scale, dense);
              return IntStream.range(0, images.size())
                  .mapToDouble(other -> square(1 + images.dot(other, dense, 0)))
                  .toArray();
            })
        .toArray(double[][]::new);
  }

  private static double square(double x) {
    return x * x;
  }

  int size() {
    return images.size();
  }

  /** Mean of the diagonal: the unit in which penalties are counted. */
  double meanDiagonal() {
    return IntStream.range(0, size())
        .mapToDouble(
            row -> {
              double sum = 0;
              for (float value : images.values(row)) {
                sum += (double) value * value;
              }
              return square(1 + sum / scale);
            })
        .average()
        .orElse(1);
  }

  /** {@code K v}. */
  double[] times(double[] v) {
    if (stored.length == 0) {
      return form(v).values(images);
    }
    return IntStream.range(0, size()).parallel().mapToDouble(row -> dot(stored[row], v)).toArray();
  }

  /** The function {@code x -> sum of v_n (1 + x . x_n / scale)^2}. */
  QuadraticForm form(double[] v) {
    QuadraticForm form = moments(v);
    form.expand(scale);
    return form;
  }

  private QuadraticForm moments(double[] v) {
    QuadraticForm[] parts =
        IntStream.range(0, CHUNKS)
            .parallel()
            .mapToObj(
                chunk -> {
                  QuadraticForm part = new QuadraticForm();
                  int from = (int) ((long) size() * chunk / CHUNKS);
                  int to = (int) ((long) size() * (chunk + 1) / CHUNKS);
                  for (int row = from; row < to; row++) {
                    part.add(images, row, v[row]);
                  }
                  return part;
                })
            .toArray(QuadraticForm[]::new);
    for (int chunk = 1; chunk < CHUNKS; chunk++) {
      parts[0].add(parts[chunk]);
    }
    return parts[0];
  }

  /** In four sums, which do not wait for each other. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
