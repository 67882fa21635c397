package org.chemxor.models.train;

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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.Tensor;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.models.evaluate.PackedSamples;
import org.chemxor.models.olinda.NetworkExport;
import org.chemxor.models.olinda.OlindaNetBlock;
import org.chemxor.models.olinda.TargetScale;
import org.chemxor.models.privacy.NoisySum;

/**
 * A network with its optimiser on the PyTorch engine. Used by one thread; closed after training.
 */
final class TorchSession implements AutoCloseable {
  /** Samples in a forward pass without gradients. */
  private static final int EVALUATION_BATCH = 512;

  /**
   * PyTorch tries NNPACK for smaller batches, which says on standard error of every convolution
   * that the processor is none it knows, where that is so. The mean loss of copies of a row is the
   * row's.
   */
  private static final int LEAST_BATCH = 16;

  private final Engine engine;
  private final Model model;
  private final OlindaNetBlock block;
  private final AdamOptimizer optimizer;
  private final Trainer trainer;
  private final TrainingSettings settings;
  private final List<TargetScale> scales;
  private final float inputGain;
  private final TrainingLoss loss;
  private final RangePenalty penalty;
  private List<NDArray> averages = List.of();

  private TorchSession(
      Engine engine,
      Model model,
      OlindaNetBlock block,
      TrainingSettings settings,
      List<TargetScale> scales,
      double inputGain) {
    this.engine = engine;
    this.model = model;
    this.block = block;
    this.settings = settings;
    this.scales = List.copyOf(scales);
    this.inputGain = (float) inputGain;
    int outputs = block.architecture().outputs();
    loss =
        scales.size() > 1
            ? TrainingLoss.ofSeveral(settings.task(), outputs)
            : TrainingLoss.of(
                settings.task(), outputs, settings.classWeights(), settings.labelSmoothing());
    penalty = new RangePenalty(settings.rangeLimit(), settings.rangePenalty());
    optimizer = AdamOptimizer.create(model.getNDManager(), settings.weightDecay());
    Device device = model.getNDManager().getDevice();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(loss)
                .optOptimizer(optimizer)
                .optDevices(new Device[] {device}));
    trainer.initialize(new Shape(1, 1, MoleculeImage.SIZE, MoleculeImage.SIZE));
  }

  /**
   * Starts the engine and draws the first weights.
   *
   * @param inputGain what pixels are multiplied by, above 0
   */
  static TorchSession open(
      OlindaNet architecture, TrainingSettings settings, TargetScale scale, double inputGain) {
    return open(architecture, settings, List.of(scale), inputGain);
  }

  /**
   * As {@link #open(OlindaNet, TrainingSettings, TargetScale, double)}.
   *
   * @param scales of all outputs, or of each of several targets
   */
  static TorchSession open(
      OlindaNet architecture,
      TrainingSettings settings,
      List<TargetScale> scales,
      double inputGain) {
    Engine engine = TorchRuntime.engine();
    TorchRuntime.prepareThread(settings.threads());
    Model model =
        Model.newInstance(architecture.name(), engine.defaultDevice(), engine.getEngineName());
    OlindaNetBlock block = new OlindaNetBlock(architecture);
    block.setDropout(settings.dropout());
    model.setBlock(block);
    TorchSession session = new TorchSession(engine, model, block, settings, scales, inputGain);
    block.initializeLikePyTorch(new Random(settings.seed()));
    return session;
  }

  OlindaNetBlock block() {
    return block;
  }

  /** Makes what the native generator draws in this epoch depend on seed and epoch only. */
  void seedEpoch(int epoch) {
    engine.setRandomSeed(Long.hashCode(settings.seed() * 1_000_003 + epoch) & Integer.MAX_VALUE);
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
        List<NDArray> preActivations = new ArrayList<>();
        block.onPreActivation((layer, array) -> preActivations.add(array));
        NDArray output = trainer.forward(new NDList(images)).singletonOrThrow();
        block.onPreActivation(null);
        value = loss.evaluate(new NDList(labels), new NDList(output));
        collector.backward(penalty.addTo(value, preActivations));
      }
      optimizer.begin(step, learningRate);
      trainer.step();
      average(step);
      return value.toFloatArray()[0];
    }
  }

  /**
   * One step of the optimiser on a noisy sum of clipped gradients, each of one row alone.
   *
   * @param rows of the step's sample; may be none
   * @param sum empty yet
   * @param step from 1
   */
  void privateStep(PackedSamples data, int[] rows, NoisySum sum, long step, double learningRate) {
    int[] copies = new int[LEAST_BATCH];
    for (int row : rows) {
      Arrays.fill(copies, row);
      add(sum, gradient(data, copies, 0, copies.length));
    }
    optimizer.begin(step, learningRate);
    try (NDManager manager = model.getNDManager().newSubManager()) {
      int number = 0;
      for (Parameter parameter : trained()) {
        NDArray weight = parameter.getArray();
        float[] mean = sum.noisyMean(number++, Math.toIntExact(weight.size()));
        optimizer.update(parameter.getId(), weight, manager.create(mean, weight.getShape()));
      }
    }
    average(step);
  }

  private static void add(NoisySum sum, List<float[]> gradient) {
    try {
      sum.add(gradient);
    } catch (ArithmeticException e) {
      throw new TrainingException(
          "gradients grew beyond all numbers; use a lower learning rate or input gain", e);
    }
  }

  private List<Parameter> trained() {
    return block.getParameters().values().stream().filter(Parameter::requiresGradient).toList();
  }

  /** The gradient of the mean loss of some rows by trained parameter. */
  List<float[]> gradient(PackedSamples data, int[] rows, int from, int to) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray images = images(manager, data.pixels(rows, from, to));
      NDArray labels = labels(manager, data, rows, from, to);
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray output = trainer.forward(new NDList(images)).singletonOrThrow();
        collector.backward(loss.evaluate(new NDList(labels), new NDList(output)));
      }
      List<float[]> gradient = new ArrayList<>();
      for (Parameter parameter : trained()) {
        try (NDArray part = parameter.getArray().getGradient()) {
          gradient.add(part.toFloatArray());
          // The engine adds the next one to what is there. NDArray.set would make it point to
          // memory that goes with this view of it.
          part.subi(part);
        }
      }
      return gradient;
    }
  }

  private NDArray images(NDManager manager, float[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] *= inputGain;
    }
    return manager.create(
        pixels,
        new Shape(pixels.length / PackedSamples.PIXELS, 1, MoleculeImage.SIZE, MoleculeImage.SIZE));
  }

  private NDArray labels(NDManager manager, PackedSamples data, int[] order, int from, int to) {
    return loss.labels(
        manager,
        IntStream.range(from, to)
            .mapToObj(i -> data.targetRow(order[i]))
            .flatMapToDouble(
                row ->
                    IntStream.range(0, row.length).mapToDouble(t -> scale(t).standardize(row[t])))
            .toArray());
  }

  private TargetScale scale(int output) {
    return scales.get(scales.size() == 1 ? 0 : output);
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

  /** The outputs in the target's units, {@code [sample][output]}. */
  double[][] outputs(PackedSamples data) {
    double[][] outputs = new double[data.size()][];
    forEachOutput(
        data,
        (output, from) -> {
          int width = Math.toIntExact(output.getShape().get(1));
          float[] values = output.toFloatArray();
          for (int i = 0; i < values.length / width; i++) {
            double[] row = new double[width];
            for (int k = 0; k < width; k++) {
              row[k] = scale(k).restore(values[i * width + k]);
            }
            outputs[from + i] = row;
          }
        });
    return outputs;
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

  /** Updates the running mean of the weights; its decay grows from 2/11 to the one asked for. */
  private void average(long step) {
    if (settings.averaging() == 0) {
      return;
    }
    List<Parameter> parameters = block.getParameters().values();
    if (averages.isEmpty()) {
      averages = parameters.stream().map(p -> copy(p.getArray())).toList();
    }
    double decay = Math.min(settings.averaging(), (1.0 + step) / (10.0 + step));
    for (int i = 0; i < parameters.size(); i++) {
      try (NDArray share = parameters.get(i).getArray().mul(1 - decay)) {
        averages.get(i).muli(decay).addi(share);
      }
    }
  }

  private NDArray copy(NDArray array) {
    NDArray copy = model.getNDManager().create(array.toFloatArray(), array.getShape());
    copy.setRequiresGradient(false);
    return copy;
  }

  /** The weights to validate and keep: their running mean if there is one. */
  List<float[]> smoothWeights() {
    return averages.isEmpty() ? weights() : averages.stream().map(NDArray::toFloatArray).toList();
  }

  /** Weights, their running mean and the optimiser's moments, by name. */
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    List<Parameter> parameters = block.getParameters().values();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      NDArray array = parameter.getArray();
      state.put("weights." + i, tensor(array));
      if (!averages.isEmpty()) {
        state.put("average." + i, tensor(averages.get(i)));
      }
      if (parameter.requiresGradient()) {
        AdamOptimizer.Moments moments = optimizer.moments(parameter.getId(), array);
        state.put("mean." + i, tensor(moments.mean()));
        state.put("variance." + i, tensor(moments.variance()));
      }
    }
    return state;
  }

  /**
   * Puts back what {@link #state} returned.
   *
   * @throws InvalidInputException when a tensor is missing or of another size
   */
  void restoreState(Map<String, Tensor> state) {
    List<Parameter> parameters = block.getParameters().values();
    if (settings.averaging() > 0) {
      averages = parameters.stream().map(p -> copy(p.getArray())).toList();
    }
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      set(parameter.getArray(), state, "weights." + i);
      if (!averages.isEmpty()) {
        set(averages.get(i), state, "average." + i);
      }
      if (parameter.requiresGradient()) {
        AdamOptimizer.Moments moments = optimizer.moments(parameter.getId(), parameter.getArray());
        set(moments.mean(), state, "mean." + i);
        set(moments.variance(), state, "variance." + i);
      }
    }
  }

  private static Tensor tensor(NDArray array) {
    return tensor(array.toFloatArray());
  }

  static Tensor tensor(float[] values) {
    double[] copy = new double[values.length];
    Arrays.setAll(copy, i -> values[i]);
    return Tensor.of(copy, copy.length);
  }

  /** The weights stored under {@code prefix}, as {@link #weights} returns them. */
  List<float[]> weightsFrom(Map<String, Tensor> state, String prefix) {
    List<float[]> weights = new ArrayList<>();
    for (Parameter parameter : block.getParameters().values()) {
      weights.add(values(state, prefix + weights.size(), parameter.getArray().size()));
    }
    return weights;
  }

  private static void set(NDArray array, Map<String, Tensor> state, String name) {
    array.set(values(state, name, array.size()));
  }

  private static float[] values(Map<String, Tensor> state, String name, long size) {
    Tensor tensor = state.get(name);
    if (tensor == null || tensor.size() != size) {
      throw new InvalidInputException(
          "the checkpoint has "
              + (tensor == null ? "no tensor " + name : tensor.size() + " values in " + name)
              + "; "
              + size
              + " values are needed");
    }
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) tensor.at(i);
    }
    return values;
  }

  /** The network with the weights as they are now. */
  Network export() {
    return NetworkExport.export(block, scales, inputGain);
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
