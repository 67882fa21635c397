package org.chemxor.data.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.csv.RowProblem;
import org.jspecify.annotations.Nullable;

/**
 * Does the work on many rows on all cores, a chunk at a time, and hands the results on in the order
 * of the rows. Work that ends with an {@link InvalidInputException} becomes a problem of its row.
 *
 * @param <T> the result of a row
 */
public final class InOrder<T> {
  private static final int CHUNK_ROWS = 1024;

  private final Consumer<? super T> results;
  private final Consumer<RowProblem> problems;
  private final List<Supplier<Outcome<T>>> waiting = new ArrayList<>();

  public InOrder(Consumer<? super T> results, Consumer<RowProblem> problems) {
    this.results = results;
    this.problems = problems;
  }

  private record Outcome<T>(@Nullable T result, @Nullable RowProblem problem) {}

  void add(long row, Supplier<T> work) {
    enqueue(() -> run(row, work));
  }

  void add(RowProblem problem) {
    enqueue(() -> new Outcome<>(null, problem));
  }

  private void enqueue(Supplier<Outcome<T>> outcome) {
    waiting.add(outcome);
    if (waiting.size() >= CHUNK_ROWS) {
      finish();
    }
  }

  /** Does what is waiting. */
  void finish() {
    List<Outcome<T>> outcomes = waiting.parallelStream().map(Supplier::get).toList();
    waiting.clear();
    for (Outcome<T> outcome : outcomes) {
      if (outcome.result() != null) {
        results.accept(outcome.result());
      } else if (outcome.problem() != null) {
        problems.accept(outcome.problem());
      }
    }
  }

  private static <T> Outcome<T> run(long row, Supplier<T> work) {
    try {
      return new Outcome<>(work.get(), null);
    } catch (InvalidInputException e) {
      String message = Optional.ofNullable(e.getMessage()).orElse("it cannot be used");
      return new Outcome<>(null, new RowProblem(row, message));
    }
  }
}
