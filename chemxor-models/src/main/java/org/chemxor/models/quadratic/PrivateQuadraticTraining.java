package org.chemxor.models.quadratic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Sample;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.privacy.PrivacySettings;
import org.chemxor.models.privacy.SecretRandom;
import org.chemxor.models.privacy.TargetRange;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.jspecify.annotations.Nullable;

/**
 * Fits a quadratic model with differential privacy: whoever has the network, or asks it whatever,
 * can hardly tell whether any one molecule was among those it learned from. Its squares are those
 * of the directions along which <em>public</em> images vary most, so that a hundred numbers are all
 * there is to learn, by gradient descent on all rows at once with each row's gradient clipped and
 * Gaussian noise on their sum (Abadi and others, arXiv:1607.00133; that few, public features are
 * what makes such noise affordable: Tramer and Boneh, arXiv:2011.11660).
 *
 * <pre>{@code
 * TrainedModel model =
 *     PrivateQuadraticTraining.of(publicImages, 8, 1e-5).targetRange(-12, 2).fit(train, validate);
 * }</pre>
 *
 * <p>The promise is about the network and the rows of the training part, each of which may be left
 * out without anybody noticing; how many there are is not hidden. It holds when nothing else was
 * taken from those rows: images by a featuriser that learned nothing from them, settings that were
 * not chosen by trying them out, one row for each molecule. Ranges and metrics in the model's
 * information come from the validation part, which is not protected. Noise is drawn from the
 * system's secure generator and differs in every run. Takes about 500 bytes a row.
 */
public final class PrivateQuadraticTraining {
  /** The setting in a model's information that says how many directions it uses. */
  public static final String DIRECTIONS = "private.directions";

  private static final int STEPS = 100;
  private static final double CLIP = 1;

  /** What a square counts beside a direction itself, in their deviations: it is mostly less. */
  private static final double SQUARE = 0.5 / Math.sqrt(2);

  private final PublicDirections alone;
  private final PublicDirections together;
  private final double epsilon;
  private final double delta;
  private Task task = Task.REGRESSION;
  private int classes = 1;
  private @Nullable TargetRange range;
  private Random secret = new SecretRandom();

  private PrivateQuadraticTraining(SparseImages publics, double epsilon, double delta) {
    alone = PublicDirections.of(publics, QuadraticTraining.MOST_SQUARES - 2);
    together = alone.first(QuadraticTraining.MOST_SQUARES / 2);
    this.epsilon = epsilon;
    this.delta = delta;
  }

  /**
   * A training on the squared error that keeps to (epsilon, delta).
   *
   * @param publicImages of molecules that everybody may know, made as those to learn from are; some
   *     hundred at least
   * @param epsilon above 0
   * @param delta above 0 and below 1; it should be well below one over the number of molecules
   * @throws InvalidInputException when the public images are all the same
   */
  public static PrivateQuadraticTraining of(
      List<MoleculeImage> publicImages, double epsilon, double delta) {
    require(epsilon > 0, "epsilon is " + epsilon + ", it must be above 0");
    require(delta > 0 && delta < 1, "delta is " + delta + ", it must be above 0 and below 1");
    List<Sample> samples =
        publicImages.stream().map(image -> new Sample("", "", image, 0)).toList();
    SparseImages publics = SparseImages.of(PackedSamples.of("public", samples, Task.REGRESSION, 1));
    PrivateQuadraticTraining training = new PrivateQuadraticTraining(publics, epsilon, delta);
    if (training.alone.size() == 0) {
      throw new InvalidInputException(
          "a private training needs public images that differ, got "
              + publicImages.size()
              + " that do not");
    }
    return training;
  }

  /**
   * Trains on the logistic loss instead; more than two classes each against the rest.
   *
   * @param count at least 2; it should be known, not found in the data
   */
  public PrivateQuadraticTraining classification(int count) {
    require(count >= 2, "a classifier needs at least 2 classes, got " + count);
    task = Task.CLASSIFICATION;
    classes = count;
    return this;
  }

  /**
   * For a regression: where values may lie, from general knowledge and not from the data, whose
   * least and largest would disclose two molecules. Values beyond are moved to its ends.
   */
  public PrivateQuadraticTraining targetRange(double from, double to) {
    range = new TargetRange(from, to);
    return this;
  }

  /** For tests alone: noise that can be drawn again protects nobody. */
  PrivateQuadraticTraining insecureRandom(Random random) {
    secret = random;
    return this;
  }

  /** What a training does, whatever the number of rows. */
  public PrivacySettings privacy() {
    return PrivacySettings.of(epsilon, delta, CLIP, 1, STEPS);
  }

