package org.chemxor.models.train;

import org.chemxor.models.trained.EpochResult;

/**
 * Is told how a training goes on, on the thread that trains. Both methods do nothing by default.
 */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener SILENT = new TrainingListener() {};

  /**
   * One step of the optimiser.
   *
   * @param epoch from 1
   * @param epochs the most there will be
   * @param batch from 1
   * @param batches in this epoch
   * @param loss of this batch, in standardised units squared for a regression
   */
  record BatchProgress(int epoch, int epochs, int batch, int batches, double loss) {}

  /** A batch is done. */
  default void onBatch(BatchProgress progress) {}

  /** An epoch is done. */
  default void onEpoch(EpochResult result) {}
}
