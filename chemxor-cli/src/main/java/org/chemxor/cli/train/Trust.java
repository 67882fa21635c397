package org.chemxor.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.Sample;
import org.chemxor.data.confidence.CoverageLevels;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.MeasuredCoverage;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.confidence.TrainingDomain;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.trained.Task;

/** What a training learns about the trust its model deserves, and how that holds on test data. */
final class Trust {
  private Trust() {}

  /**
   * Intervals or sets from the validation part, the domain from the training part.
   *
   * @param withDomain whether the training part may be looked at
   */
  static ModelConfidence learn(OlindaData data, Evaluation validation, boolean withDomain) {
    Optional<TrainingDomain> domain =
        withDomain
            ? TrainingDomain.learnedFrom(data.featuriser(), data.train().smiles())
            : Optional.empty();
    return ModelConfidence.calibrated(
        validation.task() == Task.CLASSIFICATION, validation.known(), validation.outputs(), domain);
  }

  /**
   * For the report: for every part of the domain and all of it how many molecules of the test part
   * lie there, the metric and how often intervals or sets were right.
   *
   * @return rows, the first being the header
   */
  static List<List<String>> table(LoadedModel loaded, List<Sample> test, Evaluation evaluation) {
    ModelConfidence confidence = loaded.confidence();
    String metric = evaluation.task() == Task.REGRESSION ? "mae" : "accuracy";
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("domain", "molecules", metric, "coverage at 0.9", size(confidence)));
    List<Optional<DomainVerdict>> verdicts =
        test.parallelStream().map(sample -> loaded.domain(sample.smiles())).toList();
    for (DomainVerdict verdict : DomainVerdict.values()) {
      int[] there =
          IntStream.range(0, test.size())
              .filter(i -> verdicts.get(i).equals(Optional.of(verdict)))
              .toArray();
      if (there.length > 0) {
        table.add(row(verdict.toString(), confidence, evaluation.rows(there), metric));
      }
    }
    if (evaluation.size() > 0) {
      table.add(row("all", confidence, evaluation, metric));
    }
    return table;
  }

  private static String size(ModelConfidence confidence) {
    return confidence.hasClassSets() ? "classes in a set" : "width";
  }

  private static List<String> row(
      String name, ModelConfidence confidence, Evaluation part, String metric) {
    MeasuredCoverage measured =
        MeasuredCoverage.of(confidence, part.known(), part.outputs(), CoverageLevels.STANDARD);
    return List.of(
        name,
        String.valueOf(part.size()),
        number(part.metrics().getOrDefault(metric, Double.NaN)),
        number(measured.coverage()),
        number(measured.size()));
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "-";
  }
}
