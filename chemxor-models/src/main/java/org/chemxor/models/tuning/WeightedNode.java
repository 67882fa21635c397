package org.chemxor.models.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.Arrays;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Tensor;
import org.jspecify.annotations.Nullable;

/** A convolution or a fully connected layer. */
final class WeightedNode extends NodeBlock {
  private final Tensor startWeights;
  private final Tensor startBias;
  private final Parameter weight;
  private final Parameter bias;

  WeightedNode(Network.Node node, Tensor weights, Tensor bias) {
    super(node);
    this.startWeights = weights;
    this.startBias = bias;
    this.weight = addParameter(parameter("weight", Parameter.Type.WEIGHT, weights));
    this.bias = addParameter(parameter("bias", Parameter.Type.BIAS, bias));
  }

  private static Parameter parameter(String name, Parameter.Type type, Tensor tensor) {
    long[] dimensions = Arrays.stream(tensor.dimensions()).asLongStream().toArray();
    return Parameter.builder()
        .setName(name)
        .setType(type)
        .optShape(new Shape(dimensions))
        .optInitializer(Initializer.ZEROS)
        .build();
  }

  @Override
  void load() {
    weight.getArray().set(floats(startWeights));
    bias.getArray().set(floats(startBias));
  }

  static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) tensor.at(i);
    }
    return values;
  }

  private static Tensor tensor(Parameter parameter, Tensor like) {
    float[] trained = parameter.getArray().toFloatArray();
    double[] values = new double[trained.length];
    Arrays.setAll(values, i -> trained[i]);
    return Tensor.of(values, like.dimensions());
  }

  @Override
  Layer layer() {
    Tensor weights = tensor(weight, startWeights);
    Tensor shift = tensor(bias, startBias);
    return node().layer() instanceof Layer.Conv2d conv
        ? new Layer.Conv2d(weights, shift, conv.stride(), conv.padding())
        : new Layer.Linear(weights, shift);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    NDArray w = store.getValue(weight, x.getDevice(), training);
    NDArray b = store.getValue(bias, x.getDevice(), training);
    if (!(node().layer() instanceof Layer.Conv2d conv)) {
      return Linear.linear(x, w, b);
    }
    NDArray image = x.getShape().dimension() == 2 ? x.reshape(x.getShape().add(1, 1)) : x;
    NDArray y =
        Conv2d.conv2d(
                image,
                w,
                b,
                new Shape(conv.stride(), conv.stride()),
                new Shape(conv.padding(), conv.padding()))
            .singletonOrThrow();
    return new NDList(node().outputShape().isVector() ? y.reshape(y.getShape().get(0), -1) : y);
  }
}
