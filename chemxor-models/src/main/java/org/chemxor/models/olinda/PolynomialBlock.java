package org.chemxor.models.olinda;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import org.chemxor.core.olinda.Activation;
import org.jspecify.annotations.Nullable;

/**
 * The activation as it is trained: {@code linear x + quadratic x^2}, without the constant (see
 * {@link Activation}).
 *
 * <p>The coefficients are native arrays even when they are fixed. The PyTorch engine's arithmetic
 * with a Java number keeps a pointer into Java memory until the backward pass, and a garbage
 * collection in between silently corrupts the gradients.
 */
final class PolynomialBlock extends AbstractBlock {
  private final Parameter linear;
  private final Parameter quadratic;

  PolynomialBlock(Activation activation) {
    linear = addParameter(coefficient("linear", activation.linear(), activation.learned()));
    quadratic =
        addParameter(coefficient("quadratic", activation.quadratic(), activation.learned()));
  }

  private static Parameter coefficient(String name, double value, boolean learned) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.OTHER)
        .optShape(new Shape(1))
        .optInitializer(new ConstantInitializer((float) value))
        .optRequiresGrad(learned)
        .build();
  }

  double linearValue() {
    return linear.getArray().toFloatArray()[0];
  }

  double quadraticValue() {
    return quadratic.getArray().toFloatArray()[0];
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDArray slope = store.getValue(linear, x.getDevice(), training);
    NDArray curvature = store.getValue(quadratic, x.getDevice(), training);
    return new NDList(x.mul(x.mul(curvature).add(slope)));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
