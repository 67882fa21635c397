package org.chemxor.models.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.jspecify.annotations.Nullable;

/**
 * Trains an {@link OlindaNet} with DJL on the PyTorch engine.
 *
 * <pre>{@code
 * TrainedModel model = Training.of(OlindaNet.zero()).epochs(40).seed(7).fit(train, validate);
 * model.save(Path.of("model"));
 * }</pre>
 *
 * <p>Same data, settings and number of threads give the same weights bit for bit. The engine allows
 * one training at a time in a process; a second waits for the first.
 */
public final class Training {
  private static final int AUTOMATIC = 0;

  private final OlindaNet architecture;
  private Task task = Task.REGRESSION;
  private int epochs = 40;
  private int batchSize = 128;
  private double learningRate = 3e-4;
  private Schedule schedule = Schedule.constant();
  private double weightDecay;
  private double dropout;
  private boolean normalizeInputs;
  private double averaging;
  private double rangeLimit = Double.POSITIVE_INFINITY;
  private double rangePenalty;
  private int patience;
  private List<Double> classWeights = List.of();
  private double labelSmoothing;
  private long seed = 1;
  private int threads;
  private @Nullable Path checkpoints;
  private int keepBest = 1;
  private boolean resume;
  private TrainingListener listener = TrainingListener.SILENT;

  private Training(OlindaNet architecture) {
    this.architecture = architecture;
  }

  /** A training of {@code architecture} with the default settings, a regression. */
  public static Training of(OlindaNet architecture) {
    return new Training(architecture);
  }

  /**
   * A training of the same layers with {@link Activation#STEEP} and with settings that learn more
   * from thousands of molecules: normalised inputs, cosine schedule, averaged weights, dropout and
   * weight decay. As cheap to evaluate under encryption, and better on every data set measured (see
   * the guide to training for figures).
   */
  public static Training improved(OlindaNet architecture) {
    return improved(architecture, Activation.STEEP);
  }

  /** As {@link #improved(OlindaNet)}, with another steep activation, such as a learned one. */
  public static Training improved(OlindaNet architecture, Activation activation) {
    return tuned(architecture.withActivation(activation)).learningRate(2e-3).dropout(0.4);
  }

  /**
   * A training of {@code architecture} with its own activation, ChemXor's unless replaced, and the
   * settings found to suit that one: as {@link #improved}, with smaller steps and less dropout.
   */
  public static Training tuned(OlindaNet architecture) {
    Training training = of(architecture);
    training.epochs = AUTOMATIC;
    training.batchSize = AUTOMATIC;
    return training
        .learningRate(1e-3)
        .schedule(Schedule.cosine())
        .normalizeInputs()
        .averaging(0.995)
        .dropout(0.2)
        .weightDecay(0.1);
  }

  /** Trains a classifier with as many classes as the network has outputs, at least two. */
  public Training classification() {
    if (architecture.outputs() < 2) {
      throw new IllegalArgumentException(
          "a classifier needs at least 2 outputs, "
              + architecture.name()
              + " has "
              + architecture.outputs()
              + "; use withOutputs(classes)");
    }
    task = Task.CLASSIFICATION;
    return this;
  }

  /**
   * Most passes over the training data; 40 unless set, or as many as suit the number of samples in
   * {@link #improved} and {@link #tuned}.
   */
  public Training epochs(int count) {
    requirePositive("epochs", count);
    epochs = count;
    return this;
  }

  /**
   * Samples in a step; 128 unless set, or what suits the number of samples in {@link #improved} and
   * {@link #tuned}. The last batch of an epoch may be smaller.
   */
  public Training batchSize(int size) {
    requirePositive("batch size", size);
    batchSize = size;
    return this;
  }

  /** Adam's step size; 3e-4 unless set. */
  public Training learningRate(double rate) {
    learningRate = rate;
    return this;
  }

