package org.chemxor.cli.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chemxor.core.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Whether a training hides its molecules, and how well. */
final class PrivacyOptions {
  private static final double EPSILON = 8;
  private static final double DELTA = 1e-5;

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

  boolean isAsked() {
    return isAsked;
  }

  double epsilon() {
    return epsilon == null ? EPSILON : epsilon;
  }

  double delta() {
    return delta == null ? DELTA : delta;
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
   * @throws CommandLine.ParameterException saying what
   */
  void requireConsistent(boolean isClassification) {
    if (!isAsked) {
      if (epsilon != null || delta != null || !targetRange.isEmpty()) {
        throw wrongUsage("--epsilon, --delta and --target-range are for --private");
      }
      return;
    }
    if (!(epsilon() > 0) || !(delta() > 0 && delta() < 1)) {
      throw wrongUsage(
          "--epsilon is above 0 and --delta between 0 and 1, got " + epsilon() + " and " + delta());
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
   * @param molecules in the training part
   */
  void requireFits(int molecules) {
    if (isAsked && delta() * molecules >= 1) {
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
