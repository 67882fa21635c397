package org.chemxor.models.tuning;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.models.train.AdamOptimizer;
import org.chemxor.models.train.RangePenalty;
import org.chemxor.models.train.TorchRuntime;
import org.chemxor.models.train.TrainingLoss;
import org.chemxor.models.trained.Task;

/**
 * A {@link NetworkBlock} with its optimiser on the PyTorch engine. Used by one thread that holds
 * {@link TorchRuntime#trainingLock()}; closed after use.
 */
final class TuningSession implements AutoCloseable {
  /** Numbers of the largest value in a forward pass without gradients. */
  private static final int EVALUATION_NUMBERS = 1 << 23;

  private static final int EVALUATION_BATCH = 512;

  private final Model model;
  private final NetworkBlock block;
  private final AdamOptimizer optimizer;
  private final Trainer trainer;
  private final TrainingLoss loss;
  private final RangePenalty penalty;
  private final double deviation;
  private final double averaging;
  private List<NDArray> averages = List.of();

  private TuningSession(
      Model model, NetworkBlock block, FineTuning options, Task task, double deviation) {
    this.model = model;
    this.block = block;
    this.deviation = deviation;
    this.averaging = options.averaging();
    int outputs = block.network().outputShape().size();
    loss = TrainingLoss.of(task, outputs, List.of());
    penalty = new RangePenalty(options.rangeLimit(), options.rangePenalty());
    optimizer = AdamOptimizer.create(model.getNDManager(), options.weightDecay());
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(loss)
                .optOptimizer(optimizer)
                .optDevices(new Device[] {model.getNDManager().getDevice()}));
    trainer.initialize(block.inputShape(1));
    block.loadWeights();
  }

  /**
   * Starts the engine with a network's weights.
   *
   * @param scales by polynomial, a typical size of what enters it
   * @param deviation what differences from the target of a regression are divided by, above 0
   */
  static TuningSession open(
      Network network,
      Map<String, Double> scales,
      FineTuning options,
      Task task,
      double deviation) {
    Engine engine = TorchRuntime.engine();
    TorchRuntime.prepareThread(options.threads(), network);
    Model model = Model.newInstance(network.name(), engine.defaultDevice(), engine.getEngineName());
    NetworkBlock block = new NetworkBlock(network, scales);
    model.setBlock(block);
    return new TuningSession(model, block, options, task, deviation);
  }

  /** The network with the weights as they are now: their running mean if there is one. */
  Network network() {
    if (averages.isEmpty()) {
      return block.toNetwork();
    }
    List<float[]> raw = parameters().stream().map(p -> p.getArray().toFloatArray()).toList();
    set(averages.stream().map(NDArray::toFloatArray).toList());
    Network network = block.toNetwork();
    set(raw);
    return network;
  }

  private List<Parameter> parameters() {
    return block.getParameters().values();
  }

  private void set(List<float[]> values) {
    for (int i = 0; i < values.size(); i++) {
      parameters().get(i).getArray().set(values.get(i));
    }
  }

  /**
   * One step of the optimiser on the samples {@code order[from..to)}.
   *
   * @param step from 1
   * @return the batch's loss before the step
   */
  double step(TuningData data, int[] order, int from, int to, long step, double rate) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray inputs = inputs(manager, data, order, from, to);
      NDArray labels = labels(manager, data, order, from, to);
      NDArray value;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        List<NDArray> entering = new ArrayList<>();
        block.onValue((index, array) -> keepActivated(entering, index, array));
        NDArray output = trainer.forward(new NDList(inputs)).singletonOrThrow();
        block.onValue(null);
        value = loss.evaluate(new NDList(labels), new NDList(scaled(output)));
        collector.backward(penalty.addTo(value, entering));
      }
      optimizer.begin(step, rate);
      trainer.step();
      average(step);
      return value.toFloatArray()[0];
    }
  }

  /** Values that a polynomial reads. */
  private void keepActivated(List<NDArray> entering, int index, NDArray array) {
    boolean isRead =
        block.network().nodes().stream()
            .anyMatch(n -> n.layer() instanceof Layer.Polynomial && n.inputs().contains(index));
    if (isRead) {
      entering.add(array);
    }
  }

  private NDArray scaled(NDArray output) {
    return deviation == 1
        ? output
        : output.mul(output.getManager().create(new float[] {(float) (1 / deviation)}));
  }

  /** Updates the running mean of the weights; its decay grows from 2/11 to the one asked for. */
  private void average(long step) {
    if (averaging == 0) {
      return;
    }
    if (averages.isEmpty()) {
      averages = parameters().stream().map(p -> copy(p.getArray())).toList();
    }
    double decay = Math.min(averaging, (1.0 + step) / (10.0 + step));
    for (int i = 0; i < averages.size(); i++) {
      try (NDArray share = parameters().get(i).getArray().mul(1 - decay)) {
        averages.get(i).muli(decay).addi(share);
      }
    }
  }

  private NDArray copy(NDArray array) {
    NDArray copy = model.getNDManager().create(array.toFloatArray(), array.getShape());
    copy.setRequiresGradient(false);
    return copy;
  }

  private NDArray inputs(NDManager manager, TuningData data, int[] order, int from, int to) {
    int size = data.inputSize();
    float[] values = new float[(to - from) * size];
    for (int i = from; i < to; i++) {
      data.copyInput(order[i], values, (i - from) * size);
    }
    return manager.create(values, block.inputShape(to - from));
  }

  private NDArray labels(NDManager manager, TuningData data, int[] order, int from, int to) {
    return loss.labels(
        manager,
        IntStream.range(from, to).mapToDouble(i -> data.target(order[i]) / deviation).toArray());
  }

  /** The outputs in the network's units, {@code [sample][output]}. */
  double[][] outputs(TuningData data) {
    int width = block.network().outputShape().size();
    double[][] outputs = new double[data.size()][width];
    forEachValue(
        data,
        block.network().nodes().size(),
        (from, values) -> {
          for (int i = 0; i < values.length; i++) {
            outputs[from + i / width][i % width] = values[i];
          }
        });
    return outputs;
  }

  /** How often the numbers of a value occur. */
  ValueHistogram histogram(TuningData data, int index) {
    ValueHistogram histogram = new ValueHistogram();
    forEachValue(
        data,
        index,
        (from, values) -> {
          for (float value : values) {
            histogram.add(value);
          }
        });
    return histogram;
  }

  /** Hands on the first sample of every batch, and the numbers of one value for all its samples. */
  private void forEachValue(TuningData data, int index, BiConsumer<Integer, float[]> consumer) {
    int[] order = IntStream.range(0, data.size()).toArray();
    int batch = evaluationBatch();
    for (int from = 0; from < data.size(); from += batch) {
      int first = from;
      int to = Math.min(data.size(), from + batch);
      try (NDManager manager = model.getNDManager().newSubManager()) {
        NDArray inputs = inputs(manager, data, order, from, to);
        block.onValue(
            (i, array) -> {
              if (i == index) {
                consumer.accept(first, array.toFloatArray());
              }
            });
        trainer.evaluate(new NDList(inputs));
        block.onValue(null);
      }
    }
  }

  private int evaluationBatch() {
    Network network = block.network();
    int largest =
        IntStream.rangeClosed(0, network.nodes().size())
            .map(i -> network.valueShape(i).size())
            .max()
            .orElseThrow();
    return Math.max(1, Math.min(EVALUATION_BATCH, EVALUATION_NUMBERS / largest));
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
