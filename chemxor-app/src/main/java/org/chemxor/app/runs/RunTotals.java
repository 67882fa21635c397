package org.chemxor.app.runs;

import java.time.Instant;

/** Sums over the rows of a run. Guarded by the run. */
final class RunTotals {
  private int rows;
  private int failed;
  private int in;
  private int edge;
  private int out;
  private long requests;
  private long bytesUp;
  private long bytesDown;
  private double largestDifference;

  /** A row that has its answer. */
  void add(RunRow row) {
    rows++;
    failed += row.isFailed() ? 1 : 0;
    switch (row.domain()) {
      case "in" -> in++;
      case "edge" -> edge++;
      case "out" -> out++;
      default -> {}
    }
    row.answer().ifPresent(a -> largestDifference = Math.max(largestDifference, a.difference()));
  }

  void spend(long evaluations, long up, long down) {
    requests += evaluations;
    bytesUp += up;
    bytesDown += down;
  }

  int rows() {
    return rows;
  }

  RunSummary summary(
      String id,
      String title,
      Instant created,
      RunState state,
      String message,
      int all,
      int done,
      double seconds,
      double left) {
    return new RunSummary(
        id,
        title,
        created,
        state,
        message,
        all,
        done,
        failed,
        in,
        edge,
        out,
        requests,
        bytesUp,
        bytesDown,
        seconds,
        left,
        largestDifference);
  }
}
