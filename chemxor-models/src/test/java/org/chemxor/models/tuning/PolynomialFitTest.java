package org.chemxor.models.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.chemxor.core.Layer.Polynomial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fits against their definition, and what histograms keep. */
class PolynomialFitTest {
  private static ValueHistogram histogram(long seed, double mean, double deviation) {
    Random random = new Random(seed);
    ValueHistogram histogram = new ValueHistogram();
    for (int i = 0; i < 20_000; i++) {
      histogram.add(mean + deviation * random.nextGaussian());
    }
    return histogram;
  }

  /** The weighted mean square of the differences, straight from the definition. */
  private static double meanSquare(ValueHistogram values, Polynomial polynomial) {
    double sum = 0;
    for (int bin = 0; bin < values.bins(); bin++) {
      double x = values.centre(bin);
      double difference = polynomial.apply(x) - Math.max(0, x);
      sum += values.count(bin) * difference * difference;
    }
    return sum / values.count();
  }

  @ParameterizedTest
  @CsvSource({"2, 0, 1", "3, 0.5, 2", "4, -1, 0.01", "4, 100, 30", "2, 0, 1e5", "3, 0, 1e-4"})
  void noOtherCoefficientsAreCloser(int degree, double mean, double deviation) {
    ValueHistogram values = histogram(degree, mean, deviation);
    PolynomialFit fit = PolynomialFit.ofRelu(values, degree, 0);
    double least = meanSquare(values, fit.polynomial());
    double size = Math.abs(mean) + deviation;
    for (int power = 0; power <= degree; power++) {
      for (double step : new double[] {-1e-3, 1e-3}) {
        double[] changed = fit.polynomial().coefficients().toArray();
        changed[power] += step * size / Math.pow(size, power);
        assertThat(meanSquare(values, Polynomial.of(changed)))
            .as("power %d moved by %s", power, step)
            .isGreaterThan(least);
      }
    }
    assertThat(fit.polynomial().degree()).isLessThanOrEqualTo(degree);
  }

  /** For a standard normal the best quadratic is known: projection on Hermite polynomials. */
  @Test
  void normalValuesGiveTheHermiteProjection() {
    ValueHistogram values = new ValueHistogram();
    int bins = 2000;
    for (int i = -bins; i <= bins; i++) {
      double x = 6.0 * i / bins;
      long times = Math.round(3000 * Math.exp(-x * x / 2));
      for (long k = 0; k < times; k++) {
        values.add(x);
      }
    }
    Polynomial fit = PolynomialFit.ofRelu(values, 2, 0).polynomial();
    double density = 1 / Math.sqrt(2 * Math.PI);
    assertThat(fit.coefficient(0)).isCloseTo(density / 2, within(2e-3));
    assertThat(fit.coefficient(1)).isCloseTo(0.5, within(2e-3));
    assertThat(fit.coefficient(2)).isCloseTo(density / 2, within(2e-3));
  }

  @Test
  void aFunctionOfItsDegreeIsFound() {
    ValueHistogram values = histogram(7, 3, 2);
    PolynomialFit fit = PolynomialFit.of(x -> 1 - 2 * x + 0.5 * x * x * x, values, 4, 0.01);
    double[] expected = {1, -2, 0, 0.5, 0};
    for (int power = 0; power < expected.length; power++) {
      assertThat(fit.polynomial().coefficient(power)).isCloseTo(expected[power], within(1e-8));
    }
    assertThat(fit.rootMeanSquareError()).isLessThan(1e-8);
  }

  @Test
  void whatIsNeverNegativeNeedsNoPolynomial() {
    ValueHistogram values = new ValueHistogram();
    new Random(3).doubles(1000, 0.5, 9).forEach(values::add);
    PolynomialFit fit = PolynomialFit.ofRelu(values, 3, 0.01);
    assertThat(fit.largestError()).isLessThan(1e-9);
    assertThat(fit.polynomial().coefficient(1)).isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-5, 0, 1e-9, 7, 3e30})
  void aSingleValueIsHitExactly(double value) {
    ValueHistogram values = new ValueHistogram();
    values.add(value);
    Polynomial fit = PolynomialFit.ofRelu(values, 4, 0.01).polynomial();
    assertThat(fit.apply(value)).isCloseTo(Math.max(0, value), within(1e-12 * Math.abs(value)));
  }

  /** Where no value was, there may be one later. */
  @Test
  void tailsBoundTheErrorWhereNoValueWas() {
    ValueHistogram values = histogram(5, 0, 0.1);
    values.add(-20);
    values.add(20);
    PolynomialFit without = PolynomialFit.ofRelu(values, 4, 0);
    PolynomialFit with = PolynomialFit.ofRelu(values, 4, 0.05);
    assertThat(largestError(with, 20)).isLessThan(0.7 * largestError(without, 20));
    assertThat(with.min()).isEqualTo(-20);
    assertThat(with.max()).isEqualTo(20);
  }

  private static double largestError(PolynomialFit fit, double range) {
    double largest = 0;
    for (double x = -range; x <= range; x += range / 1000) {
      largest = Math.max(largest, Math.abs(fit.polynomial().apply(x) - Math.max(0, x)));
    }
    return largest;
  }

  @Test
  void refusesArgumentsOutOfRange() {
    ValueHistogram values = histogram(1, 0, 1);
    assertThatThrownBy(() -> PolynomialFit.ofRelu(values, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PolynomialFit.ofRelu(values, 2, 1.5))
        .hasMessageContaining("tail share from 0 to 1");
    assertThatThrownBy(() -> PolynomialFit.ofRelu(new ValueHistogram(), 2, 0))
        .hasMessageContaining("at least one value");
    assertThatThrownBy(() -> values.add(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> values.add(Double.NEGATIVE_INFINITY))
        .hasMessageContaining("finite values");
  }

  @Test
  void histogramsKeepCountsWhenTheyWiden() {
    Random random = new Random(13);
    ValueHistogram values = new ValueHistogram();
    double squares = 0;
    for (int i = 0; i < 5000; i++) {
      double value = random.nextGaussian() * Math.pow(2, i / 500 - 5);
      values.add(value);
      squares += value * value;
    }
    long sum = 0;
    for (int bin = 0; bin < values.bins(); bin++) {
      sum += values.count(bin);
    }
    assertThat(sum).isEqualTo(5000).isEqualTo(values.count());
    assertThat(values.rootMeanSquare())
        .isCloseTo(Math.sqrt(squares / 5000), within(values.binWidth()));
    ValueHistogram single = new ValueHistogram();
    for (double value : new double[] {1e-6, 0.3, -0.7, 12, -100, 0.01}) {
      single.add(value);
    }
    for (double value : new double[] {1e-6, 0.3, -0.7, 12, -100, 0.01}) {
      boolean isFound = false;
      for (int bin = 0; bin < single.bins(); bin++) {
        boolean isNear = Math.abs(single.centre(bin) - value) <= single.binWidth() / 2;
        isFound |= single.count(bin) > 0 && isNear;
      }
      assertThat(isFound).as("%s", value).isTrue();
    }
  }
}
