package org.chemxor.models.tuning;

import java.util.Map;
import java.util.TreeMap;
import org.chemxor.core.Network;
import org.chemxor.core.Sample;
import org.chemxor.models.train.Schedule;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;

/**
 * Makes a network fit for encryption and trains it on: every ReLU is replaced by a polynomial
 * fitted to what enters it on the data, layer by layer, every max pool by the mean, and then
 * weights, biases and coefficients are tuned together. Immutable.
 *
 * <pre>{@code
 * TuningResult result = FineTuning.builder().degree(2).epochs(20).build().tune(model, train, validate);
 * result.model().save(Path.of("tuned"));
 * }</pre>
 *
 * <p>A network without such layers is only trained on. Same data, options and number of threads
 * give the same weights bit for bit. The engine allows one training at a time in a process; a
 * second waits.
 */
public final class FineTuning {
  /** Encrypted plans evaluate degrees up to four. */
  static final int MAX_DEGREE = 4;

  private final int degree;
  private final double tailShare;
  private final boolean substitutes;
  private final int layerEpochs;
  private final int epochs;
  private final int batchSize;
  private final double learningRate;
  private final Schedule schedule;
  private final double weightDecay;
  private final double averaging;
  private final double rangeLimit;
  private final double rangePenalty;
  private final long seed;
  private final int threads;
  private final TrainingListener listener;

  private FineTuning(Builder builder) {
    this.degree = builder.degree;
    this.tailShare = builder.tailShare;
    this.substitutes = builder.substitutes;
    this.layerEpochs = builder.layerEpochs;
    this.epochs = builder.epochs;
    this.batchSize = builder.batchSize;
    this.learningRate = builder.learningRate;
    this.schedule = builder.schedule;
    this.weightDecay = builder.weightDecay;
    this.averaging = builder.averaging;
    this.rangeLimit = builder.rangeLimit;
    this.rangePenalty = builder.rangePenalty;
    this.seed = builder.seed;
    this.threads = builder.threads;
    this.listener = builder.listener;
  }

  /** Starts with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Tunes a model on molecules.
   *
   * @param train at least one sample
   * @param validate what the metrics are measured on; the training samples when it is empty
   * @throws org.chemxor.core.InvalidInputException when a sample does not fit the network
   * @throws org.chemxor.models.train.TrainingException when PyTorch does not start here or the loss
   *     diverges
   */
  public TuningResult tune(TrainedModel model, Iterable<Sample> train, Iterable<Sample> validate) {
    Task task = model.info().task();
    Network network = model.network();
    return new TuningRun(
            this,
            model,
            TuningSamples.of("training", train, network, task),
            TuningSamples.of("validation", validate, network, task))
        .run();
  }

  /**
   * Tunes a model on any data.
   *
   * @param train at least one sample
   * @param validate what the metrics are measured on; the training samples when it is empty
   * @throws org.chemxor.core.InvalidInputException when the data do not fit the network
   * @throws org.chemxor.models.train.TrainingException when PyTorch does not start here or the loss
   *     diverges
   */
  public TuningResult tune(TrainedModel model, TuningData train, TuningData validate) {
    return new TuningRun(this, model, train, validate).run();
  }

  /** The most that a polynomial in place of a ReLU has. */
  public int degree() {
    return degree;
  }

  /** Weight of a fit that is spread evenly over the range; see {@link PolynomialFit#ofRelu}. */
  public double tailShare() {
    return tailShare;
  }

  /** Whether layers are replaced at all. */
  public boolean substitutes() {
    return substitutes;
  }

  /** Passes over the training data after every replaced ReLU, before the next is fitted. */
  public int layerEpochs() {
    return layerEpochs;
  }

  /** Passes over the training data at the end. */
  public int epochs() {
    return epochs;
  }

  /** Samples in a step. */
  public int batchSize() {
    return batchSize;
  }

  /** Adam's step size. */
  public double learningRate() {
    return learningRate;
  }

  /** How it changes during the passes at the end. */
  public Schedule schedule() {
    return schedule;
  }

  /** Decoupled weight decay. */
  public double weightDecay() {
    return weightDecay;
  }

  /** Decay of the running mean of the weights; 0 for none. */
  public double averaging() {
    return averaging;
  }

  /** What enters polynomials is kept within plus and minus this. */
  public double rangeLimit() {
    return rangeLimit;
  }

  /** Weight of the penalty that does so; 0 for none. */
  public double rangePenalty() {
    return rangePenalty;
  }

  /** Of shuffling. */
  public long seed() {
    return seed;
  }

  /** Native threads. */
  public int threads() {
    return threads;
  }