  /** How the learning rate changes; constant unless set. */
  public Training schedule(Schedule value) {
    schedule = value;
    return this;
  }

  /** Decoupled weight decay; 0 unless set. */
  public Training weightDecay(double decay) {
    weightDecay = decay;
    return this;
  }

  /** Share of the linear layers' activations dropped in training; 0 unless set. */
  public Training dropout(double share) {
    dropout = share;
    return this;
  }

  /**
   * Divides the pixels by the mean of those above zero in the training images, so that the network
   * starts in the curved part of its activation whatever the featuriser's scale. The factor becomes
   * part of the first layer's weights: images are given to the trained network as they are.
   */
  public Training normalizeInputs() {
    normalizeInputs = true;
    return this;
  }

  /**
   * Validates and keeps a running mean of the weights, {@code mean = decay mean + (1 - decay)
   * weights} after every step, which is smoother than the last weights; 0, for none, unless set.
   * Early in a run the decay is smaller, so that the random start is forgotten.
   */
  public Training averaging(double decay) {
    averaging = decay;
    return this;
  }

  /**
   * Keeps what enters the activations inside plus or minus {@code limit}, where encrypted
   * evaluation is accurate, by adding {@code penalty} times the mean square of the excess to the
   * loss. No penalty unless set. The ranges reached are in {@link
   * org.chemxor.models.trained.ModelInfo#ranges ModelInfo.ranges}.
   */
  public Training keepActivationsWithin(double limit, double penalty) {
    rangeLimit = limit;
    rangePenalty = penalty;
    return this;
  }

  /**
   * Stops after this many epochs without a lower validation loss than the lowest so far; never
   * unless set. Needs validation data.
   */
  public Training patience(int epochsWithoutImprovement) {
    patience = epochsWithoutImprovement;
    return this;
  }

  /**
   * Weight of each class in a classification's loss, such as the inverse of its frequency; equal
   * unless set.
   */
  public Training classWeights(List<Double> weights) {
    classWeights = List.copyOf(weights);
    return this;
  }

  /**
   * For a classification with one target: what the right class gives away to all classes alike in
   * the loss, so that the network is less sure of what it learned from; 0 unless set, 0.1 is usual.
   */
  public Training labelSmoothing(double share) {
    labelSmoothing = share;
    return this;
  }

  /** Seed of initialisation, shuffling and dropout; 1 unless set. */
  public Training seed(long value) {
    seed = value;
    return this;
  }

  /**
   * Native threads; unless set, one for fewer than 2000 training samples and else as many as there
   * are processors, up to 4. Another number of threads adds in another order, so that results
   * differ in the last digits.
   */
  public Training threads(int count) {
    requirePositive("threads", count);
    threads = count;
    return this;
  }

  /**
   * Saves the state of the training into {@code folder} after every epoch, and the models of the
   * {@code keepBest} epochs with the lowest validation losses into {@code epoch-NNNN} below it.
   */
  public Training checkpoints(Path folder, int best) {
    if (best < 0) {
      throw new IllegalArgumentException("models to keep is " + best + "; it must be at least 0");
    }
    checkpoints = folder;
    keepBest = best;
    return this;
  }

  /**
   * Goes on from the state in the checkpoint folder, if there is one, and ends with the same
   * weights as a training that was never interrupted. Architecture, data and settings must be the
   * same; epochs and patience may be larger.
   */
  public Training resume() {
    resume = true;
    return this;
  }

  /** Who is told about progress. */
  public Training listener(TrainingListener target) {
    listener = target;
    return this;
  }

  /**
   * The settings as they stand.
   *
   * @param samples size of the training set, on which what is not set may depend
   * @throws IllegalArgumentException when one is out of range
   */
  public TrainingSettings settings(int samples) {
    return new TrainingSettings(
        task,
        epochs == AUTOMATIC ? AutomaticSettings.epochs(samples) : epochs,
        batchSize == AUTOMATIC ? AutomaticSettings.batchSize(samples) : batchSize,
        learningRate,
        schedule,
        weightDecay,
        dropout,
        normalizeInputs,
        averaging,
        rangeLimit,
        rangePenalty,
        patience,
        classWeights,
        labelSmoothing,
        seed,
        threads == AUTOMATIC ? AutomaticSettings.threads(samples) : threads);
  }

