package org.chemxor.cli.train;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.chemxor.models.tuning.PolynomialFit;
import org.chemxor.models.tuning.TuningResult;

/** What fine-tuning did, for people and as JSON. */
final class TuningTable {
  private TuningTable() {}

  /**
   * One step.
   *
   * @param step what was done
   * @param replacement of a ReLU: degree, range and errors of its polynomial; empty otherwise
   * @param metrics on the validation data after it
   */
  record Row(String step, String replacement, Map<String, Double> metrics) {}

  static List<Row> rows(TuningResult result) {
    return result.steps().stream()
        .map(
            step ->
                new Row(
                    step.name(),
                    step.fit().map(PolynomialFit::toString).orElse(""),
                    step.metrics()))
        .toList();
  }

  /** A line for each step with the metrics that all of them have. */
  static void print(PrintWriter out, List<Row> rows) {
    TreeSet<String> names = new TreeSet<>(rows.get(0).metrics().keySet());
    rows.forEach(row -> names.retainAll(row.metrics().keySet()));
    out.printf("%-28s", "step");
    names.forEach(name -> out.printf(" %10s", name));
    out.println("  polynomial");
    for (Row row : rows) {
      out.printf("%-28s", row.step());
      names.forEach(name -> out.printf(Locale.ROOT, " %10.4f", row.metrics().get(name)));
      out.println(row.replacement().isEmpty() ? "" : "  " + row.replacement());
    }
    out.flush();
  }
}
