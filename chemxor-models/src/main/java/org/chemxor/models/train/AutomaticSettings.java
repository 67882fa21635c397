package org.chemxor.models.train;

/** Settings that depend on the size of the training set, found by trying. */
final class AutomaticSettings {
  /** From this many training samples on, large batches and more than one thread pay. */
  private static final int LARGE = 2000;

  /** Batches of these small networks keep no more threads busy than this. */
  private static final int MAX_THREADS = 4;

  private static final int FEWEST_EPOCHS = 10;
  private static final int MOST_EPOCHS = 60;

  /** Samples seen in the whole training, where the limits above allow it. */
  private static final int SAMPLES_SEEN = 210_000;

  private AutomaticSettings() {}

  static int threads(int samples) {
    return samples < LARGE ? 1 : Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
  }

  static int batchSize(int samples) {
    return samples < LARGE ? 32 : 128;
  }

  static int epochs(int samples) {
    return Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, SAMPLES_SEEN / Math.max(1, samples)));
  }
}
