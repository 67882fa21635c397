package org.chemxor.cli.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.chemxor.core.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far long work has come: a bar when standard output is a terminal, otherwise a plain
 * line now and then on standard error, so that results can be piped.
 */
public final class Progress implements AutoCloseable {
  /** Set by the start script when standard output is a terminal; Java cannot tell reliably. */
  private static final String TERMINAL = "chemxor.terminal";

  private static final int PLAIN_LINES = 5;

  private final String task;
  private final long total;
  private final PrintWriter err;
  private final @Nullable ProgressBar bar;
  private long done;
  private String note = "";

  private Progress(String task, long total, PrintWriter err, @Nullable ProgressBar bar) {
    this.task = task;
    this.total = total;
    this.err = err;
    this.bar = bar;
  }

  /**
   * Starts showing.
   *
   * @param task what is being done
   * @param total steps there are
   * @param err standard error
   */
  public static Progress of(String task, long total, PrintWriter err) {
    if (!Boolean.getBoolean(TERMINAL)) {
      return new Progress(task, total, err, null);
    }
    ProgressBar bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(200)
            .setConsumer(new ConsoleProgressBarConsumer(System.out))
            .build();
    return new Progress(task, total, err, bar);
  }

  /** One step further. */
  public void step(String message) {
    done++;
    note = message;
    if (bar != null) {
      bar.step();
      bar.setExtraMessage(PrintableText.line(message));
    } else if (done == total || done % Math.max(1, total / PLAIN_LINES) == 0) {
      err.println(String.format(Locale.ROOT, "%s: %d of %d %s", task, done, total, note));
      err.flush();
    }
  }

  /** Moves a bar, whose length may have changed; says nothing where there is none. */
  public void moveTo(long step, long length, String message) {
    if (bar != null) {
      bar.maxHint(length);
      bar.stepTo(step);
      bar.setExtraMessage(PrintableText.line(message));
    }
  }

  /** A plain line; says nothing where there is a bar. */
  public void line(String message) {
    if (bar == null) {
      err.println(task + ": " + message);
      err.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
