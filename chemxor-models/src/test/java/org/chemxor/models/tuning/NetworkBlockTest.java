package org.chemxor.models.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.core.Tensor;
import org.chemxor.models.train.TorchRuntime;
import org.chemxor.models.train.TrainingLoss;
import org.chemxor.models.trained.Task;
import org.junit.jupiter.api.Test;

/** The block against the reference evaluator: values and derivatives. */
class NetworkBlockTest {
  private static final Map<String, Double> SCALES = Map.of("quartic", 0.7, "square", 3.0);

  private static Tensor uniform(Random random, double bound, int... dimensions) {
    int size = 1;
    for (int d : dimensions) {
      size *= d;
    }
    return Tensor.of(random.doubles(size, -bound, bound).toArray(), dimensions);
  }

  private static Layer.Conv2d conv(
      Random random, int in, int out, int kernel, int stride, int pad) {
    double bound = 1 / Math.sqrt(in * kernel * kernel);
    return new Layer.Conv2d(
        uniform(random, bound, out, in, kernel, kernel), uniform(random, bound, out), stride, pad);
  }

  private static Layer.Linear linear(Random random, int in, int out) {
    double bound = 1 / Math.sqrt(in);
    return new Layer.Linear(uniform(random, bound, out, in), uniform(random, bound, out));
  }

  /** Every kind of layer, with a residual sum, oblong images, strides and padding. */
  static Network everyLayer(long seed) {
    Random random = new Random(seed);
    return Network.builder("every", Shape.image(2, 9, 8))
        .add("conv1", conv(random, 2, 4, 3, 1, 1), "input")
        .add("relu", new Layer.Relu())
        .add("max", new Layer.MaxPool2d(3, 2, 1))
        .add("conv2", conv(random, 4, 4, 3, 1, 1), "max")
        .add("quartic", Layer.Polynomial.of(0.1, 0.6, 0.3, -0.05, 0.02), "conv2")
        .add("sum", new Layer.Add(), "quartic", "max")
        .add("mean", new Layer.AvgPool2d(2, 2, 1))
        .add("conv3", conv(random, 4, 3, 2, 2, 0))
        .add("flatten", new Layer.Flatten())
        .add("linear1", linear(random, 3, 5))
        .add("square", Layer.Polynomial.of(0, 0.5, 0.25))
        .add("linear2", linear(random, 5, 3))
        .build();
  }

  private static double[] input(long seed, int size) {
    return new Random(seed).doubles(size, -1, 1).toArray();
  }

  private static Model model(NetworkBlock block) {
    Model model = Model.newInstance("test", TorchRuntime.engine().defaultDevice(), "PyTorch");
    model.setBlock(block);
    return model;
  }

  private static Trainer trainer(Model model, NetworkBlock block) {
    TorchRuntime.prepareThread(1);
    Trainer trainer =
        model.newTrainer(
            new DefaultTrainingConfig(TrainingLoss.of(Task.CLASSIFICATION, 3, List.of()))
                .optDevices(new Device[] {model.getNDManager().getDevice()}));
    trainer.initialize(block.inputShape(1));
    block.loadWeights();
    return trainer;
  }

