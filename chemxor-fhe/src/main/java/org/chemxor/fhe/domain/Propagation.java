package org.chemxor.fhe.domain;

import java.util.Arrays;
import org.chemxor.fhe.graph.Activation;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * Sound bounds of values from stage to stage. Values are kept as affine forms of the roots with an
 * error ({@link Forms}), because activations are nearly linear where networks use them: {@code u^2
 * = 2 m u - m^2 + (u - m)^2} with m the middle of u's range, and only the last term, in {@code [0,
 * r^2]}, is new error. Bounds from affine forms (affine arithmetic; Stolfi and de Figueiredo, 1997)
 * stay near what is possible where plain intervals grow by the number of inputs in every layer. The
 * errors are bounded one by one and by their norm, which a layer changes by at most the spectral
 * norm of its weights. Plain intervals are intersected with that.
 *
 * <p>Every stage adds a margin, for what encryption, rounding of weights and floating point do to
 * its values: {@value #MARGIN} and that part of their size.
 */
final class Propagation {
  /** Of a value; noise of any plan's stages is less. */
  static final double MARGIN = 0x1p-10;

  /** More numbers are not kept as forms. */
  private static final long MAX_SLOPES = 1L << 23;

  private final Support support;
  private final double weightError;
  private final int roots;

  /**
   * @param support what is known of the roots
   * @param weightError by how much weights may be rounded, relative to the largest of their map
   */
  Propagation(Support support, double weightError) {
    this.support = support;
    this.weightError = weightError;
    this.roots = support.size();
  }

  /** What is known of a stage's results. */
  Forms apply(Stage stage, Forms sources) {
    Forms sums = stage.map().isIdentity() ? shifted(sources, stage) : sums(stage, sources);
    return activate(stage.activation(), sums);
  }

  private static Forms shifted(Forms sources, Stage stage) {
    double[] bias = stage.bias();
    double[] centre = sources.centre().clone();
    double[] low = sources.low().clone();
    double[] high = sources.high().clone();
    for (int i = 0; i < bias.length; i++) {
      centre[i] += bias[i];
      low[i] += bias[i];
      high[i] += bias[i];
    }
    return new Forms(
        sources.slopes().clone(), centre, sources.radius().clone(), sources.norm(), low, high);
  }

  private Forms sums(Stage stage, Forms sources) {
    WindowedMap map = stage.map();
    int size = map.outputSize();
    boolean keepsSlopes = (long) size * roots <= MAX_SLOPES;
    double[][] slopes = new double[size][];
    double[] centre = stage.bias();
    double[] radius = new double[size];
    double[] low = stage.bias();
    double[] high = stage.bias();
    double rounding = rounding(map, sources);
    for (int o = 0; o < map.outputs(); o++) {
      double rowNorm = rowNorm(map, o);
      for (int w = 0; w < map.windows(); w++) {
        int i = o * map.windows() + w;
        double[] row = sum(map, o, w, sources, i, centre, radius, low, high);
        radius[i] = Math.min(radius[i], rowNorm * sources.norm()) + rounding;
        low[i] -= rounding;
        high[i] += rounding;
        double[] bounds = support.bounds(row);
        low[i] = Math.max(low[i], centre[i] + bounds[0] - radius[i]);
        high[i] = Math.min(high[i], centre[i] + bounds[1] + radius[i]);
        slopes[i] = row;
        if (!keepsSlopes) {
          forget(slopes, centre, radius, low, high, i);
        }
      }
    }
    double norm = Forms.norm(radius);
    return new Forms(
        slopes,
        centre,
        radius,
        keepsSlopes && sources.norm() > 0
            ? Math.min(
                norm, SpectralNorm.upperBound(map) * sources.norm() + Math.sqrt(size) * rounding)
            : norm,
        low,
        high);
  }

  /**
   * What rounding of weights does to a sum at most: the bias takes up what typical operands, which
   * lie in their intervals too, lose.
   */
  private double rounding(WindowedMap map, Forms sources) {
    double largest = 0;
    for (int o = 0; o < map.outputs(); o++) {
      for (int t = 0; t < map.taps(); t++) {
        largest = Math.max(largest, Math.abs(map.weight(o, t)));
      }
    }
    double widths = 0;
    for (int w = 0; w < map.windows(); w++) {
      double sum = 0;
      for (int t = 0; t < map.taps(); t++) {
        int f = map.gather(t, w);
        sum += f == WindowedMap.PADDING ? 0 : sources.high()[f] - sources.low()[f];
      }
      widths = Math.max(widths, sum);
    }
    return weightError * largest * widths;
  }

  /** Adds one sum's terms up: its slopes, which are returned, centre, radius and interval. */
  private double[] sum(
      WindowedMap map,
      int output,
      int window,
      Forms sources,
      int i,
      double[] centre,
      double[] radius,
      double[] low,
      double[] high) {
    double[] row = new double[roots];
    for (int t = 0; t < map.taps(); t++) {
      int f = map.gather(t, window);
      double weight = map.weight(output, t);
      if (f == WindowedMap.PADDING || weight == 0) {
        continue;
      }
      addSlopes(row, weight, sources.slopes()[f]);
      centre[i] += weight * sources.centre()[f];
      radius[i] += Math.abs(weight) * sources.radius()[f];
      low[i] += weight * (weight > 0 ? sources.low()[f] : sources.high()[f]);
      high[i] += weight * (weight > 0 ? sources.high()[f] : sources.low()[f]);
    }
    return row;
  }

  private void addSlopes(double[] row, double weight, double[] slopes) {
    if (slopes.length == 1 && roots != 1) {
      row[(int) slopes[0]] += weight;
      return;
    }
    for (int k = 0; k < slopes.length; k++) {
      row[k] += weight * slopes[k];
    }
  }

  /** From here on the element is any number in its interval. */
  private static void forget(
      double[][] slopes, double[] centre, double[] radius, double[] low, double[] high, int i) {
    slopes[i] = new double[0];
    centre[i] = (low[i] + high[i]) / 2;
    radius[i] = (high[i] - low[i]) / 2;
  }

  private static double rowNorm(WindowedMap map, int output) {
    double sum = 0;
    for (int t = 0; t < map.taps(); t++) {
      sum += map.weight(output, t) * map.weight(output, t);
    }
    return Math.sqrt(sum);
  }

  private Forms activate(Activation activation, Forms sums) {
    int size = sums.size();
    double[] fresh = new double[size];
    double steepest = 1;
    for (int i = 0; i < size; i++) {
      double margin = MARGIN * (1 + Math.max(Math.abs(sums.low()[i]), Math.abs(sums.high()[i])));
      sums.low()[i] -= margin;
      sums.high()[i] += margin;
      if (activation instanceof Activation.Square) {
        steepest = Math.max(steepest, Math.abs(sums.low()[i] + sums.high()[i]));
        fresh[i] = square(sums, i, margin);
      } else if (activation instanceof Activation.Identity) {
        sums.radius()[i] += margin;
        fresh[i] = margin;
      } else {
        double[] range = ActivationBounds.of(activation, sums.low()[i], sums.high()[i]);
        double after = MARGIN * (1 + Math.max(Math.abs(range[0]), Math.abs(range[1])));
        sums.low()[i] = range[0] - after;
        sums.high()[i] = range[1] + after;
        forget(sums.slopes(), sums.centre(), sums.radius(), sums.low(), sums.high(), i);
        fresh[i] = sums.radius()[i];
      }
    }
    double norm = Math.min(steepest * sums.norm() + Forms.norm(fresh), Forms.norm(sums.radius()));
    boolean isForgotten =
        !(activation instanceof Activation.Square || activation instanceof Activation.Identity);
    return new Forms(
        sums.slopes(),
        sums.centre(),
        sums.radius(),
        isForgotten ? Forms.norm(sums.radius()) : norm,
        sums.low(),
        sums.high());
  }

  /** Squares an element in place and returns the new error. */
  private double square(Forms sums, int i, double margin) {
    double low = sums.low()[i];
    double high = sums.high()[i];
    double middle = (low + high) / 2;
    double r = (high - low) / 2;
    double[] squares = ActivationBounds.of(new Activation.Square(), low, high);
    double most = squares[1];
    double fresh = r * r / 2 + 2 * Math.abs(middle) * margin;
    sums.slopes()[i] = times(sums.slopes()[i], 2 * middle);
    sums.centre()[i] = 2 * middle * sums.centre()[i] - middle * middle + r * r / 2;
    sums.radius()[i] = 2 * Math.abs(middle) * sums.radius()[i] + fresh;
    double after = MARGIN * (1 + most);
    sums.radius()[i] += after;
    sums.low()[i] = squares[0] - after;
    sums.high()[i] = most + after;
    return fresh + after;
  }

  private double[] times(double[] slopes, double factor) {
    if (slopes.length == 1 && roots != 1) {
      double[] row = new double[roots];
      row[(int) slopes[0]] = factor;
      return row;
    }
    return Arrays.stream(slopes).map(v -> factor * v).toArray();
  }
}
