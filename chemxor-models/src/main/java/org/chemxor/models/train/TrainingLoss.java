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
    return task == Task.REGRESSION ? new MeanSquare() : new CrossEntropy(outputs, classWeights);
  }

  /** Targets as the loss wants them, {@code [batch, outputs]}. */
  public abstract NDArray labels(NDManager manager, double[] targets);

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

    CrossEntropy(int classes, List<Double> weights) {
      super(Task.CLASSIFICATION);
      this.classes = classes;
      this.weights = weights;
    }

    /** One-hot rows, weighted and negated, so that the loss is a plain product. */
    @Override
    public NDArray labels(NDManager manager, double[] targets) {
      float[] oneHot = new float[targets.length * classes];
      for (int i = 0; i < targets.length; i++) {
        int label = (int) targets[i];
        oneHot[i * classes + label] = weights.isEmpty() ? -1 : -weights.get(label).floatValue();
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
