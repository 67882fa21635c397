package org.chemxor.models.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.privacy.NoisySum;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.models.privacy.RenyiAccountant;
import org.chemxor.models.privacy.SecretRandom;
import org.chemxor.models.privacy.TargetRange;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.jspecify.annotations.Nullable;

/**
 * Trains an {@link OlindaNet} with differential privacy: whoever has the network, or asks it
 * whatever, can hardly tell whether any one molecule was among those it learned from. Stochastic
 * gradient descent with each row's gradient clipped and Gaussian noise on their sum (Abadi and
 * others, arXiv:1607.00133), Adam's step made of it, and the epsilon of {@link RenyiAccountant}.
 *
 * <pre>{@code
 * TrainedModel model =
 *     PrivateTraining.of(OlindaNet.zero(), 8, 1e-5).targetRange(-8, 2).fit(train, validate);
 * }</pre>
 *
 * <p>The promise is about the network's weights and the rows of the training part. It holds when
 * nothing else was taken from those rows: images by a featuriser that learned nothing from them,
 * settings that were not chosen by trying them out, one row for each molecule. Ranges of
 * activations and metrics in the model's information come from the validation part, which is not
 * protected. Samples and noise are drawn from the system's secure generator and differ in every
 * run, whatever the seed: noise that can be drawn again hides nothing.
 */
public final class PrivateTraining {
  /** The setting in a model's information that says what pixels were multiplied by. */
  public static final String INPUT_GAIN = "private.inputGain";

  /** Passes over the data unless set. */
  public static final int EPOCHS = 60;

  private static final double AVERAGING = 0.9;

  private final OlindaNet architecture;
  private final double epsilon;
  private final double delta;
  private Task task = Task.REGRESSION;
  private @Nullable TargetRange range;
  private int epochs = EPOCHS;
  private int batchSize = 256;
  private double clip = 1;
  private double learningRate = 2e-3;
  private double inputGain = 1;
  private long seed = 1;
  private TrainingListener listener = TrainingListener.SILENT;
  private Random secret = new SecretRandom();

  private PrivateTraining(OlindaNet architecture, double epsilon, double delta) {
    this.architecture = architecture;
    this.epsilon = epsilon;
    this.delta = delta;
  }

  /**
   * A training that keeps to (epsilon, delta).
   *
   * @param epsilon above 0
   * @param delta above 0 and below 1; it should be well below one over the number of molecules
   */
  public static PrivateTraining of(OlindaNet architecture, double epsilon, double delta) {
    require(epsilon > 0, "epsilon is " + epsilon + ", it must be above 0");
    require(delta > 0 && delta < 1, "delta is " + delta + ", it must be above 0 and below 1");
    return new PrivateTraining(architecture, epsilon, delta);
  }

  /** Trains a classifier with as many classes as the network has outputs, at least two. */
  public PrivateTraining classification() {
    require(
        architecture.outputs() >= 2,
        "a classifier needs at least 2 outputs, "
            + architecture.name()
            + " has 1; use withOutputs(classes)");
    task = Task.CLASSIFICATION;
    return this;
  }

  /**
   * For a regression: where values may lie, from general knowledge and not from the data, whose
   * least and largest would disclose two molecules. Values beyond are moved to its ends.
   */
  public PrivateTraining targetRange(double from, double to) {
    range = new TargetRange(from, to);
    return this;
  }

  /** Expected passes over the data; 60 unless set. */
  public PrivateTraining epochs(int count) {
    require(count >= 1, "epochs is " + count + "; it must be at least 1");
    epochs = count;
    return this;
  }

  /** Expected rows in a step, 256 unless set: large ones drown less in noise. */
  public PrivateTraining batchSize(int rows) {
    require(rows >= 1, "batch size is " + rows + "; it must be at least 1");
    batchSize = rows;
    return this;
  }

  /** The largest norm of one row's gradient; 1 unless set. */
  public PrivateTraining clip(double norm) {
    require(norm > 0 && Double.isFinite(norm), "clip is " + norm + "; it must be above 0");
    clip = norm;
    return this;
  }

  /** Adam's step size; 2e-3 unless set. */
  public PrivateTraining learningRate(double rate) {
    learningRate = rate;
    return this;
  }

  /** What pixels are multiplied by, a number that does not come from the data; 1 unless set. */
  public PrivateTraining inputGain(double gain) {
    require(gain > 0 && Double.isFinite(gain), "input gain is " + gain + "; it must be above 0");
    inputGain = gain;
    return this;
  }

  /** Seed of the first weights; 1 unless set. */
  public PrivateTraining seed(long value) {
    seed = value;
    return this;
  }