  private static NDArray batch(NDManager manager, NetworkBlock block, double[]... inputs) {
    int size = inputs[0].length;
    float[] values = new float[inputs.length * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) inputs[i / size][i % size];
    }
    return manager.create(values, block.inputShape(inputs.length));
  }

  @Test
  void computesWhatTheReferenceDoes() {
    for (long seed = 1; seed <= 4; seed++) {
      Network network = everyLayer(seed);
      NetworkBlock block = new NetworkBlock(network, SCALES);
      TorchRuntime.trainingLock().lock();
      try (Model model = model(block);
          Trainer trainer = trainer(model, block);
          NDManager manager = model.getNDManager().newSubManager()) {
        double[][] inputs = {input(seed, 144), input(seed + 10, 144), input(seed + 20, 144)};
        NDArray outputs =
            trainer.evaluate(new NDList(batch(manager, block, inputs))).singletonOrThrow();
        float[] actual = outputs.toFloatArray();
        for (int i = 0; i < inputs.length; i++) {
          double[] expected = new ReferenceEvaluator(network).evaluate(inputs[i]);
          for (int k = 0; k < 3; k++) {
            assertThat((double) actual[3 * i + k])
                .as("seed %d, sample %d, output %d", seed, i, k)
                .isCloseTo(expected[k], within(2e-6));
          }
        }
      } finally {
        TorchRuntime.trainingLock().unlock();
      }
    }
  }

  @Test
  void tellsEveryValue() {
    Network network = everyLayer(5);
    NetworkBlock block = new NetworkBlock(network);
    TorchRuntime.trainingLock().lock();
    try (Model model = model(block);
        Trainer trainer = trainer(model, block);
        NDManager manager = model.getNDManager().newSubManager()) {
      double[] input = input(5, 144);
      double[][] expected = new ReferenceEvaluator(network).evaluateAll(input);
      int[] told = {0};
      block.onValue(
          (index, array) -> {
            float[] values = array.toFloatArray();
            assertThat(index).isEqualTo(told[0]++);
            assertThat(values).hasSize(expected[index].length);
            for (int i = 0; i < values.length; i++) {
              assertThat((double) values[i])
                  .as("value %d of %d", i, index)
                  .isCloseTo(expected[index][i], within(2e-6));
            }
          });
      trainer.evaluate(new NDList(batch(manager, block, input)));
      assertThat(told[0]).isEqualTo(network.nodes().size() + 1);
    } finally {
      TorchRuntime.trainingLock().unlock();
    }
  }

  /** Moves a number of the network's and looks at what becomes of the loss, in double precision. */
  @Test
  void derivativesAreDifferenceQuotients() {
    Network network = everyLayer(6);
    NetworkBlock block = new NetworkBlock(network, SCALES);
    double[] input = input(6, 144);
    TorchRuntime.trainingLock().lock();
    try (Model model = model(block);
        Trainer trainer = trainer(model, block);
        NDManager manager = model.getNDManager().newSubManager()) {
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray output =
            trainer.forward(new NDList(batch(manager, block, input))).singletonOrThrow();
        collector.backward(output.square().sum());
      }
      int compared = 0;
      for (int n = 0; n < network.nodes().size(); n++) {
        Network.Node node = network.nodes().get(n);
        List<Parameter> parameters =
            block.getChildren().values().get(n).getDirectParameters().values();
        for (Parameter parameter : parameters) {
          if (!parameter.requiresGradient()) {
            continue;
          }
          float[] gradient = parameter.getArray().getGradient().toFloatArray();
          int at = gradient.length / 2;
          double expected = quotient(network, node, parameter.getName(), at, input);
          assertThat((double) gradient[at])
              .as("%s %s[%d]", node.name(), parameter.getName(), at)
              .isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
          compared++;
        }
      }
      assertThat(compared).isEqualTo(5 * 2 + 5 + 3);
    } finally {
      TorchRuntime.trainingLock().unlock();
    }
  }

  private static double quotient(
      Network network, Network.Node node, String parameter, int at, double[] input) {
    double step = 1e-5;
    return (loss(moved(network, node, parameter, at, step), input)
            - loss(moved(network, node, parameter, at, -step), input))
        / (2 * step);
  }

  private static double loss(Network network, double[] input) {
    double sum = 0;
    for (double output : new ReferenceEvaluator(network).evaluate(input)) {
      sum += output * output;
    }
    return sum;
  }

  private static Network moved(
      Network network, Network.Node node, String parameter, int at, double step) {
    return PolynomialSubstitution.mapped(
        network, n -> n.name().equals(node.name()) ? moved(node, parameter, at, step) : n.layer());
  }

  private static Layer moved(Network.Node node, String parameter, int at, double step) {
    if (node.layer() instanceof Layer.Polynomial polynomial) {
      int power = Integer.parseInt(parameter.substring("power".length()));
      double[] coefficients = polynomial.coefficients().toArray();
      coefficients[power] += step / Math.pow(SCALES.get(node.name()), power);
      return Layer.Polynomial.of(coefficients);
    }
    boolean isWeight = parameter.equals("weight");
    if (node.layer() instanceof Layer.Conv2d conv) {
      return new Layer.Conv2d(
          isWeight ? moved(conv.weights(), at, step) : conv.weights(),
          isWeight ? conv.bias() : moved(conv.bias(), at, step),
          conv.stride(),
          conv.padding());
    }
    Layer.Linear linear = (Layer.Linear) node.layer();
    return new Layer.Linear(
        isWeight ? moved(linear.weights(), at, step) : linear.weights(),
        isWeight ? linear.bias() : moved(linear.bias(), at, step));
  }

  private static Tensor moved(Tensor tensor, int at, double step) {
    double[] values = tensor.toArray();
    values[at] += step;
    return Tensor.of(values, tensor.dimensions());
  }

  @Test
  void anUntrainedBlockIsTheNetworkInSinglePrecision() {
    Network network = everyLayer(7);
    NetworkBlock block = new NetworkBlock(network, SCALES);
    TorchRuntime.trainingLock().lock();
    try (Model model = model(block);
        Trainer trainer = trainer(model, block)) {
      assertThat(trainer.getModel()).isSameAs(model);
      Network back = block.toNetwork();
      assertThat(back.toString()).isEqualTo(network.toString());
      double[] input = input(7, 144);
      double[] expected = new ReferenceEvaluator(network).evaluate(input);
      double[] actual = new ReferenceEvaluator(back).evaluate(input);
      for (int k = 0; k < expected.length; k++) {
        assertThat(actual[k]).isCloseTo(expected[k], within(1e-6));
      }
    } finally {
      TorchRuntime.trainingLock().unlock();
    }
  }

  @Test
  void refusesScalesThatAreNone() {
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new NetworkBlock(everyLayer(1), Map.of("square", scale)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the scale of square");
    }
  }
}
