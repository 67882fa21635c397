package org.chemxor.models.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.models.evaluate.Evaluation;
import org.chemxor.models.train.TorchRuntime;
import org.chemxor.models.train.TrainingException;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.trained.EpochResult;
import org.chemxor.models.trained.ModelInfo;
import org.chemxor.models.trained.Task;
import org.chemxor.models.trained.TrainedModel;
import org.chemxor.models.trained.ValueRange;

/** One run of {@link FineTuning}; used once. */
final class TuningRun {
  private static final long SEED_STEP = 1_000_003;

  private final FineTuning options;
  private final TrainedModel start;
  private final Task task;
  private final TuningData train;
  private final TuningData validate;
  private final double deviation;
  private final List<TuningResult.Step> steps = new ArrayList<>();
  private final Map<String, Double> scales = new HashMap<>();
  private final List<EpochResult> history = new ArrayList<>();
  private int epochsSeen;

  TuningRun(FineTuning options, TrainedModel start, TuningData train, TuningData validate) {
    this.options = options;
    this.start = start;
    this.task = start.info().task();
    this.train = train;
    this.validate = validate.size() == 0 ? train : validate;
    requireFit("training", train);
    requireFit("validation", this.validate);
    this.deviation = task == Task.REGRESSION ? deviation(train) : 1;
  }

  private void requireFit(String use, TuningData data) {
    Network network = start.network();
    int outputs = network.outputShape().size();
    if (data.size() == 0) {
      throw new InvalidInputException("the training set is empty; it needs at least one sample");
    }
    if (data.inputSize() != network.inputShape().size()) {
      throw new InvalidInputException(
          "the "
              + use
              + " samples have "
              + data.inputSize()
              + " numbers; "
              + network.name()
              + " takes "
              + network.inputShape());
    }
    if (task == Task.REGRESSION && outputs != 1) {
      throw new InvalidInputException(
          "a regression has one output, "
              + network.name()
              + " has "
              + outputs
              + "; import it with --task classification, or choose one output");
    }
    if (task == Task.CLASSIFICATION && outputs < 2) {
      throw new InvalidInputException(
          "a classifier needs at least 2 outputs, " + network.name() + " has " + outputs);
    }
    for (int i = 0; i < data.size(); i++) {
      requireTarget(use, i, data.target(i), outputs);
    }
  }

  private void requireTarget(String use, int index, double target, int outputs) {
    boolean isClass = target == Math.rint(target) && target >= 0 && target < outputs;
    if (!Double.isFinite(target) || (task == Task.CLASSIFICATION && !isClass)) {
      throw new InvalidInputException(
          use
              + " sample "
              + (index + 1)
              + " has the target "
              + target
              + (task == Task.CLASSIFICATION
                  ? "; classes are numbered from 0 to " + (outputs - 1)
                  : "; it must be finite"));
    }
  }

  private static double deviation(TuningData data) {
    double mean = IntStream.range(0, data.size()).mapToDouble(data::target).average().orElseThrow();
    double variance =
        IntStream.range(0, data.size())
            .mapToDouble(i -> Math.pow(data.target(i) - mean, 2))
            .average()
            .orElseThrow();
    return variance > 0 ? Math.sqrt(variance) : 1;
  }

  TuningResult run() {
    TorchRuntime.trainingLock().lock();
    try {
      Network network = start.network();
      record("as given", Optional.empty(), network);
      if (options.substitutes()) {
        network = substituted(network);
      } else {
        measureScales(network);
      }
      if (options.epochs() > 0) {
        network = trained(network, options.epochs(), true);
        record("tuned for " + options.epochs() + " epochs", Optional.empty(), network);
      }
      return new TuningResult(model(network), steps);
    } finally {
      TorchRuntime.trainingLock().unlock();
    }
  }

  private Network substituted(Network given) {
    Network network = given;
    long pools = PolynomialSubstitution.maxPools(network);
    if (pools > 0) {
      network = PolynomialSubstitution.withMeanPools(network);
      record(
          pools == 1 ? "1 max pool became a mean" : pools + " max pools became means",
          Optional.empty(),
          network);
    }
    measureScales(network);
    for (String relu : PolynomialSubstitution.reluNodes(network)) {
      ValueHistogram values = histogram(network, relu);
      PolynomialFit fit = PolynomialFit.ofRelu(values, options.degree(), options.tailShare());
      requireVariety(relu, values, fit);
      network = PolynomialSubstitution.withPolynomial(network, relu, fit.polynomial());
      scales.put(relu, scale(values));
      network =
          options.layerEpochs() > 0 ? trained(network, options.layerEpochs(), false) : network;
      record(relu, Optional.of(fit), network);
    }
    return network;
  }

