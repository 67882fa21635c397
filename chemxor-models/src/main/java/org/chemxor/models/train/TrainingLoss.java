package org.chemxor.models.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;
import java.util.List;
import java.util.Locale;
import org.chemxor.models.trained.Task;

/**
 * The function that training minimises, written with native arrays only (see {@link
 * org.chemxor.models.olinda.PolynomialBlock} for why, and DJL's own squared loss is half the mean
 * square).
 */
public abstract class TrainingLoss extends Loss {

  private TrainingLoss(Task task) {
    super(task.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The loss for a task.
   *
   * @param outputs of the network
   * @param classWeights one per output, or empty for equal weights
   */
  public static TrainingLoss of(Task task, int outputs, List<Double> classWeights) {
    return of(task, outputs, classWeights, 0);
  }

  /**
   * The loss for a task, with smoothed classes.
   *
   * @param smoothing what a class gives away to all classes alike, 0 to below 1: of K classes the
   *     right one is {@code 1 - smoothing + smoothing / K} and the others {@code smoothing / K}
   *     (Szegedy and others, arXiv:1512.00567, section 7)
   */
  public static TrainingLoss of(
      Task task, int outputs, List<Double> classWeights, double smoothing) {
    return task == Task.REGRESSION
        ? new MeanSquare()
        : new CrossEntropy(outputs, classWeights, smoothing);
  }

  /**
   * The loss for several targets: the mean over the values that are known.
   *
   * @param targets of a classification of two classes each, or values
   */
  public static TrainingLoss ofSeveral(Task task, int targets) {
    return new Masked(task, targets);
  }

  /** Targets as the loss wants them, {@code [batch, outputs]}. */
  public abstract NDArray labels(NDManager manager, double[] targets);

  /**
   * Mean squared error, or mean cross entropy of log-odds, where a value is known. Labels are
   * {@code [batch, 2 targets]}: the values, zeros where one is missing, and beside them ones and
   * zeros.
   */
  private static final class Masked extends TrainingLoss {
    private final Task task;
    private final int targets;

    Masked(Task task, int targets) {
      super(task);
      this.task = task;
      this.targets = targets;
    }

    @Override
    public NDArray labels(NDManager manager, double[] values) {
      int rows = values.length / targets;
      float[] labels = new float[2 * values.length];
      for (int i = 0; i < values.length; i++) {
        int at = i / targets * 2 * targets + i % targets;
        boolean isKnown = !Double.isNaN(values[i]);
        labels[at] = isKnown ? (float) values[i] : 0;
        labels[at + targets] = isKnown ? 1 : 0;
      }
      return manager.create(labels, new Shape(rows, 2L * targets));
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      NDArray both = labels.singletonOrThrow();
      NDArray values = both.get(":, :" + targets);
      NDArray mask = both.get(":, " + targets + ":");
      NDArray outputs = predictions.singletonOrThrow();
      NDArray losses =
          task == Task.REGRESSION ? outputs.sub(values).square() : crossEntropy(outputs, values);
      return losses.mul(mask).sum().div(mask.sum().maximum(1));
    }

    /** {@code max(z, 0) - z y + log(1 + exp(-|z|))}, which does not overflow. */
    private static NDArray crossEntropy(NDArray logOdds, NDArray classes) {
      NDArray rest = logOdds.abs().neg().exp().add(1).log();
      return logOdds.maximum(0).sub(logOdds.mul(classes)).add(rest);
    }
  }

  private static final class MeanSquare extends TrainingLoss {
    MeanSquare() {
      super(Task.REGRESSION);
    }

    @Override
    public NDArray labels(NDManager manager, double[] targets) {
      float[] values = new float[targets.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) targets[i];
      }
      return manager.create(values, new Shape(values.length, 1));
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      return predictions.singletonOrThrow().sub(labels.singletonOrThrow()).square().mean();
    }
  }

  /**
   * Minus the mean log-probability (softmax) of the right class, each sample times its class's
   * weight.
   */
  private static final class CrossEntropy extends TrainingLoss {
    private final int classes;
    private final List<Double> weights;
    private final double smoothing;

    CrossEntropy(int classes, List<Double> weights, double smoothing) {
      super(Task.CLASSIFICATION);
      this.classes = classes;
      this.weights = weights;
      this.smoothing = smoothing;
    }

    /** One-hot rows, smoothed, weighted and negated, so that the loss is a plain product. */
    @Override
    public NDArray labels(NDManager manager, double[] targets) {
      float[] oneHot = new float[targets.length * classes];
      for (int i = 0; i < targets.length; i++) {
        int label = (int) targets[i];
        double weight = weights.isEmpty() ? 1 : weights.get(label);
        for (int c = 0; c < classes; c++) {
          double share = smoothing / classes + (c == label ? 1 - smoothing : 0);
          oneHot[i * classes + c] = (float) (-weight * share);
        }
      }
      return manager.create(oneHot, new Shape(targets.length, classes));
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      NDArray logProbabilities = predictions.singletonOrThrow().logSoftmax(1);
      return logProbabilities.mul(labels.singletonOrThrow()).sum(new int[] {1}).mean();
    }
  }
}
