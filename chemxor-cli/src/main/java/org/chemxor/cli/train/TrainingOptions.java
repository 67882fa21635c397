package org.chemxor.cli.train;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.olinda.Activation;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.data.dataset.OlindaClassificationData;
import org.chemxor.data.dataset.OlindaData;
import org.chemxor.models.quadratic.QuadraticTraining;
import org.chemxor.models.train.PrivateTraining;
import org.chemxor.models.train.Schedule;
import org.chemxor.models.train.Training;
import org.chemxor.models.train.TrainingListener;
import org.chemxor.models.tuning.FineTuning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What is trained and how. What is not given is chosen by the library to suit the data. */
final class TrainingOptions {
  /** Options without a meaning where nothing is trained step by step. */
  private static final List<String> STEPWISE =
      List.of(
          "--variant",
          "--epochs",
          "--batch-size",
          "--learning-rate",
          "--schedule",
          "--weight-decay",
          "--dropout",
          "--range-limit",
          "--range-penalty",
          "--patience",
          "--label-smoothing",
          "--threads",
          "--checkpoints",
          "--keep-best",
          "--resume");

  /** Options that a private training does not have. */
  private static final List<String> NOT_PRIVATE =
      List.of(
          "--schedule",
          "--weight-decay",
          "--dropout",
          "--range-limit",
          "--range-penalty",
          "--class-weights",
          "--patience",
          "--label-smoothing",
          "--threads",
          "--checkpoints",
          "--keep-best",
          "--resume");

  /** Which quadratic activation, with settings that suit it. */
  enum Variant {
    IMPROVED,
    LEARNED,
    ORIGINAL
  }