  /** A constant is no activation that encryption evaluates. */
  private static void requireVariety(String relu, ValueHistogram values, PolynomialFit fit) {
    if (fit.polynomial().degree() < 1) {
      throw new TrainingException(
          "what enters "
              + relu
              + " is "
              + (values.min() == values.max() ? "always " + values.min() : "nearly constant")
              + " on the training data, so no polynomial can take its place: leave the layer out, or"
              + " train on data that reach it");
    }
  }

  /** Polynomials that the network has already are tuned in units of what enters them. */
  private void measureScales(Network network) {
    for (Network.Node node : network.nodes()) {
      if (node.layer() instanceof Layer.Polynomial) {
        scales.put(node.name(), scale(histogram(network, node.name())));
      }
    }
  }

  private static double scale(ValueHistogram values) {
    double size = values.rootMeanSquare();
    return size > 0 ? size : 1;
  }

  private ValueHistogram histogram(Network network, String node) {
    try (TuningSession session = open(network)) {
      return session.histogram(train, PolynomialSubstitution.inputOf(network, node));
    } catch (IllegalArgumentException e) {
      throw new TrainingException(
          "what enters " + node + " is not finite on the training data: " + e.getMessage(), e);
    }
  }

  private TuningSession open(Network network) {
    return TuningSession.open(network, scales, options, task, deviation);
  }

  private void record(String name, Optional<PolynomialFit> fit, Network network) {
    try (TuningSession session = open(network)) {
      double[] targets =
          IntStream.range(0, validate.size()).mapToDouble(validate::target).toArray();
      Evaluation evaluation = Evaluation.of(task, targets, finite(session.outputs(validate)));
      steps.add(new TuningResult.Step(name, fit, evaluation.metrics()));
    }
  }

  private double[][] finite(double[][] outputs) {
    boolean isFinite =
        Arrays.stream(outputs).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
    if (!isFinite) {
      throw diverged("an output of the validation samples is not finite");
    }
    return outputs;
  }

  private Network trained(Network network, int epochs, boolean isFinal) {
    try (TuningSession session = open(network)) {
      long step = 0;
      for (int epoch = 1; epoch <= epochs; epoch++) {
        long begin = System.nanoTime();
        double loss = epoch(session, epoch, epochs, step, isFinal);
        step += batches();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        if (isFinal) {
          EpochResult result =
              new EpochResult(
                  epoch, epochs, loss, Double.NaN, rate(epoch, epochs, 1), millis, false);
          history.add(result);
          options.listener().onEpoch(result);
        }
      }
      return session.network();
    }
  }

  private int batches() {
    return (train.size() + options.batchSize() - 1) / options.batchSize();
  }

  /** One pass; the mean loss of its batches. */
  private double epoch(TuningSession session, int epoch, int epochs, long before, boolean isFinal) {
    int[] order = shuffled();
    double sum = 0;
    for (int batch = 0; batch < batches(); batch++) {
      int from = batch * options.batchSize();
      int to = Math.min(train.size(), from + options.batchSize());
      double rate = rate(epoch, epochs, (double) batch / batches());
      double loss = session.step(train, order, from, to, before + batch + 1, rate);
      requireFinite(loss);
      sum += loss * (to - from);
      if (isFinal) {
        options
            .listener()
            .onBatch(new TrainingListener.BatchProgress(epoch, epochs, batch + 1, batches(), loss));
      }
    }
    return sum / train.size();
  }

  /** The numbers of the samples in random order (Fisher and Yates), another one for every pass. */
  private int[] shuffled() {
    Random random = new Random(options.seed() * SEED_STEP + ++epochsSeen);
    int[] order = new int[train.size()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private double rate(int epoch, int epochs, double progress) {
    return options.learningRate() * options.schedule().factor(epoch, epochs, progress);
  }

  private void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw diverged("the loss became " + loss);
    }
  }

  private TrainingException diverged(String what) {
    return new TrainingException(
        what
            + " with learning rate "
            + options.learningRate()
            + "; use a lower one, a lower degree, or keep values in range with a penalty");
  }

  private TrainedModel model(Network network) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    steps
        .get(steps.size() - 1)
        .metrics()
        .forEach((name, v) -> metrics.put("validation." + name, v));
    ModelInfo info = start.info();
    return TrainedModel.trained(
        network,
        new ModelInfo(
                task,
                info.targets(),
                info.classes(),
                info.featuriser(),
                "",
                ranges(network),
                info.training(),
                Map.of())
            .withTraining(options.describe())
            .withMetrics(metrics),
        history);
  }

  /** What enters the activations of the finished network. */
  private List<ValueRange> ranges(Network network) {
    List<ValueRange> ranges = new ArrayList<>();
    for (Network.Node node : network.nodes()) {
      int source = node.inputs().get(0);
      if (node.layer() instanceof Layer.Polynomial && source > 0) {
        ValueHistogram values = histogram(network, node.name());
        String name = network.nodes().get(source - 1).name();
        ranges.add(new ValueRange(name, values.min(), values.max()));
      }
    }
    return ranges;
  }
}
