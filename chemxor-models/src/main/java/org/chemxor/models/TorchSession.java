package org.chemxor.models;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.chemxor.core.MoleculeImage;

/**
 * A network with its optimiser on the PyTorch engine. Used by one thread; closed after training.
 */
final class TorchSession implements AutoCloseable {
  /** Samples in a forward pass without gradients. */
  private static final int EVALUATION_BATCH = 512;

  private final Engine engine;
  private final Model model;
  private final OlindaNetBlock block;
  private final AdamOptimizer optimizer;
  private final Trainer trainer;
  private final TrainingSettings settings;
  private final TargetScale scale;
  private final TrainingLoss loss;

  private TorchSession(
      Engine engine,
      Model model,
      OlindaNetBlock block,
      TrainingSettings settings,
      TargetScale scale) {
    this.engine = engine;
    this.model = model;
    this.block = block;
    this.settings = settings;
    this.scale = scale;
    loss = TrainingLoss.of(settings.task(), block.architecture().outputs());
    optimizer = AdamOptimizer.create(model.getNDManager(), settings.weightDecay());
    Device device = model.getNDManager().getDevice();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(loss)
                .optOptimizer(optimizer)
                .optDevices(new Device[] {device}));
    trainer.initialize(new Shape(1, 1, MoleculeImage.SIZE, MoleculeImage.SIZE));
  }

  /** Starts the engine and draws the first weights. */
  static TorchSession open(OlindaNet architecture, TrainingSettings settings, TargetScale scale) {
    Engine engine = TorchRuntime.engine();
    TorchRuntime.prepareThread(settings.threads());
    Model model =
        Model.newInstance(architecture.name(), engine.defaultDevice(), engine.getEngineName());
    OlindaNetBlock block = new OlindaNetBlock(architecture);
    block.setDropout(settings.dropout());
    model.setBlock(block);
    TorchSession session = new TorchSession(engine, model, block, settings, scale);
    block.initializeLikePyTorch(new Random(settings.seed()));
    return session;
  }

  OlindaNetBlock block() {
    return block;
  }

  /** Makes what the native generator draws in this epoch depend on seed and epoch only. */
  void seedEpoch(int epoch) {
    engine.setRandomSeed(
        Math.toIntExact(Long.hashCode(settings.seed() * 1_000_003 + epoch) & 0x7fffffff));
  }

  /**
   * One step of the optimiser on the samples {@code order[from..to)}.
   *
   * @param step from 1
   * @return the batch's loss before the step
   */
  double step(PackedSamples data, int[] order, int from, int to, long step, double learningRate) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray images = images(manager, data.pixels(order, from, to));
      NDArray labels = labels(manager, data, order, from, to);
      NDArray value;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray output = trainer.forward(new NDList(images)).singletonOrThrow();
        value = loss.evaluate(new NDList(labels), new NDList(output));
        collector.backward(value);
      }
      optimizer.begin(step, learningRate);
      trainer.step();
      return value.toFloatArray()[0];
    }
  }

  private static NDArray images(NDManager manager, float[] pixels) {
    return manager.create(
        pixels,
        new Shape(pixels.length / PackedSamples.PIXELS, 1, MoleculeImage.SIZE, MoleculeImage.SIZE));
  }

  private NDArray labels(NDManager manager, PackedSamples data, int[] order, int from, int to) {
    return loss.labels(
        manager,
        IntStream.range(from, to)
            .mapToDouble(i -> scale.standardize(data.target(order[i])))
            .toArray());
  }

  /** The mean loss over {@code data}, without dropout. */
  double loss(PackedSamples data) {
    double[] sum = new double[1];
    int[] order = IntStream.range(0, data.size()).toArray();
    forEachOutput(
        data,
        (output, from) -> {
          int to = Math.toIntExact(from + output.getShape().get(0));
          NDArray labels = labels(output.getManager(), data, order, from, to);
          double mean = loss.evaluate(new NDList(labels), new NDList(output)).toFloatArray()[0];
          sum[0] += mean * (to - from);
        });
    return sum[0] / data.size();
  }

  /** Hands the outputs {@code [batch, outputs]} and the index of the batch's first sample on. */
  void forEachOutput(PackedSamples data, ObjIntConsumer<NDArray> consumer) {
    int[] order = IntStream.range(0, data.size()).toArray();
    for (int from = 0; from < data.size(); from += EVALUATION_BATCH) {
      int to = Math.min(data.size(), from + EVALUATION_BATCH);
      try (NDManager manager = model.getNDManager().newSubManager()) {
        NDArray images = images(manager, data.pixels(order, from, to));
        consumer.accept(trainer.evaluate(new NDList(images)).singletonOrThrow(), from);
      }
    }
  }

  /** The trained numbers, parameter by parameter. */
  List<float[]> weights() {
    List<float[]> copies = new ArrayList<>();
    for (Parameter parameter : block.getParameters().values()) {
      copies.add(parameter.getArray().toFloatArray());
    }
    return copies;
  }

  /** Puts back what {@link #weights()} returned. */
  void restore(List<float[]> weights) {
    List<Parameter> parameters = block.getParameters().values();
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).getArray().set(weights.get(i));
    }
  }

  TargetScale scale() {
    return scale;
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
