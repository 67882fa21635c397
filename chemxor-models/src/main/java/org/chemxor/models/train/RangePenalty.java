package org.chemxor.models.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import java.util.List;

/**
 * {@code strength * mean(max(0, |x| - limit)^2)}, summed over the layers: grows with the square of
 * what leaves the range and is zero inside. Constants are native arrays, see {@link
 * org.chemxor.models.olinda.PolynomialBlock}.
 */
public record RangePenalty(double limit, double strength) {

  /** The loss with the penalty on {@code preActivations} added. */
  public NDArray addTo(NDArray loss, List<NDArray> preActivations) {
    if (strength == 0) {
      return loss;
    }
    NDManager manager = loss.getManager();
    NDArray bound = manager.create(new float[] {(float) limit});
    NDArray weight = manager.create(new float[] {(float) strength});
    NDArray sum = loss;
    for (NDArray values : preActivations) {
      sum = sum.add(Activation.relu(values.abs().sub(bound)).square().mean().mul(weight).sum());
    }
    return sum;
  }
}