  /** Who is told about the passes at the end. */
  TrainingListener listener() {
    return listener;
  }

  /** The options by name, for the record in a model. */
  Map<String, String> describe() {
    Map<String, String> names = new TreeMap<>();
    names.put("tuning.degree", substitutes ? String.valueOf(degree) : "none");
    names.put("tuning.epochs", String.valueOf(epochs));
    names.put("tuning.layerEpochs", String.valueOf(layerEpochs));
    names.put("tuning.batchSize", String.valueOf(batchSize));
    names.put("tuning.learningRate", String.valueOf(learningRate));
    names.put("tuning.schedule", schedule.toString());
    names.put("tuning.weightDecay", String.valueOf(weightDecay));
    names.put("tuning.seed", String.valueOf(seed));
    names.put("tuning.threads", String.valueOf(threads));
    return names;
  }

  /** Collects options; {@link #build()} checks them. */
  public static final class Builder {
    private int degree = 2;
    private double tailShare = 0.01;
    private boolean substitutes = true;
    private int layerEpochs = 1;
    private int epochs = 10;
    private int batchSize = 64;
    private double learningRate = 5e-4;
    private Schedule schedule = Schedule.cosine();
    private double weightDecay;
    private double averaging;
    private double rangeLimit = Double.POSITIVE_INFINITY;
    private double rangePenalty;
    private long seed = 1;
    private int threads = 1;
    private TrainingListener listener = TrainingListener.SILENT;

    private Builder() {}

    /** Degree of the polynomials, 2 to 4; 2, which takes one level, unless set. */
    public Builder degree(int value) {
      degree = value;
      return this;
    }

    /** See {@link PolynomialFit#ofRelu}; 0.01 unless set. */
    public Builder tailShare(double value) {
      tailShare = value;
      return this;
    }

    /** Leaves the layers as they are and only trains on. */
    public Builder keepLayers() {
      substitutes = false;
      return this;
    }

    /** Passes after every replaced ReLU, at least 0; 1 unless set. */
    public Builder layerEpochs(int value) {
      layerEpochs = value;
      return this;
    }

    /** Passes at the end, at least 0; 10 unless set. */
    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    /** Samples in a step, at least 1; 64 unless set. */
    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    /** Adam's step size, above 0; 5e-4 unless set. */
    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    /** How it changes; {@link Schedule#cosine()} unless set. */
    public Builder schedule(Schedule value) {
      schedule = value;
      return this;
    }

    /** Decoupled weight decay, at least 0; 0 unless set. */
    public Builder weightDecay(double value) {
      weightDecay = value;
      return this;
    }

    /**
     * Decay of a running mean of the weights, which is then the result; 0, for none, unless set.
     */
    public Builder averaging(double decay) {
      averaging = decay;
      return this;
    }

    /**
     * Adds {@code penalty} times the mean square of what leaves plus or minus {@code limit} before
     * polynomials to the loss; no penalty unless set.
     */
    public Builder keepWithin(double limit, double penalty) {
      rangeLimit = limit;
      rangePenalty = penalty;
      return this;
    }

    /** Seed of shuffling; 1 unless set. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Native threads, at least 1; 1 unless set. Another number gives other last digits. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** Who is told about the passes at the end. */
    public Builder listener(TrainingListener value) {
      listener = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public FineTuning build() {
      require(
          degree >= 2 && degree <= MAX_DEGREE,
          "the degree of a polynomial must be from 2 to " + MAX_DEGREE + ", got " + degree);
      require(
          tailShare >= 0 && tailShare <= 1, "the tail share must be from 0 to 1, got " + tailShare);
      require(layerEpochs >= 0, "layer epochs must be at least 0, got " + layerEpochs);
      require(epochs >= 0, "epochs must be at least 0, got " + epochs);
      require(batchSize >= 1, "batch size must be at least 1, got " + batchSize);
      require(
          learningRate > 0 && Double.isFinite(learningRate),
          "the learning rate must be finite and above 0, got " + learningRate);
      require(
          weightDecay >= 0 && Double.isFinite(weightDecay),
          "weight decay must be finite and at least 0, got " + weightDecay);
      require(
          averaging >= 0 && averaging < 1, "averaging must be from 0 to below 1, got " + averaging);
      require(
          rangeLimit > 0 && rangePenalty >= 0,
          "a range limit must be above 0 and its penalty at least 0, got "
              + rangeLimit
              + " and "
              + rangePenalty);
      require(threads >= 1, "threads must be at least 1, got " + threads);
      return new FineTuning(this);
    }

    private static void require(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
