package org.chemxor.service.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a file of predictions depends on, as the first line of its journal says it.
 *
 * @param model digest of the program and of all else that decides what is predicted; see {@link
 *     ModelFingerprint#ofResults}
 * @param decimals of the outputs in the file
 * @param coverage of the intervals in it
 * @param input digest of the input's rows
 */
record QueryRecord(String model, int decimals, double coverage, String input) {
  private static final Pattern LINE =
      Pattern.compile(
          "predictions 3 model ([0-9a-f]{64}) decimals ([0-9]{1,2}) coverage (0\\.[0-9]{1,4}) input"
              + " (\\S+)");

  /** One line of text, without its end. */
  String line() {
    return "predictions 3 model "
        + model
        + " decimals "
        + decimals
        + " coverage "
        + coverage
        + " input "
        + input;
  }

  /** What a line says; empty when it is none of these. */
  static Optional<QueryRecord> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new QueryRecord(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                matcher.group(4)))
        : Optional.empty();
  }

  /** In what this query differs from the one with which the file was begun; empty if in nothing. */
  String differenceFrom(QueryRecord begun) {
    List<String> differences = new ArrayList<>();
    if (!begun.model().equals(model)) {
      differences.add("another model or plan, or the model has changed");
    }
    if (begun.decimals() != decimals) {
      differences.add(begun.decimals() + " decimals, this query writes " + decimals);
    }
    if (begun.coverage() != coverage) {
      differences.add("a coverage of " + begun.coverage() + ", this query's is " + coverage);
    }
    if (!begun.input().equals(input)) {
      differences.add("another input, or the input has changed");
    }
    return String.join("; with ", differences);
  }
}
