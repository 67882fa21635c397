package org.chemxor.bench.quality;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.chemxor.models.trained.Task;

/**
 * What chemists compare with: a random forest and boosted trees, by XGBoost, their settings chosen
 * on the validation part, for each target by itself.
 *
 * <ul>
 *   <li>Forest: 300 trees grown to the end, each on 63.2 % of the molecules drawn without putting
 *       back, which of 3 % of the features (about their square root), 10 % and 33 % at each split
 *       by validation. Classes are predicted as the share of the leaves, so that the splits are
 *       those of the Gini impurity.
 *   <li>Boosted trees: a step of 0.05, 80 % of the molecules and half of the features for each
 *       tree, depth 4, 6 or 8, at most 1000 trees, of which the validation part chooses how many
 *       are used, 50 trees without improvement being the end.
 * </ul>
 */
final class TreeModels {
  private static final double[] FOREST_FEATURES = {0.03, 0.1, 0.33};
  private static final int FOREST_TREES = 300;
  private static final int[] DEPTHS = {4, 6, 8};
  private static final int MOST_TREES = 1000;
  private static final int PATIENCE = 50;
  private static final float MISSING = Float.NaN;
  private static final double CLOSEST_TO_CERTAIN = 1e-6;

  private final Task task;
  private final int threads;

  TreeModels(Task task, int threads) {
    this.task = task;
    this.threads = threads;
  }

  /**
   * A part of the data.
   *
   * @param features {@code [molecule][feature]}, NaN where one is missing
   * @param known {@code [molecule][target]}, NaN where one is missing
   */
  record Part(float[][] features, double[][] known) {
    int targets() {
      return known[0].length;
    }

    Part where(int target) {
      int[] there =
          IntStream.range(0, known.length).filter(i -> !Double.isNaN(known[i][target])).toArray();
      return new Part(
          Arrays.stream(there).mapToObj(i -> features[i]).toArray(float[][]::new),
          Arrays.stream(there)
              .mapToObj(i -> new double[] {known[i][target]})
              .toArray(double[][]::new));
    }

    /** Of features alone: XGBoost refuses labels that are missing. */
    DMatrix unlabelled() throws XGBoostError {
      int columns = features[0].length;
      float[] flat = new float[features.length * columns];
      for (int i = 0; i < features.length; i++) {
        System.arraycopy(features[i], 0, flat, i * columns, columns);
      }
      return new DMatrix(flat, features.length, columns, MISSING);
    }

    DMatrix labelled() throws XGBoostError {
      DMatrix matrix = unlabelled();
      float[] labels = new float[known.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (float) known[i][0];
      }
      matrix.setLabel(labels);
      return matrix;
    }
  }

  /** A forest's outputs. */
  Outputs forest(Part train, Part validate, Part test) {
    return forEachTarget(train, validate, test, this::bestForest);
  }

  /** The outputs of boosted trees. */
  Outputs boosted(Part train, Part validate, Part test) {
    return forEachTarget(train, validate, test, this::bestBoosted);
  }

  /** Trains on a target and predicts all molecules of two parts. */
  private interface Fit {
    float[][] predict(DMatrix train, DMatrix validate, List<DMatrix> all) throws XGBoostError;
  }

  private Outputs forEachTarget(Part train, Part validate, Part test, Fit fit) {
    double[][] onValidation = new double[validate.known().length][train.targets()];
    double[][] onTest = new double[test.known().length][train.targets()];
    try {
      List<DMatrix> all = List.of(validate.unlabelled(), test.unlabelled());
      for (int t = 0; t < train.targets(); t++) {
        DMatrix learned = train.where(t).labelled();
        DMatrix chosenBy = validate.where(t).labelled();
        float[][] predicted = fit.predict(learned, chosenBy, all);
        put(predicted[0], t, onValidation);
        put(predicted[1], t, onTest);
        learned.dispose();
        chosenBy.dispose();
      }
      all.forEach(DMatrix::dispose);
    } catch (XGBoostError e) {
      throw new IllegalStateException("XGBoost: " + e.getMessage(), e);
    }
    return new Outputs(onValidation, onTest);
  }

  private void put(float[] predicted, int target, double[][] outputs) {
    for (int i = 0; i < predicted.length; i++) {
      outputs[i][target] = task == Task.REGRESSION ? predicted[i] : logOdds(predicted[i]);
    }
  }

  private static double logOdds(double probability) {
    double p = Math.max(CLOSEST_TO_CERTAIN, Math.min(1 - CLOSEST_TO_CERTAIN, probability));
    return Math.log(p / (1 - p));
  }

  private float[][] bestForest(DMatrix train, DMatrix validate, List<DMatrix> all)
      throws XGBoostError {
    Booster best = null;
    double lowest = Double.POSITIVE_INFINITY;
    for (double share : FOREST_FEATURES) {
      Map<String, Object> settings = settings();
      settings.put("objective", "reg:squarederror");
      settings.put("num_parallel_tree", FOREST_TREES);
      settings.put("eta", 1);
      settings.put("lambda", 0);
      settings.put("max_depth", 0);
      settings.put("min_child_weight", 1);
      settings.put("subsample", 0.632);
      settings.put("colsample_bynode", share);
      float[][] losses = new float[1][1];
      Booster forest =
          XGBoost.train(train, settings, 1, Map.of("validation", validate), losses, null, null, 0);
      if (losses[0][0] < lowest) {
        lowest = losses[0][0];
        best = forest;
      }
    }
    return new float[][] {column(best, all.get(0), 0), column(best, all.get(1), 0)};
  }

  private float[][] bestBoosted(DMatrix train, DMatrix validate, List<DMatrix> all)
      throws XGBoostError {
    Booster best = null;
    int trees = 0;
    double lowest = Double.POSITIVE_INFINITY;
    for (int depth : DEPTHS) {
      Map<String, Object> settings = settings();
      settings.put("objective", task == Task.REGRESSION ? "reg:squarederror" : "binary:logistic");
      settings.put("eta", 0.05);
      settings.put("max_depth", depth);
      settings.put("subsample", 0.8);
      settings.put("colsample_bytree", 0.5);
      float[][] losses = new float[1][MOST_TREES];
      Booster boosted =
          XGBoost.train(
              train,
              settings,
              MOST_TREES,
              Map.of("validation", validate),
              losses,
              null,
              null,
              PATIENCE);
      for (int tree = 0; tree < MOST_TREES && losses[0][tree] > 0; tree++) {
        if (losses[0][tree] < lowest) {
          lowest = losses[0][tree];
          trees = tree + 1;
          best = boosted;
        }
      }
    }
    return new float[][] {column(best, all.get(0), trees), column(best, all.get(1), trees)};
  }

  private static float[] column(Booster model, DMatrix molecules, int trees) throws XGBoostError {
    float[][] predicted = model.predict(molecules, false, trees);
    float[] column = new float[predicted.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = predicted[i][0];
    }
    return column;
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("tree_method", "hist");
    settings.put("nthread", threads);
    settings.put("seed", 1);
    settings.put("verbosity", 0);
    settings.put("verbose_eval", "false");
    return settings;
  }
}
