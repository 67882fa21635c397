package org.chemxor.models.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Adam with decoupled weight decay (Kingma and Ba 2015, arXiv:1412.6980; Loshchilov and Hutter
 * 2019, arXiv:1711.05101). Unlike DJL's own it shows its state, so that a checkpoint can hold it,
 * and decays weights only, not biases and activation coefficients.
 */
public final class AdamOptimizer extends Optimizer {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  /** Running mean and uncentred variance of one parameter's gradient. */
  public record Moments(NDArray mean, NDArray variance) {}

  private final NDManager manager;
  private final double weightDecay;
  private final Map<String, Moments> moments = new HashMap<>();
  private double learningRate;
  private long step;

  private AdamOptimizer(Builder builder, NDManager manager, double weightDecay) {
    super(builder);
    this.manager = manager;
    this.weightDecay = weightDecay;
  }

  /** An optimiser whose state lives in {@code manager}. */
  public static AdamOptimizer create(NDManager manager, double weightDecay) {
    return new AdamOptimizer(new Builder(), manager, weightDecay);
  }

  /** Announces the next step, 1 for the first, and its learning rate. */
  public void begin(long nextStep, double rate) {
    step = nextStep;
    learningRate = rate;
  }

  /** The state of one parameter, created as zeros like {@code weight} when there is none yet. */
  public Moments moments(String parameterId, NDArray weight) {
    return moments.computeIfAbsent(
        parameterId,
        id ->
            new Moments(
                manager.zeros(weight.getShape(), weight.getDataType()),
                manager.zeros(weight.getShape(), weight.getDataType())));
  }

  @Override
  public void update(String parameterId, NDArray weight, NDArray grad) {
    Moments state = moments(parameterId, weight);
    double corrected =
        learningRate
            * Math.sqrt(1 - Math.pow(BETA2, (double) step))
            / (1 - Math.pow(BETA1, (double) step));
    double decay = weight.getShape().dimension() > 1 ? weightDecay : 0;
    weight
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(weight, grad, state.mean(), state.variance()),
            new NDList(weight),
            (float) learningRate,
            (float) corrected,
            (float) decay,
            1,
            -1,
            BETA1,
            BETA2,
            EPSILON,
            true,
            true);
  }

  private static final class Builder extends OptimizerBuilder<Builder> {
    @Override
    protected Builder self() {
      return this;
    }
  }
}
