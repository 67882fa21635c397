package org.chemxor.fhe.circuit;

import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.WindowedMap;

/**
 * The weights of a {@link BatchStage} as integers: how many bits of the sums' scale they get, so
 * that they and the operands contribute alike to the error, and what their rounding does to typical
 * operands.
 */
final class WeightRounding {
  private static final double LOG2 = Math.log(2);

  /**
   * log2 of N times a weight's last bit over an operand's where both add alike to the error, found
   * by simulation: a rescale leaves noise of N / 6 at the last bit, a weight loses 1 / 4 of its
   * own.
   */
  private static final double BALANCE = -1;

  /** The same where operands are fresh encryptions, whose noise is sqrt(N / 2) times 3.2. */
  private static final double FRESH_BALANCE = 5;

  /**
   * log2 of the largest weight of squares that are summed up as they are: their own noise is what
   * it was before they were squared, so that scale left to them is lost.
   */
  private static final double LAZY_WEIGHT_BITS = 12;

  /**
   * Residues are not split in two, which doubles the work, where a prime times the magnitudes of so
   * many consecutive weights stays below this: sums are exact in a double then.
   */
  private static final double WHOLE_PRODUCTS = 0x1p53;

  private static final int COLUMNS = 32;

  /** Residues of larger primes are split all the same. */
  private static final double SPLIT = 0x1p40;

  private WeightRounding() {}

  /**
   * What the weights of a stage are multiplied by before they are rounded, at least 1.
   *
   * @param map of the stage, its taps in the order in which operands come
   * @param rescaling of the circuit
   * @param sumScale the scale that the sums will have
   * @param maxWeight the largest integer
   */
  static double scale(
      Stage stage,
      WindowedMap map,
      Rescaling rescaling,
      double sumScale,
      int maxWeight,
      CkksParameters parameters) {
    double largest = largestSum(map, 1);
    if (largest == 0) {
      return 1;
    }
    double room = Math.log(sumScale / parameters.polyModulusDegree() * largest) / LOG2;
    double most = (maxWeight - 1.0) / largest;
    double bits = (room + BALANCE) / 2;
    if (rescaling == Rescaling.NOTHING) {
      boolean isFresh = stage.activation().depth() > 0;
      bits = isFresh ? (room + FRESH_BALANCE) / 2 : LAZY_WEIGHT_BITS;
      if (parameters.dataPrime(0) < SPLIT) {
        most = Math.min(most, WHOLE_PRODUCTS / parameters.dataPrime(0) / largestSum(map, COLUMNS));
      }
    }
    return Math.max(1, Math.min(most, Math.pow(2, bits) / largest));
  }

  /** The largest sum of the magnitudes of so many consecutive weights of an output. */
  private static double largestSum(WindowedMap map, int count) {
    double largest = 0;
    for (int o = 0; o < map.outputs(); o++) {
      double sum = 0;
      for (int t = 0; t < map.taps(); t++) {
        sum += Math.abs(map.weight(o, t));
        sum -= t >= count ? Math.abs(map.weight(o, t - count)) : 0;
        largest = Math.max(largest, sum);
      }
    }
    return largest;
  }

  /**
   * Weights as integers.
   *
   * @param name of the stage, for messages
   * @param scale what they are multiplied by
   */
  static ScalarMatrix quantize(String name, WindowedMap map, double scale) {
    int[][] weights = new int[map.outputs()][map.taps()];
    for (int o = 0; o < weights.length; o++) {
      for (int t = 0; t < weights[o].length; t++) {
        weights[o][t] = (int) Math.rint(map.weight(o, t) * scale);
      }
      encryptEverySum(name, map, weights[o]);
    }
    return ScalarMatrix.of(weights, scale);
  }

  /**
   * A sum of nothing would carry no encryption: at every place an output has a weight that is not
   * zero, if only one, which is below the weights' rounding. Places at the edge read few features.
   */
  private static void encryptEverySum(String name, WindowedMap map, int[] weights) {
    for (int w = 0; w < map.windows(); w++) {
      int read = -1;
      boolean isSum = false;
      for (int t = 0; t < map.taps() && !isSum; t++) {
        if (map.gather(t, w) != WindowedMap.PADDING) {
          read = t;
          isSum = weights[t] != 0;
        }
      }
      if (read < 0) {
        throw new UnfitPlanException(
            "place " + w + " of " + name + " reads nothing but padding: use less padding");
      }
      if (!isSum) {
        weights[read] = 1;
      }
    }
  }

  /**
   * Adds to the bias what typical operands lose by the rounding of weights. Squares are far from
   * zero, {@code (s x + t)^2} with x small beside t, and differ by little: without this the error
   * on what they have in common would be the largest of all.
   */
  static void correct(double[] bias, WindowedMap map, ScalarMatrix rounded, double[] typical) {
    for (int o = 0; o < map.outputs(); o++) {
      for (int t = 0; t < map.taps(); t++) {
        double lost = map.weight(o, t) - rounded.weight(o, t) / rounded.scale();
        for (int w = 0; w < map.windows(); w++) {
          int feature = map.gather(t, w);
          bias[o * map.windows() + w] +=
              feature == WindowedMap.PADDING ? 0 : lost * typical[feature];
        }
      }
    }
  }
}
