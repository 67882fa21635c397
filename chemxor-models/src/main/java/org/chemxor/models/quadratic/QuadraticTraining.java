package org.chemxor.models.quadratic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.trained.ValueRange;

/**
 * Fits a quadratic model in closed form: ridge regression (regression) or a logistic fit (classes)
 * with the kernel {@code (1 + x . y / scale)^2} on the pixels, which is a quadratic form, cut to
 * few squares: {@code y = c + sum of a_k (w_k . x + o_k)^2}. The model is an ordinary {@link
 * org.chemxor.core.Network Network} of a linear map, a square and a sum: one multiplication deep.
 *
 * <pre>{@code
 * TrainedModel model = QuadraticTraining.regression().fit(train, validate);
 * }</pre>
 *
 * <p>The kernel's scale, the penalty and the numbers of squares and of pixels are those with the
 * lowest loss on the validation part. Nothing is random: the same data give the same model,
 * whatever the number of threads.
 */
public final class QuadraticTraining {
  /** Most squares of a network with up to sixteen outputs. */
  public static final int MOST_SQUARES = 64;

  private static final int[] SQUARES = {16, 32, 64};
  private static final int FEWEST_SQUARES = 4;

  /** How many pixels are tried: each that is read travels encrypted in a batch. */
  private static final int[] PIXELS = {256, 384, 512, 640, 768};

  /** A loss at most this much above that of the uncut form is as good as it. */
  private static final double LOSS_OF_A_CUT = 1.005;

  private final Task task;
  private final int classes;
  private int mostSquares = MOST_SQUARES;
  private List<Double> classWeights = List.of();

  private QuadraticTraining(Task task, int classes) {
    this.task = task;
    this.classes = classes;
  }

  /** A training on the squared error. */
  public static QuadraticTraining regression() {
    return new QuadraticTraining(Task.REGRESSION, 1);
  }

