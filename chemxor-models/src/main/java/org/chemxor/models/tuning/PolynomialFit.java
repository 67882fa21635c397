package org.chemxor.models.tuning;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.chemxor.core.Layer.Polynomial;

/**
 * A polynomial as close to a function as the values that occur demand: the weighted sum of squared
 * differences over the bins of a histogram is least.
 *
 * <p>It is found by projection on polynomials that are orthogonal on those bins (three-term
 * recurrence of Stieltjes; see W. Gautschi, Orthogonal Polynomials, 2004, section 2.2), which needs
 * no system of equations and stays accurate when the values lie far from zero.
 *
 * @param polynomial what was fitted
 * @param rootMeanSquareError of the differences, weighted by how often values occur
 * @param largestError the largest difference at a bin that holds a value
 * @param min the smallest value that occurred
 * @param max the largest value that occurred
 */
public record PolynomialFit(
    Polynomial polynomial,
    double rootMeanSquareError,
    double largestError,
    double min,
    double max) {

  /** Below this share of the first polynomial's norm the next one is zero on all bins. */
  private static final double NEGLIGIBLE = 1e-14;

  /**
   * Fits ReLU.
   *
   * @param values what enters it
   * @param degree the most that the polynomial may have, at least 1
   * @param tailShare weight that is spread evenly between the least and the greatest value, as a
   *     share of all: with none, values between those that occurred may go wrong; 0 to 1
   */
  public static PolynomialFit ofRelu(ValueHistogram values, int degree, double tailShare) {
    return of(x -> Math.max(0, x), values, degree, tailShare);
  }

  /**
   * Fits a function.
   *
   * @throws IllegalArgumentException when there is no value or an argument is out of range
   */
  public static PolynomialFit of(
      DoubleUnaryOperator function, ValueHistogram values, int degree, double tailShare) {
    if (values.count() == 0) {
      throw new IllegalArgumentException("a fit needs at least one value");
    }
    if (degree < 1 || !(tailShare >= 0 && tailShare <= 1)) {
      throw new IllegalArgumentException(
          "a fit needs a degree of at least 1 and a tail share from 0 to 1, got "
              + degree
              + " and "
              + tailShare);
    }
    Points points = Points.of(values, tailShare);
    double[] targets = Arrays.stream(points.x()).map(function).toArray();
    Polynomial polynomial = Polynomial.of(project(points, targets, degree));
    return measured(polynomial, function, values);
  }

  /**
   * Where to be close, and how important it is.
   *
   * @param x the bins' centres
   * @param weight sums to 1
   */
  private record Points(double[] x, double[] weight) {
    static Points of(ValueHistogram values, double tailShare) {
      int first = 0;
      int last = 0;
      for (int bin = 0; bin < values.bins(); bin++) {
        first = values.count(bin) > 0 && values.count(first) == 0 ? bin : first;
        last = values.count(bin) > 0 ? bin : last;
      }
      int size = last - first + 1;
      double[] x = new double[size];
      double[] weight = new double[size];
      for (int i = 0; i < size; i++) {
        x[i] = size == 1 ? values.min() : values.centre(first + i);
        weight[i] = (1 - tailShare) * values.count(first + i) / values.count() + tailShare / size;
      }
      return new Points(x, weight);
    }

    double mean(double[] a, double[] b) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += weight[i] * a[i] * b[i];
      }
      return sum;
    }
  }

  /**
   * Coefficients, lowest power first. In every step p is the orthogonal polynomial of the next
   * degree, on the points and as coefficients.
   */
  private static double[] project(Points points, double[] targets, int degree) {
    int size = points.x().length;
    double[] p = new double[size];
    Arrays.fill(p, 1);
    double[] before = new double[size];
    double[] pCoefficients = new double[degree + 1];
    pCoefficients[0] = 1;
    double[] beforeCoefficients = new double[degree + 1];
    double[] result = new double[degree + 1];
    double beforeNorm = 1;
    double scale = Math.max(Math.abs(points.x()[0]), Math.abs(points.x()[size - 1]));
    double negligible = NEGLIGIBLE;
    for (int k = 0; k <= degree; k++) {
      double norm = points.mean(p, p);
      if (norm <= negligible) {
        break;
      }
      double share = points.mean(p, targets) / norm;
      for (int i = 0; i <= degree; i++) {
        result[i] += share * pCoefficients[i];
      }
      double[] xp = new double[size];
      for (int i = 0; i < size; i++) {
        xp[i] = points.x()[i] * p[i];
      }
      double alpha = points.mean(xp, p) / norm;
      double beta = k == 0 ? 0 : norm / beforeNorm;
      double[] next = new double[size];
      for (int i = 0; i < size; i++) {
        next[i] = xp[i] - alpha * p[i] - beta * before[i];
      }
      double[] nextCoefficients = new double[degree + 1];
      for (int i = 0; i <= degree; i++) {
        nextCoefficients[i] =
            (i == 0 ? 0 : pCoefficients[i - 1])
                - alpha * pCoefficients[i]
                - beta * beforeCoefficients[i];
      }
      before = p;
      beforeCoefficients = pCoefficients;
      beforeNorm = norm;
      p = next;
      pCoefficients = nextCoefficients;
      negligible *= scale * scale;
    }
    return result;
  }

  private static PolynomialFit measured(
      Polynomial polynomial, DoubleUnaryOperator function, ValueHistogram values) {
    double squares = 0;
    double largest = 0;
    for (int bin = 0; bin < values.bins(); bin++) {
      double x = Math.max(values.min(), Math.min(values.max(), values.centre(bin)));
      double error = Math.abs(polynomial.apply(x) - function.applyAsDouble(x));
      squares += values.count(bin) * error * error;
      largest = values.count(bin) > 0 ? Math.max(largest, error) : largest;
    }
    return new PolynomialFit(
        polynomial, Math.sqrt(squares / values.count()), largest, values.min(), values.max());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "degree %d on %.3g to %.3g, off by %.2g on average and %.2g at most",
        polynomial.degree(),
        min,
        max,
        rootMeanSquareError,
        largestError);
  }
}
