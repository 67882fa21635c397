package org.chemxor.bench.quality;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.trained.Task;

/**
 * What a model says about two parts of the data, {@code [molecule][target]}: values, or log-odds of
 * class 1.
 *
 * @param validation of the part that chooses
 * @param test of the part nobody looked at
 */
record Outputs(double[][] validation, double[][] test) {

  /** The mean of some models. */
  static Outputs mean(List<Outputs> models) {
    return new Outputs(
        mean(models.stream().map(Outputs::validation).toArray(double[][][]::new)),
        mean(models.stream().map(Outputs::test).toArray(double[][][]::new)));
  }

  private static double[][] mean(double[][][] models) {
    return IntStream.range(0, models[0].length)
        .mapToObj(
            i ->
                IntStream.range(0, models[0][i].length)
                    .mapToDouble(
                        t ->
                            Arrays.stream(models).mapToDouble(m -> m[i][t]).average().orElseThrow())
                    .toArray())
        .toArray(double[][]::new);
  }

  /**
   * R2, or ROC-AUC; the mean over the targets that have one.
   *
   * @param known {@code [molecule][target]}, NaN where one is missing
   */
  static double metric(Task task, double[][] known, double[][] outputs) {
    String name = task == Task.REGRESSION ? "r2" : "rocAuc";
    return IntStream.range(0, known[0].length)
        .mapToObj(t -> target(task, known, outputs, t).metrics())
        .filter(metrics -> metrics.containsKey(name))
        .mapToDouble(metrics -> metrics.get(name))
        .average()
        .orElse(Double.NaN);
  }

  private static Evaluation target(Task task, double[][] known, double[][] outputs, int t) {
    int[] there =
        IntStream.range(0, known.length).filter(i -> !Double.isNaN(known[i][t])).toArray();
    double[] targets = Arrays.stream(there).mapToDouble(i -> known[i][t]).toArray();
    double[][] scores =
        Arrays.stream(there)
            .mapToDouble(i -> outputs[i][t])
            .mapToObj(
                o -> task == Task.REGRESSION ? new double[] {o} : new double[] {-o / 2, o / 2})
            .toArray(double[][]::new);
    return Evaluation.of(task, targets, scores);
  }
}