  /** Who is told about progress. */
  public PrivateTraining listener(TrainingListener target) {
    listener = target;
    return this;
  }

  /** For tests alone: samples and noise that can be drawn again protect nobody. */
  PrivateTraining insecureRandom(Random random) {
    secret = random;
    return this;
  }

  /**
   * What a training on so many rows will do.
   *
   * @param rows at least 1
   */
  public PrivacySettings privacy(int rows) {
    double rate = Math.min(1, (double) batchSize / rows);
    return PrivacySettings.of(epsilon, delta, clip, rate, (long) epochs * stepsPerEpoch(rows));
  }

  private int stepsPerEpoch(int rows) {
    return Math.max(1, Math.round((float) rows / batchSize));
  }

  /** The settings that hold as well without privacy. */
  private TrainingSettings settings() {
    Training training =
        Training.of(architecture)
            .epochs(epochs)
            .batchSize(batchSize)
            .learningRate(learningRate)
            .averaging(AVERAGING)
            .seed(seed)
            .threads(1);
    return (task == Task.CLASSIFICATION ? training.classification() : training).settings(1);
  }

  /**
   * Trains.
   *
   * @param train whom the promise protects, one row for each molecule
   * @param validate not protected: metrics and ranges of activations come from it; at least one row
   * @throws InvalidInputException when a sample cannot be used, or there is none
   * @throws TrainingException when PyTorch does not start here
   */
  public TrainedModel fit(Iterable<Sample> train, Iterable<Sample> validate) {
    require(
        task == Task.CLASSIFICATION || range != null,
        "a private regression needs targetRange(from, to): the least and the largest value of the"
            + " data would disclose molecules");
    PackedSamples data = packed("training", train);
    PackedSamples reference = packed("validation", validate);
    if (data.size() == 0 || reference.size() == 0) {
      throw new InvalidInputException(
          "a private training needs samples to train on and samples to validate on, got "
              + data.size()
              + " and "
              + reference.size());
    }
    PrivacySettings privacy = privacy(data.size());
    TrainingSettings settings = settings();
    TorchRuntime.trainingLock().lock();
    try (TorchSession session = TorchSession.open(architecture, settings, scale(), inputGain)) {
      List<EpochResult> history = run(session, settings, privacy, data, reference);
      session.restore(session.smoothWeights());
      TrainedModel model = TrainingResult.collectUnseen(session, settings, reference, history);
      return model.withInfo(model.info().withTraining(describe(privacy)));
    } finally {
      TorchRuntime.trainingLock().unlock();
    }
  }

  private Map<String, String> describe(PrivacySettings privacy) {
    Map<String, String> described = new TreeMap<>(privacy.describe());
    described.put(INPUT_GAIN, Double.toString(inputGain));
    if (task == Task.REGRESSION && range != null) {
      described.put(PrivacySettings.TARGET_RANGE, range.toString());
    }
    return described;
  }

  private PackedSamples packed(String use, Iterable<Sample> samples) {
    List<Sample> clamped = new ArrayList<>();
    for (Sample sample : samples) {
      double target = sample.target();
      clamped.add(
          task == Task.REGRESSION && range != null
              ? new Sample(sample.name(), sample.smiles(), sample.image(), range.clamp(target))
              : sample);
    }
    return PackedSamples.of(use, clamped, task, architecture.outputs());
  }

  private TargetScale scale() {
    return task == Task.REGRESSION && range != null ? range.scale() : TargetScale.NONE;
  }

  private List<EpochResult> run(
      TorchSession session,
      TrainingSettings settings,
      PrivacySettings privacy,
      PackedSamples data,
      PackedSamples reference) {
    List<EpochResult> history = new ArrayList<>();
    int rows = Math.min(batchSize, data.size());
    long step = 0;
    for (int epoch = 1; epoch <= epochs; epoch++) {
      for (int i = 0; i < stepsPerEpoch(data.size()); i++) {
        int[] chosen = sample(data.size(), privacy.rate());
        NoisySum sum = new NoisySum(privacy, rows, secret);
        session.privateStep(data, chosen, sum, ++step, settings.learningRate());
      }
      double loss = session.loss(reference);
      EpochResult result = new EpochResult(epoch, epochs, Double.NaN, loss, learningRate, 0, false);
      history.add(result);
      listener.onEpoch(result);
    }
    return history;
  }

  /** Every row with the same chance, independently: what the accountant counts on. */
  private int[] sample(int rows, double rate) {
    return IntStream.range(0, rows).filter(i -> secret.nextDouble() < rate).toArray();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
