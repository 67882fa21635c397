package org.chemxor.data.predictions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.confidence.Assessment;
import org.chemxor.data.confidence.CoverageLevels;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a prediction: the outputs, for a classification the class with the largest,
 * intervals or sets of classes where the model was calibrated, and the domain where it is told.
 * Names from elsewhere go through {@link PrintableText#cell}. Immutable.
 */
public final class PredictionColumns {
  private static final String SEPARATOR = " | ";
  private static final String NO_CLASS = "none";

  private final ModelOutputs outputs;
  private final ModelConfidence confidence;
  private final double coverage;
  private final boolean hasClass;

  /**
   * @param outputs what the model predicts
   * @param confidence what is known about it, of the same outputs
   * @param coverage how often intervals and sets are to be right, one of {@link CoverageLevels#ALL}
   * @throws org.chemxor.core.InvalidInputException when the confidence is another model's, or no
   *     model is calibrated for the coverage
   */
  public PredictionColumns(ModelOutputs outputs, ModelConfidence confidence, double coverage) {
    confidence.requireFits(outputs.count());
    CoverageLevels.index(coverage);
    this.outputs = outputs;
    this.confidence = confidence;
    this.coverage = coverage;
    this.hasClass = outputs.isClassification() && (outputs.count() > 1 || outputs.isSeveral());
  }

  /** Names of the columns. */
  public List<String> header() {
    List<String> cells = new ArrayList<>();
    if (outputs.count() == 1) {
      cells.add("prediction");
    } else {
      outputs.outputNames().forEach(name -> cells.add(PrintableText.cell("output_" + name)));
    }
    if (hasClass) {
      cells.addAll(outputs.named("class"));
    }
    if (confidence.hasIntervals()) {
      List<String> upper = outputs.named("upper");
      List<String> lower = outputs.named("lower");
      for (int t = 0; t < lower.size(); t++) {
        cells.add(lower.get(t));
        cells.add(upper.get(t));
      }
    }
    if (confidence.hasClassSets()) {
      cells.addAll(outputs.named("classes"));
    }
    if (hasDomain()) {
      cells.add("domain");
    }
    return List.copyOf(cells);
  }

  private boolean hasDomain() {
    return confidence.domain().isPresent();
  }

  /**
   * The cells of a prediction, one for each column.
   *
   * @param values the network's outputs
   * @param verdict where the molecule lies
   * @param number writes a value
   */
  public List<String> cells(
      List<Double> values, Optional<DomainVerdict> verdict, DoubleFunction<String> number) {
    List<String> cells = new ArrayList<>();
    values.forEach(value -> cells.add(number.apply(value)));
    if (hasClass) {
      predictedClasses(values).forEach(name -> cells.add(PrintableText.cell(name)));
    }
    Assessment assessment = assess(values, verdict);
    for (int t = 0; t < assessment.lower().size(); t++) {
      cells.add(bound(assessment.lower().get(t), number));
      cells.add(bound(assessment.upper().get(t), number));
    }
    assessment.classes().forEach(set -> cells.add(PrintableText.cell(names(set))));
    if (hasDomain()) {
      cells.add(assessment.domain());
    }
    return cells;
  }

  /** The cells of a molecule without a prediction: empty but for the domain, which may be why. */
  public List<String> cellsWithout(Optional<DomainVerdict> verdict) {
    List<String> cells = new ArrayList<>(Collections.nCopies(header().size(), ""));
    if (hasDomain()) {
      cells.set(cells.size() - 1, verdict.map(DomainVerdict::toString).orElse(""));
    }
    return cells;
  }

  /** What is to be thought of a prediction. */
  public Assessment assess(List<Double> values, Optional<DomainVerdict> verdict) {
    return confidence.assess(values, verdict, coverage);
  }

  /** The names of the predicted classes, one for each target; empty for values. */
  public List<String> predictedClasses(List<Double> values) {
    if (!hasClass) {
      return List.of();
    }
    List<String> names = outputs.classNames();
    return outputs.isSeveral()
        ? values.stream().map(logOdds -> names.get(logOdds > 0 ? 1 : 0)).toList()
        : List.of(names.get(largest(values)));
  }

  /**
   * Intervals, sets and domain on one line for people, such as "[-1.2, 0.4] in"; empty when nothing
   * is known.
   */
  public String inWords(
      List<Double> values, Optional<DomainVerdict> verdict, DoubleFunction<String> number) {
    Assessment assessment = assess(values, verdict);
    List<String> words = new ArrayList<>();
    for (int t = 0; t < assessment.lower().size(); t++) {
      Double lower = assessment.lower().get(t);
      Double upper = assessment.upper().get(t);
      words.add(
          lower == null || upper == null
              ? "[unbounded]"
              : "[" + number.apply(lower) + ", " + number.apply(upper) + "]");
    }
    assessment.classes().forEach(set -> words.add("{" + names(set) + "}"));
    words.add(assessment.domain());
    return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
  }

  private String names(List<Integer> set) {
    List<String> names = outputs.classNames();
    return set.isEmpty()
        ? NO_CLASS
        : set.stream().map(names::get).collect(Collectors.joining(SEPARATOR));
  }

  private static String bound(@Nullable Double bound, DoubleFunction<String> number) {
    return bound == null ? "" : number.apply(bound);
  }

  private static int largest(List<Double> values) {
    return IntStream.range(0, values.size())
        .reduce((a, b) -> values.get(b) > values.get(a) ? b : a)
        .orElseThrow();
  }
}
