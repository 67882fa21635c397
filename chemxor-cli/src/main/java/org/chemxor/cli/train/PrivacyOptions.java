package org.chemxor.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.dataset.OlindaClassificationData;
import org.chemxor.data.dataset.OlindaData;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Whether a training hides its molecules, and how well. */
final class PrivacyOptions {
  private static final double EPSILON = 8;
  private static final double DELTA = 1e-5;
  private static final double MOST_EPSILON = 50;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--private",
      description =
          "Train with differential privacy, so that nobody can tell well from the model which"
              + " molecules were in the training part. Takes --model quadratic unless told"
              + " otherwise, and --images drugs.")
  private boolean isAsked;

  @Option(
      names = "--epsilon",
      paramLabel = "EPSILON",
      description = "With --private: how well, as a power of e; 1 is strong, 8 usual (default: 8).")
  private @Nullable Double epsilon;

  @Option(
      names = "--delta",
      paramLabel = "DELTA",
      description =
          "With --private: the chance with which that may not hold, below one over the number of"
              + " molecules (default: 1e-5).")
  private @Nullable Double delta;

  @Option(
      names = "--target-range",
      split = ",",
      arity = "1",
      paramLabel = "LEAST,MOST",
      description =
          "With --private, for values: where they may lie as everybody knows, and not as the file"
              + " says, such as -12,2 for the logarithm of a solubility; after --transform.")
  private List<Double> targetRange = new ArrayList<>();

  @Option(
      names = "--classes",
      paramLabel = "COUNT",
      description =
          "With --private, for class numbers without --threshold: how many classes there are, as"
              + " everybody knows and not as the file says (default: 2).")
  private @Nullable Integer classes;

  private boolean hasThresholds;

  boolean isAsked() {
    return isAsked;
  }

  double epsilon() {
    return epsilon == null ? EPSILON : epsilon;
  }

  double delta() {
    return delta == null ? DELTA : delta;
  }

  /**
   * How many classes there are, which is not learned from the file: one molecule of a class of its
   * own would show in the number of outputs.
   */
  int classes(OlindaClassificationData data) {
    return hasThresholds ? data.classes() : statedClasses();
  }

  private int statedClasses() {
    return classes == null ? 2 : classes;
  }

  double least() {
    return targetRange.get(0);
  }

  double most() {
    return targetRange.get(1);
  }

  /**
   * Refuses what does not go together.
   *
   * @param isClassification whether classes are learned
   * @param classesByThreshold whether thresholds make them
   * @throws CommandLine.ParameterException saying what
   */
  void requireConsistent(boolean isClassification, boolean classesByThreshold) {
    hasThresholds = classesByThreshold;
    if (!isAsked) {
      if (epsilon != null || delta != null || !targetRange.isEmpty() || classes != null) {
        throw wrongUsage("--epsilon, --delta, --target-range and --classes are for --private");
      }
      return;
    }
    if (!(epsilon() > 0) || !(delta() > 0 && delta() < 1)) {
      throw wrongUsage(
          "--epsilon is above 0 and --delta between 0 and 1, got " + epsilon() + " and " + delta());
    }
    if (epsilon() > MOST_EPSILON) {
      throw wrongUsage(
          "--epsilon "
              + epsilon()
              + " promises nothing; it is at most "
              + MOST_EPSILON
              + ", and 8 is usual: leave --private out for a model without a promise");
    }
    if (classes != null && (classes < 2 || hasThresholds || !isClassification)) {
      throw wrongUsage(
          "--classes is for class numbers, two or more of them, got "
              + classes
              + (hasThresholds ? "; thresholds make classes of their own" : ""));
    }
    if (isClassification != targetRange.isEmpty()) {
      throw wrongUsage(
          isClassification
              ? "--target-range is for values; classes have none"
              : "--private needs --target-range LEAST,MOST from general knowledge: the least and the"
                  + " largest value of the file would disclose two molecules");
    }
    if (!isClassification && (targetRange.size() != 2 || !(least() < most()))) {
      throw wrongUsage("--target-range is LEAST,MOST, two numbers, got " + targetRange);
    }
  }

  /**
   * Refuses a promise that would be none.
   *
   * @param data what is learned from
   */
  void requireFits(OlindaData data) {
    if (!isAsked) {
      return;
    }
    if (data instanceof OlindaClassificationData found && found.classes() > classes(found)) {
      throw new InvalidInputException(
          "the file has classes up to number "
              + (found.classes() - 1)
              + ", and how many there are is not learned from it: say --classes COUNT, as everybody"
              + " knows");
    }
    int molecules = data.train().size();
    if (delta() * molecules >= 1) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "with --delta %s one of the %d training molecules may be given away altogether: use one"
                  + " well below %.1g",
              delta(),
              molecules,
              1.0 / molecules));
    }
  }

  private CommandLine.ParameterException wrongUsage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