  /**
   * A training on the logistic loss; more than two classes each against the rest.
   *
   * @param classes at least 2
   */
  public static QuadraticTraining classification(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("a classifier needs at least 2 classes, got " + classes);
    }
    return new QuadraticTraining(Task.CLASSIFICATION, classes);
  }

  /**
   * Most squares of the network, 64 unless set, two of which carry the linear part of each output.
   * At least 4 are taken for each output.
   */
  public QuadraticTraining squares(int most) {
    if (most < FEWEST_SQUARES) {
      throw new IllegalArgumentException(
          "squares is " + most + "; it must be at least " + FEWEST_SQUARES);
    }
    mostSquares = most;
    return this;
  }

  /** What a sample of each class counts; the same for all unless set. */
  public QuadraticTraining classWeights(List<Double> weights) {
    if (weights.size() != classes || weights.stream().anyMatch(w -> !(w > 0) || w.isInfinite())) {
      throw new IllegalArgumentException(
          "class weights are " + weights + "; there must be one above 0 for each of " + classes);
    }
    classWeights = List.copyOf(weights);
    return this;
  }

  /**
   * Fits the model.
   *
   * @param train at least one sample
   * @param validate what scale, penalty and the number of squares are chosen by, and classes
   *     calibrated; may be empty, then they are the middle ones
   * @throws InvalidInputException when a sample cannot be used, or there is nothing to learn: all
   *     targets or all images are the same, or a class has no sample
   */
  public TrainedModel fit(Iterable<Sample> train, Iterable<Sample> validate) {
    Fit fit = fitted(train, validate);
    Map<String, Double> metrics = new TreeMap<>();
    put("train", fit.train(), fit.forms().outputs(fit.images()), metrics);
    if (fit.validate().size() > 0) {
      SparseImages validation = SparseImages.of(fit.validate());
      put("validation", fit.validate(), fit.forms().outputs(validation), metrics);
      metrics.put("validation.loss", fit.forms().loss(validation, fit.validate()));
    }
    return TrainedModel.of(
        fit.forms().network(), info(fit.forms().ranges(fit.images()), fit.settings(), metrics));
  }

  /**
   * Fits one model for several targets, one output each: values, or for two classes the log-odds of
   * class 1. Each target is fitted on the samples where it is known, and the squares are divided
   * among them, at least four each.
   *
   * @param train at least one sample
   * @param trainTargets {@code [sample][target]}, NaN where a value is missing
   * @param validate may be empty
   * @param validateTargets likewise
   * @throws InvalidInputException as {@link #fit} does, for each target
   */
  public TrainedModel fitSeveral(
      List<Sample> train,
      double[][] trainTargets,
      List<Sample> validate,
      double[][] validateTargets) {
    if (classes > 2 || !classWeights.isEmpty() || trainTargets.length == 0) {
      throw new IllegalArgumentException(
          "several targets are values or two classes each, without class weights, of at least one"
              + " sample");
    }
    int targets = trainTargets[0].length;
    QuadraticTraining each =
        new QuadraticTraining(task, classes)
            .squares(Math.max(FEWEST_SQUARES, mostSquares / targets));
    List<SquareSum> sums = new ArrayList<>();
    Map<String, String> settings = new TreeMap<>();
    for (int t = 0; t < targets; t++) {
      Fit fit = each.fitted(known(train, trainTargets, t), known(validate, validateTargets, t));
      sums.addAll(fit.forms().sums());
      fit.settings()
          .forEach((name, value) -> settings.merge(name, value, (all, one) -> all + " " + one));
    }
    FittedForms forms = new FittedForms(Task.REGRESSION, 1, sums);
    SparseImages images =
        SparseImages.of(PackedSamples.ofSeveral("training", train, trainTargets, task));
    settings.put("task", task.name().toLowerCase(Locale.ROOT));
    return TrainedModel.of(forms.network(), info(forms.ranges(images), settings, Map.of()));
  }

  private static List<Sample> known(List<Sample> samples, double[][] targets, int target) {
    return IntStream.range(0, targets.length)
        .filter(i -> !Double.isNaN(targets[i][target]))
        .mapToObj(
            i -> {
              Sample sample = samples.get(i);
              return new Sample(sample.name(), sample.smiles(), sample.image(), targets[i][target]);
            })
        .toList();
  }

  /**
   * What a fit ends in.
   *
   * @param forms the fitted forms
   * @param images of the training samples
   * @param train what it was fitted to
   * @param validate what it was chosen by
   * @param settings that were chosen
   */
  private record Fit(
      FittedForms forms,
      SparseImages images,
      PackedSamples train,
      PackedSamples validate,
      Map<String, String> settings) {}

  private Fit fitted(Iterable<Sample> train, Iterable<Sample> validate) {
    PackedSamples trainData = PackedSamples.of("training", train, task, classes);
    PackedSamples validationData = PackedSamples.of("validation", validate, task, classes);
    if (trainData.size() == 0) {
      throw new InvalidInputException("the training set is empty; it needs at least one sample");
    }
    requireTargets(trainData.targets());
    SparseImages images = SparseImages.of(trainData);
    SparseImages validation = SparseImages.of(validationData);
    double[] means = images.means();
    double[] deviations = deviations(images, means);
    if (Arrays.stream(deviations).noneMatch(d -> d > 0)) {
      throw new InvalidInputException(
          "all " + images.size() + " training images are the same; there is nothing to learn from");
    }
    List<QuadraticSearch.Choice> choices =
        choices(new QuadraticSearch(images, validation), trainData, validationData);
    List<RankCut> cuts =
        choices.stream().map(c -> RankCut.of(c.form(), means, deviations)).toList();
    FittedForms fitted = cut(choices, cuts, images, validation, validationData);
    if (validation.size() > 0) {
      double goal = goal(choices, validation, validationData);
      fitted = withFewPixels(fitted, goal, choices, images, validation, validationData);
    }
    Map<String, String> settings = settings(choices, fitted);
    return new Fit(fitted, images, trainData, validationData, settings);
  }

  private ModelInfo info(
      List<ValueRange> ranges, Map<String, String> settings, Map<String, Double> metrics) {
    return new ModelInfo(task, List.of(), List.of(), "", "", ranges, settings, metrics);
  }

  private void requireTargets(double[] targets) {
    if (task == Task.REGRESSION) {
      TargetScale.of(targets);
      return;
    }
    for (int c = 0; c < classes; c++) {
      int wanted = c;
      if (Arrays.stream(targets).noneMatch(t -> t == wanted)) {
        throw new InvalidInputException(
            "class " + c + " has no training molecule; there is nothing to learn it from");
      }
    }
  }

  private static double[] deviations(SparseImages images, double[] means) {
    double[] squares = new double[means.length];
    for (int row = 0; row < images.size(); row++) {
      char[] set = images.pixels(row);
      float[] values = images.values(row);
      for (int k = 0; k < set.length; k++) {
        double from = values[k] - means[set[k]];
        squares[set[k]] += from * from - means[set[k]] * means[set[k]];
      }
    }
    double[] deviations = new double[means.length];
    for (int i = 0; i < means.length; i++) {
      double variance = squares[i] / images.size() + means[i] * means[i];
      deviations[i] = variance > 1e-12 ? Math.sqrt(variance) : 0;
    }
    return deviations;
  }

  private List<QuadraticSearch.Choice> choices(
      QuadraticSearch search, PackedSamples train, PackedSamples validation) {
    if (task == Task.REGRESSION) {
      return List.of(search.regression(train.targets(), validation.targets()));
    }
    double[] counts = counts(train.targets());
    List<QuadraticSearch.Choice> choices = new ArrayList<>();
    for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
      choices.add(
          search.classification(
              FittedForms.is(train.targets(), c), counts, FittedForms.is(validation.targets(), c)));
    }
    return choices;
  }

  private double[] counts(double[] targets) {
    return Arrays.stream(targets)
        .map(t -> classWeights.isEmpty() ? 1 : classWeights.get((int) t))
        .toArray();
  }

  /** The fewest squares whose loss on the validation part is about that of the uncut forms. */
  private FittedForms cut(
      List<QuadraticSearch.Choice> choices,
      List<RankCut> cuts,
      SparseImages train,
      SparseImages validation,
      PackedSamples validationData) {
    if (validation.size() == 0) {
      return cut(choices, cuts, train, mostSquares);
    }
    double goal = goal(choices, validation, validationData);
    for (int squares : SQUARES) {
      if (squares < mostSquares) {
        FittedForms fitted = cut(choices, cuts, train, squares);
        if (fitted.loss(validation, validationData) <= goal) {
          return fitted;
        }
      }
    }
    return cut(choices, cuts, train, mostSquares);
  }

  private double goal(
      List<QuadraticSearch.Choice> choices, SparseImages validation, PackedSamples validationData) {
    List<double[]> uncut = choices.stream().map(c -> c.form().values(validation)).toList();
    return LOSS_OF_A_CUT * FittedForms.loss(task, classes, uncut, validationData);
  }

  /** The same with the fewest pixels whose loss on the validation part still is as good. */
  private FittedForms withFewPixels(
      FittedForms all,
      double goal,
      List<QuadraticSearch.Choice> choices,
      SparseImages train,
      SparseImages validation,
      PackedSamples validationData) {
    double[] means = train.means();
    double[] deviations = deviations(train, means);
    long used = Arrays.stream(deviations).filter(d -> d > 0).count();
    for (int pixels : PIXELS) {
      if (pixels < used) {
        List<RankCut> cuts =
            choices.stream()
                .map(
                    c -> {
                      double[] kept = RankCut.mostTelling(c.form(), means, deviations, pixels);
                      return RankCut.of(c.form(), means, kept);
                    })
                .toList();
        FittedForms few = cut(choices, cuts, train, all.squares());
        if (few.loss(validation, validationData) <= goal) {
          return few;
        }
      }
    }
    return all;
  }

  private FittedForms cut(
      List<QuadraticSearch.Choice> choices, List<RankCut> cuts, SparseImages train, int squares) {
    int each = Math.max(FEWEST_SQUARES, squares / choices.size());
    return new FittedForms(
        task,
        classes,
        IntStream.range(0, choices.size())
            .mapToObj(t -> cuts.get(t).cut(each - 2, choices.get(t).form(), train))
            .toList());
  }

  private Map<String, String> settings(List<QuadraticSearch.Choice> choices, FittedForms fitted) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("pixels", Integer.toString(fitted.pixels()));
    settings.put("task", task.name().toLowerCase(Locale.ROOT));
    settings.put("squares", Integer.toString(fitted.squares()));
    settings.put("kernelScale", join(choices.stream().map(QuadraticSearch.Choice::scale)));
    settings.put("penalty", join(choices.stream().map(QuadraticSearch.Choice::penalty)));
    settings.put("classWeights", classWeights.toString());
    return settings;
  }

  private static String join(Stream<Double> values) {
    return values.map(String::valueOf).collect(Collectors.joining(" "));
  }

  private void put(
      String use, PackedSamples data, double[][] outputs, Map<String, Double> metrics) {
    Evaluation.of(task, data.targets(), outputs)
        .metrics()
        .forEach((name, value) -> metrics.put(use + "." + name, value));
  }
}