  /**
   * Trains.
   *
   * @param train whom the promise protects, one row for each molecule; at least one
   * @param validate not protected: metrics and ranges come from it; at least one row
   * @throws InvalidInputException when a sample cannot be used, or there is none
   */
  public TrainedModel fit(Iterable<Sample> train, Iterable<Sample> validate) {
    PackedSamples data = PackedSamples.of("training", train, task, classes);
    PackedSamples reference = PackedSamples.of("validation", validate, task, classes);
    FittedForms forms = fitted(data, reference);
    SparseImages images = SparseImages.of(reference);
    Map<String, Double> metrics = new TreeMap<>();
    Evaluation.of(task, reference.targets(), forms.outputs(images))
        .metrics()
        .forEach((name, value) -> metrics.put("validation." + name, value));
    metrics.put("validation.loss", forms.loss(images, reference));
    return model(forms, images, metrics);
  }

  /**
   * Trains one model for several targets, one output each: values in the same range, or for two
   * classes the log-odds of class 1. A molecule with all its values is one row.
   *
   * @param trainTargets {@code [sample][target]}, NaN where a value is missing
   * @param validateTargets likewise
   * @throws InvalidInputException as {@link #fit} does
   */
  public TrainedModel fitSeveral(
      List<Sample> train,
      double[][] trainTargets,
      List<Sample> validate,
      double[][] validateTargets) {
    require(classes <= 2, "several targets are values or two classes each");
    PackedSamples data = PackedSamples.ofSeveral("training", train, trainTargets, task);
    PackedSamples reference =
        PackedSamples.ofSeveral("validation", validate, validateTargets, task);
    FittedForms forms = fitted(data, reference);
    // One output for each sum, whatever they mean.
    FittedForms each = new FittedForms(Task.REGRESSION, 1, forms.sums());
    return model(each, SparseImages.of(reference), Map.of());
  }

  private FittedForms fitted(PackedSamples data, PackedSamples reference) {
    require(
        task == Task.CLASSIFICATION || range != null,
        "a private regression needs targetRange(from, to): the least and the largest value of the"
            + " data would disclose molecules");
    if (data.size() == 0 || reference.size() == 0) {
      throw new InvalidInputException(
          "a private training needs samples to train on and samples to validate on, got "
              + data.size()
              + " and "
              + reference.size());
    }
    double[][] targets =
        Arrays.stream(data.targetRows()).map(this::learned).toArray(double[][]::new);
    PublicDirections directions = targets[0].length == 1 ? alone : together;
    float[][] features = features(directions, SparseImages.of(data));
    double[][] weights =
        new PrivateDescent(privacy(), task == Task.CLASSIFICATION, secret).fit(features, targets);
    return new FittedForms(task, classes, sums(directions, weights));
  }

  /** What the outputs are to be: values in the middle of their range, or 0 and 1. */
  private double[] learned(double[] known) {
    if (task == Task.REGRESSION && range != null) {
      TargetRange values = range;
      TargetScale scale = scale();
      return Arrays.stream(known).map(t -> scale.standardize(values.clamp(t))).toArray();
    }
    return classes == 2
        ? known
        : IntStream.range(0, classes).mapToDouble(c -> known[0] == c ? 1 : 0).toArray();
  }

  private TargetScale scale() {
    return task == Task.REGRESSION && range != null ? range.scale() : TargetScale.NONE;
  }

  /** One, the directions, and their squares around their mean on public images. */
  private static float[][] features(PublicDirections directions, SparseImages images) {
    int n = directions.size();
    float[][] features = new float[images.size()][1 + 2 * n];
    for (int row = 0; row < features.length; row++) {
      features[row][0] = 1;
      for (int k = 0; k < n; k++) {
        double z = directions.value(k, images, row);
        features[row][1 + k] = (float) z;
        features[row][1 + n + k] = (float) (SQUARE * (z * z - 1));
      }
    }
    return features;
  }

  private List<SquareSum> sums(PublicDirections directions, double[][] weights) {
    int n = directions.size();
    TargetScale scale = scale();
    double factor = scale.restore(1) - scale.restore(0);
    double[] constants = new double[weights.length];
    double[][] linear = new double[weights.length][n];
    double[][] squares = new double[weights.length][n];
    for (int o = 0; o < weights.length; o++) {
      double[] own = weights[o];
      double constant = own[0];
      for (int k = 0; k < n; k++) {
        linear[o][k] = factor * own[1 + k];
        squares[o][k] = factor * SQUARE * own[1 + n + k];
        constant -= SQUARE * own[1 + n + k];
      }
      constants[o] = scale.restore(constant);
    }
    return weights.length == 1
        ? List.of(directions.alone(constants[0], linear[0], squares[0]))
        : List.of(directions.together(constants, linear, squares));
  }

  private TrainedModel model(FittedForms forms, SparseImages images, Map<String, Double> metrics) {
    Map<String, String> settings = new TreeMap<>(privacy().describe());
    settings.put("task", task.name().toLowerCase(Locale.ROOT));
    settings.put(DIRECTIONS, Integer.toString(alone.size()));
    if (task == Task.REGRESSION && range != null) {
      settings.put(PrivacySettings.TARGET_RANGE, range.toString());
    }
    return TrainedModel.of(
        forms.network(),
        new ModelInfo(task, List.of(), List.of(), "", "", forms.ranges(images), settings, metrics));
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
