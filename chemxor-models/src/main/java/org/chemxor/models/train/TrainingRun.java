package org.chemxor.models.train;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Tensor;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/** One run of {@link Training}, from random weights or a checkpoint to a {@link TrainedModel}. */
final class TrainingRun {
  /**
   * Where and how to save the run's state.
   *
   * @param folder of the state and the best models
   * @param keepBest models to keep
   * @param resume whether to start from the state in the folder
   */
  record Checkpointing(Path folder, int keepBest, boolean resume) {}

  private final OlindaNet architecture;
  private final TrainingSettings settings;
  private final TrainingListener listener;
  private final PackedSamples train;
  private final PackedSamples validation;
  private final Optional<Checkpointing> checkpointing;
  private final List<EpochResult> history = new ArrayList<>();
  private double bestLoss = Double.POSITIVE_INFINITY;
  private List<float[]> bestWeights = List.of();
  private int bestEpoch;
  private long steps;

  TrainingRun(
      OlindaNet architecture,
      TrainingSettings settings,
      TrainingListener listener,
      PackedSamples train,
      PackedSamples validation,
      Optional<Checkpointing> checkpointing) {
    this.architecture = architecture;
    this.settings = settings;
    this.listener = listener;
    this.train = train;
    this.validation = validation;
    this.checkpointing = checkpointing;
  }

  /** Trains; to be called once. */
  TrainedModel run() {
    if (train.size() == 0) {
      throw new InvalidInputException("the training set is empty; it needs at least one sample");
    }
    double inputGain = settings.normalizeInputs() ? 1 / train.meanOfPositivePixels() : 1;
    TorchRuntime.trainingLock().lock();
    try (TorchSession session = TorchSession.open(architecture, settings, scales(), inputGain)) {
      Map<String, String> identity = checkpointing.isPresent() ? identity() : Map.of();
      resume(session, identity);
      int epoch = history.size() + 1;
      while (epoch <= settings.epochs() && !isOutOfPatience(epoch)) {
        runEpoch(session, epoch);
        saveState(session, identity);
        epoch++;
      }
      session.restore(bestWeights.isEmpty() ? session.smoothWeights() : bestWeights);
      return TrainingResult.collect(session, settings, train, validation, history);
    } finally {
      TorchRuntime.trainingLock().unlock();
    }
  }

  private List<TargetScale> scales() {
    return IntStream.range(0, train.targetRow(0).length)
        .mapToObj(
            t ->
                settings.task() == Task.REGRESSION
                    ? TargetScale.of(train.targets(t))
                    : TargetScale.NONE)
        .toList();
  }

  /** What a run that goes on must have in common with this one. */
  private Map<String, String> identity() {
    Map<String, String> identity = new TreeMap<>(settings.describe());
    identity.keySet().removeAll(List.of("epochs", "patience"));
    identity.put("architecture", architecture.toString());
    MessageDigest digest = Hashes.sha256();
    train.digest(digest);
    identity.put("training data", train.size() + " " + hex(digest));
    validation.digest(digest);
    identity.put("validation data", validation.size() + " " + hex(digest));
    return identity;
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void resume(TorchSession session, Map<String, String> identity) {
    if (checkpointing.isEmpty()) {
      return;
    }
    Path folder = checkpointing.get().folder();
    if (!checkpointing.get().resume() || !Checkpoint.FILES.isIn(folder)) {
      return;
    }
    Checkpoint checkpoint = Checkpoint.load(folder);
    checkpoint.requireSame(identity, folder);
    session.restoreState(checkpoint.tensors());
    history.addAll(checkpoint.history());
    steps = checkpoint.steps();
    for (EpochResult result : history) {
      if (result.best()) {
        bestEpoch = result.epoch();
        bestLoss = result.validationLoss();
      }
    }
    if (bestEpoch > 0) {
      bestWeights = session.weightsFrom(checkpoint.tensors(), "best.");
    }
  }

  private void saveState(TorchSession session, Map<String, String> identity) {
    if (checkpointing.isPresent()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>(session.state());
      for (int i = 0; i < bestWeights.size(); i++) {
        tensors.put("best." + i, TorchSession.tensor(bestWeights.get(i)));
      }
      new Checkpoint(identity, steps, history, tensors).save(checkpointing.get().folder());
    }
  }

  /** Whether the best epoch lies as far before {@code nextEpoch} as the patience allows. */
  private boolean isOutOfPatience(int nextEpoch) {
    return settings.patience() > 0 && nextEpoch - 1 - bestEpoch >= settings.patience();
  }

  private void runEpoch(TorchSession session, int epoch) {
    long start = System.nanoTime();
    session.seedEpoch(epoch);
    double trainLoss = trainEpoch(session, epoch);
    List<float[]> raw = session.weights();
    List<float[]> smooth = session.smoothWeights();
    session.restore(smooth);
    double validationLoss = validation.size() == 0 ? Double.NaN : session.loss(validation);
    boolean best = validationLoss < bestLoss;
    if (best) {
      bestLoss = validationLoss;
      bestEpoch = epoch;
      bestWeights = smooth;
    }
    EpochResult result =
        new EpochResult(
            epoch,
            settings.epochs(),
            trainLoss,
            validationLoss,
            rate(epoch, 1),
            (System.nanoTime() - start) / 1_000_000,
            best);
    history.add(result);
    saveIfAmongBest(session);
    session.restore(raw);
    listener.onEpoch(result);
  }

  private void saveIfAmongBest(TorchSession session) {
    checkpointing.ifPresent(
        where ->
            new BestModels(where.folder(), where.keepBest())
                .update(
                    history,
                    () -> TrainingResult.collect(session, settings, train, validation, history)));
  }

  /** One pass over the training data; the mean loss of its batches. */
  private double trainEpoch(TorchSession session, int epoch) {
    int[] order = shuffled(train.size(), new Random(settings.seed() * 1_000_003 + epoch));
    int batches = (train.size() + settings.batchSize() - 1) / settings.batchSize();
    double sum = 0;
    for (int batch = 0; batch < batches; batch++) {
      int from = batch * settings.batchSize();
      int to = Math.min(train.size(), from + settings.batchSize());
      double rate = rate(epoch, (double) batch / batches);
      double loss = session.step(train, order, from, to, ++steps, rate);
      requireFinite(loss, epoch);
      sum += loss * (to - from);
      listener.onBatch(
          new TrainingListener.BatchProgress(epoch, settings.epochs(), batch + 1, batches, loss));
    }
    return sum / train.size();
  }

  private double rate(int epoch, double progress) {
    return settings.learningRate() * settings.schedule().factor(epoch, settings.epochs(), progress);
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
