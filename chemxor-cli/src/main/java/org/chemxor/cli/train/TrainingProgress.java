package org.chemxor.cli.train;

import java.io.PrintWriter;
import java.util.Locale;
import org.chemxor.cli.terminal.Progress;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.EpochResult;

/**
 * Shows how far a training has come, its losses and the time left: a bar that moves with every
 * batch on a terminal, otherwise a line for the first epoch, the last and some between.
 */
public final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final int PLAIN_LINES = 10;
  private static final int MILLIS_PER_SECOND = 1000;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int MINUTES_PER_HOUR = 60;

  private final Progress progress;
  private String losses = "";
  private long millis;
  private int epochsSeen;

  private TrainingProgress(Progress progress) {
    this.progress = progress;
  }

  /**
   * Starts showing.
   *
   * @param epochs the most there will be
   * @param err standard error
   */
  public static TrainingProgress of(int epochs, PrintWriter err) {
    return new TrainingProgress(Progress.of("training", epochs, err));
  }

  @Override
  public void onBatch(BatchProgress at) {
    long batches = at.batches();
    progress.moveTo(
        (at.epoch() - 1) * batches + at.batch(),
        at.epochs() * batches,
        losses.isEmpty() ? String.format(Locale.ROOT, "loss %.3f", at.loss()) : losses);
  }

  @Override
  public void onEpoch(EpochResult result) {
    losses = String.format(Locale.ROOT, "loss %.3f", result.trainLoss());
    if (!Double.isNaN(result.validationLoss())) {
      losses += String.format(Locale.ROOT, ", validation %.3f", result.validationLoss());
      losses += result.best() ? " (best)" : "";
    }
    millis += result.millis();
    epochsSeen++;
    int every = Math.max(1, result.epochs() / PLAIN_LINES);
    boolean last = result.epoch() == result.epochs();
    if (epochsSeen == 1 || last || result.epoch() % every == 0) {
      long left = millis / epochsSeen * (result.epochs() - result.epoch());
      progress.line(
          "epoch %d of %d, %s%s"
              .formatted(
                  result.epoch(),
                  result.epochs(),
                  losses,
                  last ? "" : ", " + time(left) + " left"));
    }
  }

  /** A duration in the unit people would use. */
  static String time(long millis) {
    long seconds = Math.max(1, (millis + MILLIS_PER_SECOND / 2) / MILLIS_PER_SECOND);
    long minutes = (seconds + SECONDS_PER_MINUTE / 2) / SECONDS_PER_MINUTE;
    if (seconds < 2 * SECONDS_PER_MINUTE) {
      return seconds + " s";
    }
    return minutes < 2 * MINUTES_PER_HOUR
        ? minutes + " min"
        : minutes / MINUTES_PER_HOUR + " h " + minutes % MINUTES_PER_HOUR + " min";
  }

  @Override
  public void close() {
    progress.close();
  }
}
