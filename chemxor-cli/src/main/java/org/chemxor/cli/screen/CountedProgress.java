package org.chemxor.cli.screen;

import java.io.PrintWriter;
import org.chemxor.cli.terminal.Progress;
import org.jspecify.annotations.Nullable;

/** Progress of work whose size is known only after it has begun. */
final class CountedProgress implements AutoCloseable {
  private final String task;
  private final PrintWriter err;
  private @Nullable Progress progress;
  private long shown;

  CountedProgress(String task, PrintWriter err) {
    this.task = task;
    this.err = err;
  }

  synchronized void start(long total) {
    progress = Progress.of(task, total, err);
  }

  synchronized void done(long count) {
    while (progress != null && shown < count) {
      progress.step("");
      shown++;
    }
  }

  @Override
  public synchronized void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