  /** What a molecule of a rare class counts. */
  enum ClassWeights {
    EQUAL,
    BALANCED
  }

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      defaultValue = "zero",
      description =
          "zero, olinda or one; quadratic, fitted in closed form in seconds; zero+quadratic (or"
              + " another of the three), the mean of both in one network; or auto, the best of zero,"
              + " quadratic and their mean on the validation part (default: ${DEFAULT-VALUE}).")
  private String model;

  @Option(
      names = "--variant",
      defaultValue = "improved",
      description =
          "The activation, each as cheap as the others under encryption: improved, a "
              + "steeper quadratic; learned, one for each layer; original, that of ChemXor "
              + "(default: ${DEFAULT-VALUE}).")
  private Variant variant;

  @Option(
      names = "--epochs",
      description =
          "Most passes over the training data (default: 10 to 60, fewer for more " + "molecules).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch-size",
      description = "Molecules in a step (default: 32 for small data sets, 128 for large ones).")
  private @Nullable Integer batchSize;

  @Option(
      names = "--learning-rate",
      description = "Step size of Adam (default: 2e-3, or 1e-3 for the original variant).")
  private @Nullable Double learningRate;

  @Option(
      names = "--schedule",
      defaultValue = "cosine",
      description = "constant, cosine or step:EPOCHS:FACTOR (default: ${DEFAULT-VALUE}).")
  private String schedule;

  @Option(names = "--weight-decay", description = "Decoupled weight decay (default: 0.1).")
  private @Nullable Double weightDecay;

  @Option(
      names = "--dropout",
      description =
          "Share of activations dropped while training (default: 0.4, or 0.2 for the "
              + "original variant).")
  private @Nullable Double dropout;

  @Option(
      names = "--range-limit",
      paramLabel = "VALUE",
      description = "Penalise values beyond it before activations, for encrypted accuracy.")
  private @Nullable Double rangeLimit;

  @Option(
      names = "--range-penalty",
      defaultValue = "0.1",
      description = "Weight of that penalty (default: ${DEFAULT-VALUE}).")
  private double rangePenalty;

  @Option(
      names = "--class-weights",
      defaultValue = "equal",
      description = "equal or balanced, for a classification (default: ${DEFAULT-VALUE}).")
  private ClassWeights classWeights;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "What the right class gives away to all classes alike in the loss, such as 0.1: a network"
              + " less sure of what it learned from (default: ${DEFAULT-VALUE}).")
  private double labelSmoothing;

  @Option(
      names = "--patience",
      paramLabel = "EPOCHS",
      description = "Stop after so many epochs without a lower validation loss.")
  private @Nullable Integer patience;

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Of split, images and training (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      description = "Native threads (default: 1 for small data sets, up to 4 for large ones).")
  private @Nullable Integer threads;

  @Option(
      names = "--checkpoints",
      paramLabel = "FOLDER",
      description = "Save the state there after every epoch, so that the training can be resumed.")
  private @Nullable Path checkpoints;

  @Option(
      names = "--keep-best",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "Models of so many best epochs to keep there (default: ${DEFAULT-VALUE}).")
  private int keepBest;

  @Option(names = "--resume", description = "Go on from the state in the checkpoint folder.")
  private boolean resume;

  long seed() {
    return seed;
  }

  boolean resume() {
    return resume;
  }

  /** What is to be fitted. */
  ModelName model() {
    return ModelName.of(model);
  }

  /** The fit of a quadratic model for these data. */
  QuadraticTraining quadratic(OlindaData data) {
    if (data instanceof OlindaClassificationData classes) {
      QuadraticTraining training = QuadraticTraining.classification(classes.classes());
      if (data.targetCount() > 1) {
        return training;
      }
      List<Double> balanced = boxed(classes.classWeights());
      return classWeights == ClassWeights.EQUAL ? training : training.classWeights(balanced);
    }
    return QuadraticTraining.regression();
  }

  /** The training of a network for these data. */
  Training training(OlindaNet net, OlindaData data) {
    if (data.targetCount() > 1) {
      Training training = training(net.withOutputs(data.targetCount()));
      return data instanceof OlindaClassificationData ? training.classification() : training;
    }
    if (data instanceof OlindaClassificationData classes) {
      Training training = training(net.withOutputs(classes.classes())).classification();
      // Asked for in any case: a class without a molecule to learn from is refused.
      List<Double> balanced = boxed(classes.classWeights());
      return classWeights == ClassWeights.EQUAL ? training : training.classWeights(balanced);
    }
    return training(net);
  }

  /** Refuses what several targets cannot have. */
  void requireFits(OlindaData data) {
    if (data.targetCount() > 1
        && (classWeights != ClassWeights.EQUAL
            || labelSmoothing != 0
            || spec.commandLine().getParseResult().hasMatchedOption("--from"))) {
      throw wrongUsage(
          "several value columns are for new networks, without --from, --class-weights and"
              + " --label-smoothing");
    }
  }

  /**
   * Refuses settings out of range and options that do not fit together, before any data are read.
   */
  void requireValid(boolean classification) {
    if (resume && checkpoints == null) {
      throw wrongUsage("--resume needs --checkpoints FOLDER, where the state is");
    }
    if (!classification && classWeights != ClassWeights.EQUAL) {
      throw wrongUsage("--class-weights are for classes: add --task classification");
    }
    if (!classification && labelSmoothing != 0) {
      throw wrongUsage("--label-smoothing is for classes: add --task classification");
    }
    OlindaNet net = model().net().orElse(null);
    if (net == null) {
      requireNoneOf(
          STEPWISE,
          " is for networks trained step by step; --model quadratic is fitted in closed form: leave"
              + " it out");
      return;
    }
    try {
      training(net).settings(1);
    } catch (IllegalArgumentException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses what a private training does not have, and takes the model that suits it best. */
  void makePrivate() {
    requireNoneOf(NOT_PRIVATE, " has no meaning for --private: leave it out");
    if (!isGiven("--model")) {
      model = ModelName.QUADRATIC;
    }
    if (model().hasQuadratic() && model().net().isPresent()) {
      throw wrongUsage(
          "--private is for one model: --model " + model + " would spend the promise twice");
    }
  }

  /** Settings of a private training that are given. */
  void applyTo(PrivateTraining training) {
    training.seed(seed);
    if (epochs != null) {
      training.epochs(epochs);
    }
    if (batchSize != null) {
      training.batchSize(batchSize);
    }
    if (learningRate != null) {
      training.learningRate(learningRate);
    }
  }

  /** Passes over the data of a private training of a network. */
  int privateEpochs() {
    return epochs == null ? PrivateTraining.EPOCHS : epochs;
  }

  /** The network that is asked for, with the activation that is. */
  OlindaNet network() {
    OlindaNet net = model().net().orElseThrow();
    return switch (variant) {
      case IMPROVED -> net.withActivation(Activation.STEEP);
      case LEARNED -> net.withActivation(Activation.STEEP.asLearned());
      case ORIGINAL -> net;
    };
  }

  private boolean isGiven(String name) {
    return spec.commandLine().getParseResult().hasMatchedOption(name);
  }

  private void requireNoneOf(List<String> names, String because) {
    for (String name : names) {
      if (isGiven(name)) {
        throw wrongUsage(name + because);
      }
    }
  }

  /**
   * The fine-tuning of a given network.
   *
   * @param listener is told about the passes at the end
   */
  FineTuning fineTuning(TuningOptions tuning, TrainingListener listener) {
    FineTuning.Builder builder =
        tuning.builder().schedule(Schedule.parse(schedule)).seed(seed).listener(listener);
    if (epochs != null) {
      builder.epochs(epochs);
    }
    if (batchSize != null) {
      builder.batchSize(batchSize);
    }
    if (learningRate != null) {
      builder.learningRate(learningRate);
    }
    if (weightDecay != null) {
      builder.weightDecay(weightDecay);
    }
    if (rangeLimit != null) {
      builder.keepWithin(rangeLimit, rangePenalty);
    }
    if (threads != null) {
      builder.threads(threads);
    }
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
  }

  private Training training(OlindaNet net) {
    Training training =
        switch (variant) {
          case IMPROVED -> Training.improved(net);
          case LEARNED -> Training.improved(net, Activation.STEEP.asLearned());
          case ORIGINAL -> Training.tuned(net);
        };
    training.schedule(Schedule.parse(schedule)).seed(seed);
    if (epochs != null) {
      training.epochs(epochs);
    }
    if (batchSize != null) {
      training.batchSize(batchSize);
    }
    if (learningRate != null) {
      training.learningRate(learningRate);
    }
    if (weightDecay != null) {
      training.weightDecay(weightDecay);
    }
    if (dropout != null) {
      training.dropout(dropout);
    }
    if (rangeLimit != null) {
      training.keepActivationsWithin(rangeLimit, rangePenalty);
    }
    training.labelSmoothing(labelSmoothing);
    if (patience != null) {
      training.patience(patience);
    }
    if (threads != null) {
      training.threads(threads);
    }
    return withCheckpoints(training);
  }

  private Training withCheckpoints(Training training) {
    if (checkpoints != null) {
      training.checkpoints(checkpoints, keepBest);
    }
    return resume ? training.resume() : training;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private CommandLine.ParameterException wrongUsage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
