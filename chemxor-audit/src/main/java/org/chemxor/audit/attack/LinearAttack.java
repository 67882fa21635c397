package org.chemxor.audit.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A linear attack on several signals at once: each is measured from its mean over the reference
 * models that did not learn from the compound, and Fisher's linear discriminant, fitted to the
 * reference models, for which it is known who is a member, weighs them. What a client learns
 * besides the answer, such as activations, comes in as further signals.
 *
 * <p>Source of the discriminant: R. Fisher, The Use of Multiple Measurements in Taxonomic Problems,
 * Annals of Eugenics 7 (1936) 179.
 */
public final class LinearAttack {
  private static final double RIDGE = 1e-6;

  private LinearAttack() {}

  /**
   * Scores as those of an {@link Attack}.
   *
   * @param signals one or more, all of the same compounds, reference models and training sets
   * @throws IllegalArgumentException when they are not, or there are too few reference models:
   *     other than any one and its counterpart must be some that did not learn from each compound
   */
  public static double[] scores(List<Observations> signals) {
    if (signals.isEmpty() || signals.get(0).models() < 4) {
      throw new IllegalArgumentException(
          "a linear attack needs a signal and at least 4 reference models");
    }
    Observations first = signals.get(0);
    for (Observations other : signals) {
      if (!Arrays.deepEquals(other.in(), first.in())) {
        throw new IllegalArgumentException("signals of different reference models");
      }
    }
    List<double[]> members = new ArrayList<>();
    List<double[]> others = new ArrayList<>();
    boolean[][] in = first.in();
    for (int m = 0; m < first.models(); m++) {
      double[][] features = features(signals, m);
      for (int i = 0; i < features.length; i++) {
        (in[m][i] ? members : others).add(features[i]);
      }
    }
    double[] weights = discriminant(members, others);
    return Arrays.stream(features(signals, -1))
        .mapToDouble(f -> IntStream.range(0, f.length).mapToDouble(k -> weights[k] * f[k]).sum())
        .toArray();
  }

  /**
   * The calibrated signals {@code [compound][signal]} of the attacked model, or of a reference
   * model measured from all but itself and its counterpart.
   */
  private static double[][] features(List<Observations> signals, int model) {
    int compounds = signals.get(0).size();
    double[][] features = new double[compounds][signals.size()];
    for (int k = 0; k < signals.size(); k++) {
      double[][] references = signals.get(k).references();
      boolean[][] in = signals.get(k).in();
      double[] own = model < 0 ? signals.get(k).target() : references[model];
      for (int i = 0; i < compounds; i++) {
        double sum = 0;
        int count = 0;
        for (int m = 0; m < references.length; m++) {
          if (!in[m][i] && (model < 0 || m / 2 != model / 2)) {
            sum += references[m][i];
            count++;
          }
        }
        if (count == 0) {
          throw new IllegalArgumentException(
              "no reference model was kept from compound " + i + "; train more of them");
        }
        features[i][k] = own[i] - sum / count;
      }
    }
    return features;
  }

  private static double[] discriminant(List<double[]> members, List<double[]> others) {
    int n = members.get(0).length;
    double[] high = mean(members, n);
    double[] low = mean(others, n);
    DMatrixRMaj scatter = new DMatrixRMaj(n, n);
    addScatter(scatter, members, high);
    addScatter(scatter, others, low);
    double trace = CommonOps_DDRM.trace(scatter);
    for (int k = 0; k < n; k++) {
      scatter.add(k, k, RIDGE * trace / n + Double.MIN_NORMAL);
    }
    DMatrixRMaj difference = new DMatrixRMaj(n, 1);
    for (int k = 0; k < n; k++) {
      difference.set(k, 0, high[k] - low[k]);
    }
    DMatrixRMaj weights = new DMatrixRMaj(n, 1);
    if (!CommonOps_DDRM.solve(scatter, difference, weights)) {
      throw new IllegalArgumentException("the signals do not vary: there is nothing to weigh");
    }
    return weights.getData().clone();
  }

  private static double[] mean(List<double[]> rows, int n) {
    double[] mean = new double[n];
    for (double[] row : rows) {
      for (int k = 0; k < n; k++) {
        mean[k] += row[k] / rows.size();
      }
    }
    return mean;
  }

  private static void addScatter(DMatrixRMaj scatter, List<double[]> rows, double[] mean) {
    for (double[] row : rows) {
      for (int a = 0; a < mean.length; a++) {
        for (int b = 0; b < mean.length; b++) {
          scatter.add(a, b, (row[a] - mean[a]) * (row[b] - mean[b]) / rows.size());
        }
      }
    }
  }
}
