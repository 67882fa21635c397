package org.chemxor.cli;

import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Tensor;
import org.chemxor.models.OlindaNet;

/**
 * Untrained networks for planning and measuring: weights uniform in plus or minus 1/sqrt(inputs),
 * as PyTorch starts them, always the same.
 */
public final class RandomNetworks {
  private static final long SEED = 20261121;
  private static final int KERNEL = 3;

  private RandomNetworks() {}

  /** An untrained network of this architecture. */
  public static Network of(OlindaNet architecture) {
    Random random = new Random(SEED);
    Layer activation = architecture.activation().toLayer();
    Network.Builder builder = Network.builder(architecture.name(), architecture.inputShape());
    for (OlindaNet.Convolution c : architecture.convolutions()) {
      int inputs = c.in() * KERNEL * KERNEL;
      Tensor weights = uniform(random, inputs, c.out(), c.in(), KERNEL, KERNEL);
      builder.add(new Layer.Conv2d(weights, uniform(random, inputs, c.out()), c.stride(), 0));
      builder.add(activation);
    }
    builder.add(new Layer.Flatten());
    int inputs = architecture.flattenedSize();
    for (int i = 0; i < architecture.linears().size(); i++) {
      int outputs = architecture.linears().get(i);
      Tensor weights = uniform(random, inputs, outputs, inputs);
      builder.add(new Layer.Linear(weights, uniform(random, inputs, outputs)));
      if (i < architecture.linears().size() - 1) {
        builder.add(activation);
      }
      inputs = outputs;
    }
    return builder.build();
  }

  private static Tensor uniform(Random random, int inputs, int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size *= dimension;
    }
    double bound = 1 / Math.sqrt(inputs);
    return Tensor.of(random.doubles(size, -bound, bound).toArray(), dimensions);
  }
}