  /** Trains without validation data: the weights of the last epoch are kept. */
  public TrainedModel fit(Iterable<Sample> train) {
    return fit(train, List.of());
  }

  /**
   * Trains and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train at least one sample; a list that must not change, or anything else, read once
   * @param validate likewise; may be empty, then the last epoch's weights are kept
   * @throws org.chemxor.core.InvalidInputException when a sample cannot be used, or the state to
   *     resume from belongs to another training or is damaged
   * @throws TrainingException when PyTorch does not start here or the loss diverges
   */
  public TrainedModel fit(Iterable<Sample> train, Iterable<Sample> validate) {
    requireConsistent();
    PackedSamples trainData = PackedSamples.of("training", train, task, architecture.outputs());
    return fit(trainData, PackedSamples.of("validation", validate, task, architecture.outputs()));
  }

  private TrainedModel fit(PackedSamples trainData, PackedSamples validationData) {
    TrainingSettings settings = settings(trainData.size());
    if (patience > 0 && validationData.size() == 0) {
      throw new IllegalArgumentException(
          "early stopping (patience " + patience + ") needs validation data; none was given");
    }
    return new TrainingRun(
            architecture, settings, listener, trainData, validationData, checkpointing())
        .run();
  }

  /**
   * Trains one network for several targets, one output each: values, or after {@link
   * #classification} the log-odds of class 1 against class 0. Missing values take no part in the
   * loss.
   *
   * @param trainTargets {@code [sample][target]}, NaN where a value is missing; as many targets as
   *     the network has outputs
   * @param validateTargets likewise
   * @throws org.chemxor.core.InvalidInputException as {@link #fit(Iterable, Iterable)} does
   */
  public TrainedModel fitSeveral(
      Iterable<Sample> train,
      double[][] trainTargets,
      Iterable<Sample> validate,
      double[][] validateTargets) {
    if (!classWeights.isEmpty() || architecture.outputs() < 2) {
      throw new IllegalArgumentException(
          "several targets need one output each and take no class weights; "
              + architecture.name()
              + " has "
              + architecture.outputs()
              + " outputs");
    }
    for (double[][] rows : List.of(trainTargets, validateTargets)) {
      if (Arrays.stream(rows).anyMatch(row -> row.length != architecture.outputs())) {
        throw new IllegalArgumentException(
            "every sample needs " + architecture.outputs() + " targets, one for each output");
      }
    }
    return fit(
        PackedSamples.ofSeveral("training", train, trainTargets, task),
        PackedSamples.ofSeveral("validation", validate, validateTargets, task));
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
    }
  }

  private Optional<TrainingRun.Checkpointing> checkpointing() {
    if (checkpoints == null) {
      if (resume) {
        throw new IllegalArgumentException("resume() needs checkpoints(folder, best)");
      }
      return Optional.empty();
    }
    return Optional.of(new TrainingRun.Checkpointing(checkpoints, keepBest, resume));
  }

  private void requireConsistent() {
    if (task == Task.REGRESSION && architecture.outputs() != 1) {
      throw new IllegalArgumentException(
          "a regression has one output, "
              + architecture.name()
              + " has "
              + architecture.outputs()
              + "; call classification() or withOutputs(1)");
    }
    if (!classWeights.isEmpty()
        && (task == Task.REGRESSION || classWeights.size() != architecture.outputs())) {
      throw new IllegalArgumentException(
          classWeights.size()
              + " class weights were given; they are for a classification, one for each of its "
              + architecture.outputs()
              + " classes");
    }
  }
}
