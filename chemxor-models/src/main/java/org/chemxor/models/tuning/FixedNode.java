package org.chemxor.models.tuning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.jspecify.annotations.Nullable;

/** A layer without numbers of its own: ReLU, pools, flattening, residual sums. */
final class FixedNode extends NodeBlock {
  FixedNode(Network.Node node) {
    super(node);
  }

  @Override
  void load() {}

  @Override
  Layer layer() {
    return node().layer();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    NDArray x = inputs.get(0);
    Layer layer = node().layer();
    if (layer instanceof Layer.Add) {
      return new NDList(x.add(inputs.get(1)));
    } else if (layer instanceof Layer.Relu) {
      return new NDList(Activation.relu(x));
    } else if (layer instanceof Layer.Flatten) {
      return new NDList(x.reshape(x.getShape().get(0), -1));
    } else if (layer instanceof Layer.AvgPool2d pool) {
      return pooled(
          Pool.avgPool2d(
              image(x),
              square(pool.size()),
              square(pool.stride()),
              square(pool.padding()),
              false,
              true));
    } else if (layer instanceof Layer.MaxPool2d pool) {
      return pooled(
          Pool.maxPool2d(
              image(x), square(pool.size()), square(pool.stride()), square(pool.padding()), false));
    }
    throw new IllegalStateException("no rule for " + layer);
  }

  private static NDArray image(NDArray x) {
    return x.getShape().dimension() == 2 ? x.reshape(x.getShape().add(1, 1)) : x;
  }

  private NDList pooled(NDArray y) {
    return new NDList(node().outputShape().isVector() ? y.reshape(y.getShape().get(0), -1) : y);
  }

  private static Shape square(int side) {
    return new Shape(side, side);
  }
}
