package org.chemxor.app.runs;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.chemxor.app.given.GivenMolecules;
import org.chemxor.app.model.Cost;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.model.RowAnswer;
import org.jspecify.annotations.Nullable;

/** A list of molecules being predicted. Thread-safe. */
public final class Run {
  private static final double NANOS = 1e9;

  private final String id;
  private final String title;
  private final Instant created;
  private final List<RunRow> rows = new ArrayList<>();
  private final Deque<Integer> pending = new ArrayDeque<>();
  private final RunTotals totals = new RunTotals();
  private @Nullable PredictedBy predictedBy;
  private RunState state = RunState.STOPPED;
  private RunState end = RunState.STOPPED;
  private String message = "";
  private int workers;
  private long startedNanos;
  private double secondsBefore;
  private int doneBefore;

  private Run(String id, String title, Instant created) {
    this.id = id;
    this.title = title;
    this.created = created;
  }

  /** A run that has not begun. */
  static Run of(String id, String title, List<GivenMolecules.Row> given) {
    Run run = new Run(id, title, Instant.now());
    for (GivenMolecules.Row row : given) {
      run.put(RunRow.of(run.rows.size(), row));
    }
    return run;
  }

  /**
   * A run as it was.
   *
   * @param was its summary
   * @param rows its rows, in order
   * @param predictedBy whose predictions they are, if there are any
   */
  public static Run restored(RunSummary was, List<RunRow> rows, Optional<PredictedBy> predictedBy) {
    Run run = new Run(was.id(), was.title(), was.created());
    rows.forEach(run::put);
    run.predictedBy = predictedBy.orElse(null);
    run.secondsBefore = was.seconds();
    run.totals.spend(was.requests(), was.bytesUp(), was.bytesDown());
    run.state = run.pending.isEmpty() ? RunState.DONE : RunState.STOPPED;
    return run;
  }

  private void put(RunRow row) {
    rows.add(row);
    if (row.isPending()) {
      pending.add(row.index());
    } else {
      totals.add(row);
    }
  }

  /** Its name among the others: 32 hexadecimal digits. */
  public String id() {
    return id;
  }

  /** The rows as they are now. */
  public synchronized List<RunRow> rows() {
    return List.copyOf(rows);
  }

  /** A row; empty when there is none. */
  public synchronized Optional<RunRow> row(int index) {
    return index >= 0 && index < rows.size() ? Optional.of(rows.get(index)) : Optional.empty();
  }

  /** Whose predictions they are, once there is one. */
  public synchronized Optional<PredictedBy> predictedBy() {
    return Optional.ofNullable(predictedBy);
  }

  /** How far it is. */
  public synchronized RunSummary summary() {
    double seconds = seconds();
    int done = rows.size() - pendingRows();
    double now = seconds - secondsBefore;
    int since = done - doneBefore;
    boolean isGoing = state == RunState.RUNNING && since > 0;
    double left = isGoing ? now / since * (rows.size() - done) : -1;
    return totals.summary(id, title, created, state, message, rows.size(), done, seconds, left);
  }

  private double seconds() {
    return secondsBefore + (workers > 0 ? (System.nanoTime() - startedNanos) / NANOS : 0);
  }

  private int pendingRows() {
    return rows.size() - totals.rows();
  }

  /** Whether it can be begun or gone on with. */
  synchronized boolean isResumable() {
    return workers == 0 && (state == RunState.STOPPED || state == RunState.FAILED);
  }

  /** Begins with so many workers, each of which must come to {@link #left}. */
  synchronized void begin(int count) {
    startedNanos = System.nanoTime();
    doneBefore = rows.size() - pendingRows();
    workers = count;
    end = RunState.STOPPED;
    set(RunState.RUNNING, "");
  }

  private void set(RunState now, String reason) {
    state = now;
    message = reason;
  }

  /** Rows to ask about; empty when a worker has nothing more to do. */
  synchronized List<RunRow> take(int most) {
    List<RunRow> taken = new ArrayList<>();
    while (isGoing() && !pending.isEmpty() && taken.size() < most) {
      taken.add(rows.get(pending.remove()));
    }
    return taken;
  }

  /** Whether more is to be asked about. */
  synchronized boolean isGoing() {
    return state == RunState.RUNNING || state == RunState.WAITING;
  }

  synchronized void giveBack(List<RunRow> taken) {
    List<RunRow> reversed = new ArrayList<>(taken);
    Collections.reverse(reversed);
    reversed.forEach(row -> pending.addFirst(row.index()));
  }

  synchronized void complete(List<RunRow> taken, List<RowAnswer> answers, PredictedBy by) {
    predictedBy = by;
    boolean isAsked = false;
    for (int i = 0; i < taken.size(); i++) {
      RunRow row = taken.get(i).with(answers.get(i));
      rows.set(row.index(), row);
      totals.add(row);
      Cost cost = answers.get(i).cost();
      if (!isAsked && cost.rows() > 0) {
        totals.spend(1, cost.bytesUp(), cost.bytesDown());
        isAsked = true;
      }
    }
    if (state == RunState.WAITING) {
      set(RunState.RUNNING, "");
    }
  }

  /** The server is away. */
  synchronized void waiting(String reason) {
    if (isGoing()) {
      set(RunState.WAITING, reason);
    }
  }

  /** Waits, and less when it is stopped. */
  synchronized void pause(long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (isGoing() && left > 0) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  /** Begins nothing more. */
  synchronized void stop() {
    if (isGoing()) {
      set(RunState.STOPPING, "");
      notifyAll();
    }
  }

  synchronized void fail(String reason) {
    end = RunState.FAILED;
    set(RunState.STOPPING, reason);
    notifyAll();
  }

  /**
   * A worker ends.
   *
   * @return whether it was the last
   */
  synchronized boolean left() {
    if (workers == 1) {
      secondsBefore = seconds();
    }
    workers--;
    if (workers == 0) {
      boolean isDone = pending.isEmpty() && pendingRows() == 0;
      set(isDone ? RunState.DONE : end, isDone ? "" : message);
      notifyAll();
    }
    return workers == 0;
  }

  @Override
  public String toString() {
    return "Run[" + id + "]";
  }
}
