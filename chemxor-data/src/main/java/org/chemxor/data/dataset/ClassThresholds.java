package org.chemxor.data.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;

/**
 * Turns values into classes: class 0 up to and including the first threshold, class 1 above it up
 * to and including the second, and so on.
 *
 * @param values finite, each larger than the one before; at least one
 */
public record ClassThresholds(List<Double> values) {
  /** Copies the list and checks the order. */
  public ClassThresholds {
    values = List.copyOf(values);
    for (int i = 0; i < values.size(); i++) {
      if (!Double.isFinite(values.get(i)) || (i > 0 && values.get(i) <= values.get(i - 1))) {
        throw new InvalidInputException(
            "thresholds must be finite numbers in increasing order, got " + values);
      }
    }
    if (values.isEmpty()) {
      throw new InvalidInputException("classes need at least one threshold");
    }
  }

  /** From numbers. */
  public static ClassThresholds of(double... values) {
    return new ClassThresholds(Arrays.stream(values).boxed().toList());
  }

  /**
   * From what {@link #toString} gave.
   *
   * @throws InvalidInputException when it is something else
   */
  public static ClassThresholds parse(String text) {
    try {
      return new ClassThresholds(
          Arrays.stream(text.split(",", -1)).map(Double::parseDouble).toList());
    } catch (NumberFormatException e) {
      throw new InvalidInputException("'" + text + "' is no list of thresholds", e);
    }
  }

  /** The class of a value, from 0. */
  public int classOf(double value) {
    return (int) values.stream().filter(threshold -> value > threshold).count();
  }

  /** Number of classes: one more than thresholds. */
  public int classes() {
    return values.size() + 1;
  }

  /** The classes in words, such as "up to 1.0", "above 1.0 up to 3.0" and "above 3.0". */
  public List<String> names() {
    return IntStream.range(0, classes())
        .mapToObj(
            c ->
                ((c > 0 ? "above " + values.get(c - 1) : "")
                        + (c < values.size() ? " up to " + values.get(c) : ""))
                    .strip())
        .toList();
  }

  /** The values, separated by commas. */
  @Override
  public String toString() {
    return values.stream().map(value -> value.toString()).collect(Collectors.joining(","));
  }
}
