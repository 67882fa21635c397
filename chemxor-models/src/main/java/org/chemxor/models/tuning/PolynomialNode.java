package org.chemxor.models.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.jspecify.annotations.Nullable;

/**
 * {@code d0 + d1 t + d2 t^2 + ...} with {@code t = x / scale}, by Horner's rule.
 *
 * <p>All numbers are native arrays, the fixed scale too: the PyTorch engine's arithmetic with a
 * Java number keeps a pointer into Java memory until the backward pass, and a garbage collection in
 * between silently corrupts the gradients.
 */
final class PolynomialNode extends NodeBlock {
  private final double scale;
  private final Parameter inverseScale;
  private final List<Parameter> coefficients = new ArrayList<>();
  private final Layer.Polynomial start;

  /**
   * @param scale a typical size of x, finite and above 0
   */
  PolynomialNode(Network.Node node, Layer.Polynomial start, double scale) {
    super(node);
    if (!(scale > 0 && Double.isFinite(scale))) {
      throw new IllegalArgumentException(
          "the scale of " + node.name() + " must be finite and above 0, got " + scale);
    }
    this.start = start;
    this.scale = scale;
    this.inverseScale = addParameter(parameter("inverseScale", 1 / scale, false));
    for (int power = 0; power <= start.degree(); power++) {
      coefficients.add(addParameter(parameter("power" + power, scaled(power), true)));
    }
  }

  private double scaled(int power) {
    return start.coefficient(power) * Math.pow(scale, power);
  }

  private static Parameter parameter(String name, double value, boolean trained) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.OTHER)
        .optShape(new Shape(1))
        .optInitializer(new ConstantInitializer((float) value))
        .optRequiresGrad(trained)
        .build();
  }

  @Override
  void load() {
    inverseScale.getArray().set(new float[] {(float) (1 / scale)});
    for (int power = 0; power < coefficients.size(); power++) {
      coefficients.get(power).getArray().set(new float[] {(float) scaled(power)});
    }
  }

  @Override
  Layer layer() {
    double[] values = new double[coefficients.size()];
    double unit = inverseScale.getArray().toFloatArray()[0];
    for (int power = 0; power < values.length; power++) {
      float trained = coefficients.get(power).getArray().toFloatArray()[0];
      values[power] = trained * Math.pow(unit, power);
    }
    return Layer.Polynomial.of(values);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDArray t = x.mul(store.getValue(inverseScale, x.getDevice(), training));
    int degree = coefficients.size() - 1;
    NDArray highest = store.getValue(coefficients.get(degree), x.getDevice(), training);
    if (degree == 0) {
      return new NDList(t.sub(t).add(highest));
    }
    NDArray sum = t.mul(highest);
    for (int power = degree - 1; power >= 0; power--) {
      sum = sum.add(store.getValue(coefficients.get(power), x.getDevice(), training));
      sum = power > 0 ? sum.mul(t) : sum;
    }
    return new NDList(sum);
  }
}
