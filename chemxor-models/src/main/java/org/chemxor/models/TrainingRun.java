package org.chemxor.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import org.chemxor.core.InvalidInputException;

/** One run of {@link Training}, from random weights to a {@link TrainedModel}. */
final class TrainingRun {
  /** The PyTorch engine allows one gradient collector in a process at a time. */
  private static final ReentrantLock ENGINE = new ReentrantLock();

  private final TrainingSettings settings;
  private final TrainingListener listener;
  private final PackedSamples train;
  private final PackedSamples validation;
  private final TorchSession session;
  private final List<TrainingListener.EpochResult> history = new ArrayList<>();
  private double bestLoss = Double.POSITIVE_INFINITY;
  private List<float[]> bestWeights = List.of();
  private long steps;

  private TrainingRun(
      TrainingSettings settings,
      TrainingListener listener,
      PackedSamples train,
      PackedSamples validation,
      TorchSession session) {
    this.settings = settings;
    this.listener = listener;
    this.train = train;
    this.validation = validation;
    this.session = session;
  }

  static TrainedModel run(
      OlindaNet architecture,
      TrainingSettings settings,
      TrainingListener listener,
      PackedSamples train,
      PackedSamples validation) {
    if (train.size() == 0) {
      throw new InvalidInputException("the training set is empty; it needs at least one sample");
    }
    TargetScale scale =
        settings.task() == Task.REGRESSION ? TargetScale.of(train.targets()) : TargetScale.NONE;
    ENGINE.lock();
    try (TorchSession session = TorchSession.open(architecture, settings, scale)) {
      return new TrainingRun(settings, listener, train, validation, session).train();
    } finally {
      ENGINE.unlock();
    }
  }

  private TrainedModel train() {
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      runEpoch(epoch);
    }
    if (!bestWeights.isEmpty()) {
      session.restore(bestWeights);
    }
    return TrainingResult.collect(session, settings, train, validation, history);
  }

  private void runEpoch(int epoch) {
    long start = System.nanoTime();
    int[] order = shuffled(train.size(), new Random(settings.seed() * 1_000_003 + epoch));
    session.seedEpoch(epoch);
    int batches = (train.size() + settings.batchSize() - 1) / settings.batchSize();
    double sum = 0;
    for (int batch = 0; batch < batches; batch++) {
      int from = batch * settings.batchSize();
      int to = Math.min(train.size(), from + settings.batchSize());
      double loss = session.step(train, order, from, to, ++steps, settings.learningRate());
      requireFinite(loss, epoch);
      sum += loss * (to - from);
      listener.onBatch(
          new TrainingListener.BatchProgress(epoch, settings.epochs(), batch + 1, batches, loss));
    }
    double validationLoss = validation.size() == 0 ? Double.NaN : session.loss(validation);
    boolean best = validationLoss < bestLoss;
    if (best) {
      bestLoss = validationLoss;
      bestWeights = session.weights();
    }
    TrainingListener.EpochResult result =
        new TrainingListener.EpochResult(
            epoch,
            settings.epochs(),
            sum / train.size(),
            validationLoss,
            settings.learningRate(),
            (System.nanoTime() - start) / 1_000_000,
            best);
    history.add(result);
    listener.onEpoch(result);
  }

  private void requireFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new TrainingException(
          "the loss became "
              + loss
              + " in epoch "
              + epoch
              + " with learning rate "
              + settings.learningRate()
              + "; use a lower one and check the data for extreme targets");
    }
  }

  /** The numbers from 0 to size - 1 in random order (Fisher and Yates). */
  static int[] shuffled(int size, Random random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
