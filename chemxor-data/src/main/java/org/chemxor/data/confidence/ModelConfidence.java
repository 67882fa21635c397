package org.chemxor.data.confidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.jspecify.annotations.Nullable;

/**
 * What a model knows about the trust its predictions deserve: small, without a molecule in it, and
 * enough to assess a prediction wherever it was computed or decrypted. Immutable.
 *
 * @param targets one for each target, all of a kind; empty when nothing was calibrated
 * @param domain what the training set looked like; empty when it is not told
 */
public record ModelConfidence(List<TargetConfidence> targets, Optional<TrainingDomain> domain) {
  /** Nothing is known. */
  public static final ModelConfidence NONE = new ModelConfidence(List.of(), Optional.empty());

  /** Copies the list. */
  public ModelConfidence {
    targets = List.copyOf(targets);
    if (targets.stream().map(Object::getClass).distinct().count() > 1) {
      throw new IllegalArgumentException("targets are either all values or all classes");
    }
  }

  /**
   * Calibrates on molecules that the model has not learned from.
   *
   * @param isClassification whether targets are classes
   * @param known {@code [sample][target]}, NaN where a value is missing
   * @param outputs {@code [sample][output]} of the model: one for each target, or for a
   *     classification with one target one for each class
   * @param domain of the training part, empty if it is not to be told
   */
  public static ModelConfidence calibrated(
      boolean isClassification,
      double[][] known,
      double[][] outputs,
      Optional<TrainingDomain> domain) {
    List<TargetConfidence> targets = new ArrayList<>();
    int count = known.length == 0 ? 0 : known[0].length;
    for (int t = 0; t < count; t++) {
      double[] values = column(known, t);
      int target = t;
      if (!isClassification) {
        targets.add(ValueIntervals.calibrated(values, column(outputs, t)));
      } else {
        double[][] scores =
            count == 1
                ? outputs
                : Arrays.stream(outputs).map(row -> pair(row[target])).toArray(double[][]::new);
        targets.add(ClassSets.calibrated(values, scores));
      }
    }
    return new ModelConfidence(targets, domain);
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return targets.isEmpty() && domain.isEmpty();
  }

  /** Without what tells about the training molecules. */
  public ModelConfidence withoutDomain() {
    return new ModelConfidence(targets, Optional.empty());
  }

  /** Without what tells about the errors on the validation molecules. */
  public ModelConfidence withoutIntervals() {
    return new ModelConfidence(List.of(), domain);
  }

  /** Whether predictions are values with intervals. */
  public boolean hasIntervals() {
    return !targets.isEmpty() && targets.get(0) instanceof ValueIntervals;
  }

  /** Whether predictions are classes with sets. */
  public boolean hasClassSets() {
    return !targets.isEmpty() && targets.get(0) instanceof ClassSets;
  }

  /**
   * Refuses what does not fit a model, such as what another server has made up.
   *
   * @param outputs of the network
   * @throws InvalidInputException when predictions of so many outputs cannot be assessed
   */
  public void requireFits(int outputs) {
    boolean fits =
        targets.isEmpty()
            || (hasIntervals() && targets.size() == outputs)
            || (hasClassSets() && (isOneClassification(outputs) || isSeveral(outputs)));
    if (!fits) {
      throw new InvalidInputException(
          "the model has "
              + outputs
              + " outputs, what is known about its confidence is for "
              + targets.size()
              + " targets of another kind");
    }
  }

  private boolean isOneClassification(int outputs) {
    return targets.size() == 1 && sets(0).calibrated().size() == outputs;
  }

  /** Several targets of two classes each have one output each, the log-odds of class 1. */
  private boolean isSeveral(int outputs) {
    return targets.size() == outputs
        && targets.stream().allMatch(t -> ((ClassSets) t).calibrated().size() == 2);
  }

  private ClassSets sets(int target) {
    return (ClassSets) targets.get(target);
  }

  /**
   * Where a molecule lies; empty when the domain is not told or the featuriser counts nothing. A
   * molecule of whose structure the image shows nothing is out, told or not.
   *
   * @throws InvalidInputException when the SMILES cannot be read
   */
  public Optional<DomainVerdict> verdict(MoleculeFeaturiser featuriser, String smiles) {
    return featuriser
        .profile(smiles)
        .flatMap(
            profile ->
                profile.isEmpty()
                    ? Optional.of(DomainVerdict.OUT)
                    : domain.map(d -> d.verdict(profile)));
  }

  /**
   * Assesses a prediction.
   *
   * @param outputs the network's
   * @param verdict where the molecule lies, if that is known
   * @param coverage of {@link CoverageLevels#ALL}
   */
  public Assessment assess(List<Double> outputs, Optional<DomainVerdict> verdict, double coverage) {
    List<@Nullable Double> lower = new ArrayList<>();
    List<@Nullable Double> upper = new ArrayList<>();
    List<List<Integer>> classes = new ArrayList<>();
    for (int t = 0; t < targets.size(); t++) {
      if (targets.get(t) instanceof ValueIntervals intervals) {
        double half = intervals.halfWidth(coverage);
        lower.add(Double.isInfinite(half) ? null : outputs.get(t) - half);
        upper.add(Double.isInfinite(half) ? null : outputs.get(t) + half);
      } else {
        classes.add(sets(t).classes(scores(outputs, t), coverage));
      }
    }
    return new Assessment(
        targets.isEmpty() ? 0 : coverage,
        lower,
        upper,
        classes,
        verdict.map(DomainVerdict::toString).orElse(""));
  }

  private double[] scores(List<Double> outputs, int target) {
    double[] all = outputs.stream().mapToDouble(Double::doubleValue).toArray();
    return targets.size() == 1 && all.length > 1 ? all : pair(all[target]);
  }

  /** Two scores whose softmax has these log-odds of class 1. */
  private static double[] pair(double logOdds) {
    return new double[] {0, logOdds};
  }

  /** As a JSON object. */
  public String toJson() {
    return ConfidenceJson.write(this);
  }

  /**
   * What {@link #toJson} has written, here or elsewhere; nothing for an empty text.
   *
   * @throws InvalidInputException when it is not that
   */
  public static ModelConfidence fromJson(String json) {
    return json.isEmpty() ? NONE : ConfidenceJson.read(json);
  }

  private static double[] column(double[][] rows, int target) {
    return Arrays.stream(rows).mapToDouble(row -> row[target]).toArray();
  }
}
