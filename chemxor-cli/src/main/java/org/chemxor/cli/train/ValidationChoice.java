package org.chemxor.cli.train;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.models.trained.TrainedModel;

/** Chooses by the validation part, and says so. */
final class ValidationChoice {
  /** What candidates are compared by: the first that all of them have. */
  private static final List<String> METRICS = List.of("r2", "rocAuc", "accuracy", "mse");

  private static final String LOWER_IS_BETTER = "mse";

  private ValidationChoice() {}

  /** The metrics of a model on the validation part; empty when it has no molecules. */
  static Map<String, Double> metrics(OlindaData data, TrainedModel model) {
    List<String> names =
        data.targetCount() > 1
            ? IntStream.range(0, data.targetCount()).mapToObj(t -> "target " + t).toList()
            : List.of();
    TrainedModel named = model.withInfo(model.info().withTargets(names));
    return new LoadedModel(named, data.featuriser()).evaluateTargets(data.validate()).metrics();
  }

  /**
   * The name of the best candidate: by R2, ROC-AUC, accuracy or the mean squared error, whichever
   * is the first that all have. The first of equals, and of candidates without metrics.
   *
   * @param candidates metrics by name, at least one
   * @param out is told
   */
  static String best(Map<String, Map<String, Double>> candidates, PrintWriter out) {
    String first = candidates.keySet().iterator().next();
    String metric =
        METRICS.stream()
            .filter(name -> candidates.values().stream().allMatch(m -> m.containsKey(name)))
            .findFirst()
            .orElse("");
    if (metric.isEmpty()) {
      out.println("there is no validation part to choose by; taken: " + first);
      return first;
    }
    int sign = metric.equals(LOWER_IS_BETTER) ? -1 : 1;
    String best = first;
    for (Map.Entry<String, Map<String, Double>> candidate : candidates.entrySet()) {
      double ahead = candidate.getValue().get(metric) - candidates.get(best).get(metric);
      best = sign * ahead > 0 ? candidate.getKey() : best;
    }
    String shown =
        candidates.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue().get(metric)))
            .collect(Collectors.joining(", "));
    out.println(metric + " on the validation part: " + shown + "; taken: " + best);
    return best;
  }
}
