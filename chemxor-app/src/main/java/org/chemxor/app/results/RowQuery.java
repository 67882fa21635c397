package org.chemxor.app.results;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.runs.Run;
import org.chemxor.app.runs.RunRow;
import org.chemxor.core.InvalidInputException;

/**
 * Which rows of a run are shown, and in which order.
 *
 * @param show all, predicted, errors, pending, in, edge or out
 * @param search a part of the name, the SMILES or the error, in upper or lower case; empty for all
 * @param sort row, name, smiles, difference, or the name of a column of the predictions
 * @param isDescending largest first
 */
public record RowQuery(String show, String search, String sort, boolean isDescending) {
  private static final List<String> SHOWS =
      List.of("all", "predicted", "errors", "pending", "in", "edge", "out");

  /** All rows as they were given. */
  public static final RowQuery ALL = new RowQuery("all", "", "row", false);

  /**
   * Checks what can be checked without a run.
   *
   * @throws InvalidInputException when there is no such choice
   */
  public RowQuery {
    if (!SHOWS.contains(show)) {
      throw new InvalidInputException("rows can be shown by one of " + SHOWS);
    }
  }

  /**
   * The rows.
   *
   * @throws InvalidInputException when there is no column to sort by
   */
  public List<RunRow> of(Run run) {
    Stream<RunRow> rows = run.rows().stream().filter(this::isShown).filter(this::isFound);
    Comparator<RunRow> order = order(run.predictedBy());
    return rows.sorted(isDescending ? order.reversed() : order).toList();
  }

  private boolean isShown(RunRow row) {
    return switch (show) {
      case "all" -> true;
      case "predicted" -> !row.isPending() && !row.isFailed();
      case "errors" -> row.isFailed();
      case "pending" -> row.isPending();
      default -> row.domain().equals(show);
    };
  }

  private boolean isFound(RunRow row) {
    String part = search.toLowerCase(Locale.ROOT);
    return Stream.of(row.asked().name(), row.asked().smiles(), row.error())
        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(part));
  }

  private Comparator<RunRow> order(Optional<PredictedBy> by) {
    Comparator<RunRow> byIndex = Comparator.comparingInt(RunRow::index);
    return switch (sort) {
      case "row" -> byIndex;
      case "name" -> text(row -> row.asked().name()).thenComparing(byIndex);
      case "smiles" -> text(row -> row.asked().smiles()).thenComparing(byIndex);
      case "difference" ->
          Comparator.comparingDouble(
                  (RunRow row) -> row.answer().map(a -> a.difference()).orElse(-1.0))
              .thenComparing(byIndex);
      default -> byCell(by).thenComparing(byIndex);
    };
  }

  private static Comparator<RunRow> text(Function<RunRow, String> text) {
    return Comparator.comparing(text, String.CASE_INSENSITIVE_ORDER);
  }

  /** Rows without a prediction are below all others. */
  private Comparator<RunRow> byCell(Optional<PredictedBy> by) {
    int column = by.map(b -> b.columns().header().indexOf(sort)).orElse(-1);
    if (column < 0) {
      throw new InvalidInputException("there is no column of that name to sort by");
    }
    PredictedBy predicted = by.orElseThrow();
    Map<Integer, String> known = new HashMap<>();
    Function<RunRow, String> cell =
        row -> known.computeIfAbsent(row.index(), index -> cell(row, predicted, column));
    return Comparator.comparingDouble((RunRow row) -> number(cell.apply(row)))
        .thenComparing(text(cell));
  }

  private static String cell(RunRow row, PredictedBy by, int column) {
    List<String> cells = Cells.of(row, by);
    return cells.isEmpty() ? "" : cells.get(column);
  }

  private static double number(String cell) {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NEGATIVE_INFINITY;
    }
  }
}
