package org.chemxor.models;

import java.util.List;
import org.chemxor.core.Sample;

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
  private final OlindaNet architecture;
  private Task task = Task.REGRESSION;
  private int epochs = 40;
  private int batchSize = 128;
  private double learningRate = 3e-4;
  private double weightDecay;
  private double dropout;
  private long seed = 1;
  private int threads = 1;
  private TrainingListener listener = TrainingListener.SILENT;

  private Training(OlindaNet architecture) {
    this.architecture = architecture;
  }

  /** A training of {@code architecture} with the default settings, a regression. */
  public static Training of(OlindaNet architecture) {
    return new Training(architecture);
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

  /** Most passes over the training data; 40 unless set. */
  public Training epochs(int count) {
    epochs = count;
    return this;
  }

  /** Samples in a step; 128 unless set. The last batch of an epoch may be smaller. */
  public Training batchSize(int size) {
    batchSize = size;
    return this;
  }

  /** Adam's step size; 3e-4 unless set. */
  public Training learningRate(double rate) {
    learningRate = rate;
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

  /** Seed of initialisation, shuffling and dropout; 1 unless set. */
  public Training seed(long value) {
    seed = value;
    return this;
  }

  /** Native threads; 1 unless set. */
  public Training threads(int count) {
    threads = count;
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
   * @throws IllegalArgumentException when one is out of range
   */
  public TrainingSettings settings() {
    return new TrainingSettings(
        task, epochs, batchSize, learningRate, weightDecay, dropout, seed, threads);
  }

  /** Trains without validation data: the weights of the last epoch are kept. */
  public TrainedModel fit(Iterable<Sample> train) {
    return fit(train, List.of());
  }

  /**
   * Trains and keeps the weights of the epoch with the lowest validation loss.
   *
   * @param train read once; at least one sample
   * @param validate read once; may be empty, then the last epoch's weights are kept
   * @throws org.chemxor.core.InvalidInputException when a sample cannot be used
   * @throws TrainingException when PyTorch does not start here or the loss diverges
   */
  public TrainedModel fit(Iterable<Sample> train, Iterable<Sample> validate) {
    TrainingSettings settings = settings();
    if (task == Task.REGRESSION && architecture.outputs() != 1) {
      throw new IllegalArgumentException(
          "a regression has one output, "
              + architecture.name()
              + " has "
              + architecture.outputs()
              + "; call classification() or withOutputs(1)");
    }
    PackedSamples trainData = PackedSamples.of("training", train, task, architecture.outputs());
    PackedSamples validationData =
        PackedSamples.of("validation", validate, task, architecture.outputs());
    return TrainingRun.run(architecture, settings, listener, trainData, validationData);
  }
}
