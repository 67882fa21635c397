package org.chemxor.mpc;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.ChemXorException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.PlanOptions;
import org.slf4j.LoggerFactory;

/**
 * Predictions of an invented network, all three roles in this process, until the virtual machine
 * has compiled what they spend their time with: the first real prediction then takes little longer
 * than later ones. Nothing of it concerns secrets, and a failure of it nobody.
 */
public final class WarmUp {
  private static final int SIDE = 40;
  private static final int CHANNELS = 16;

  private WarmUp() {}

  /**
   * Predicts until the time is over.
   *
   * @param time that it takes; three seconds see to most of it
   */
  public static void run(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Network network = network();
    CompiledModel model = NetworkCompiler.compile(network, PlanOptions.DEFAULT);
    double[] sample = new double[network.inputShape().size()];
    try (Backend shares = Backend.inMemory(model, MpcSettings.DEFAULT)) {
      while (System.nanoTime() < end) {
        shares.evaluate(List.of(sample));
      }
    } catch (ChemXorException e) {
      LoggerFactory.getLogger(WarmUp.class).debug("the warm-up ended early", e);
    }
  }

  private static Network network() {
    Random random = new Random(1);
    return Network.builder("warm-up", Shape.image(3, SIDE, SIDE))
        .add("conv1", conv(random, 3, 7, 2, 3))
        .add("relu1", new Layer.Relu())
        .add("pool", new Layer.MaxPool2d(3, 2, 1))
        .add("conv2", conv(random, CHANNELS, 3, 1, 1))
        .add("add", new Layer.Add(), "conv2", "pool")
        .add("relu2", new Layer.Relu())
        .add("conv3", conv(random, CHANNELS, 1, 2, 0))
        .add("relu3", new Layer.Relu())
        .add("average", new Layer.AvgPool2d(SIDE / 8, 1, 0))
        .add("flatten", new Layer.Flatten())
        .add("linear", new Layer.Linear(small(random, CHANNELS, CHANNELS), Tensor.zeros(CHANNELS)))
        .build();
  }

  private static Layer.Conv2d conv(Random random, int in, int kernel, int stride, int padding) {
    return new Layer.Conv2d(
        small(random, CHANNELS, in, kernel, kernel), Tensor.zeros(CHANNELS), stride, padding);
  }

  private static Tensor small(Random random, int... shape) {
    int size = IntStream.of(shape).reduce(1, Math::multiplyExact);
    return Tensor.of(random.doubles(size, -0.1, 0.1).toArray(), shape);
  }
}
