package org.chemxor.data.predictions;

import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.text.PrintableText;

/**
 * What the numbers that come out of a model are.
 *
 * @param isClassification scores or log-odds of classes; else values
 * @param targets names of what is predicted; with more than one each has one output, a value or the
 *     log-odds of class 1 against class 0
 * @param classes names of the classes of one target in output order; may be empty
 * @param count outputs of the network
 */
public record ModelOutputs(
    boolean isClassification, List<String> targets, List<String> classes, int count) {
  /** Copies the lists. */
  public ModelOutputs {
    targets = List.copyOf(targets);
    classes = List.copyOf(classes);
  }

  /** Whether several targets are predicted at once. */
  public boolean isSeveral() {
    return targets.size() > 1;
  }

  /** Names of the classes of a target: the given ones, or numbers. */
  public List<String> classNames() {
    int expected = isSeveral() ? 2 : count;
    return classes.size() == expected ? classes : numbers(expected);
  }

  /** A column's name for the only target, or one for each of several. */
  public List<String> named(String column) {
    return isSeveral()
        ? targets.stream().map(target -> PrintableText.cell(column + "_" + target)).toList()
        : List.of(column);
  }

  /** Names of the outputs: targets, classes or numbers. */
  List<String> outputNames() {
    if (isSeveral()) {
      return targets;
    }
    return isClassification ? classNames() : numbers(count);
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }
}
