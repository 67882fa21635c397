package org.chemxor.cli.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chemxor.models.tuning.FineTuning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Whether a training goes on from a model, and how that is made fit for encryption. */
final class TuningOptions {
  /** What has no meaning for a network that is there already. */
  private static final List<String> OF_NEW_NETWORKS =
      List.of(
          "--model",
          "--variant",
          "--images",
          "--fingerprint",
          "--dropout",
          "--class-weights",
          "--patience",
          "--label-smoothing",
          "--checkpoints",
          "--keep-best",
          "--resume",
          "--private");

  private static final List<String> OF_TUNING = List.of("--degree", "--layer-epochs");

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "FOLDER",
      description =
          "Go on from this model, such as an imported one: each ReLU is replaced by a polynomial"
              + " fitted to the values seen, layer by layer, max pools by means, and everything is"
              + " tuned together.")
  private @Nullable Path from;

  @Option(
      names = "--degree",
      defaultValue = "2",
      description = "Of those polynomials, 2 to 4; with --from (default: ${DEFAULT-VALUE}).")
  private int degree;

  @Option(
      names = "--layer-epochs",
      defaultValue = "1",
      description =
          "Passes over the training data after each replaced ReLU; with --from (default:"
              + " ${DEFAULT-VALUE}).")
  private int layerEpochs;

  /** The model to go on from, if there is one. */
  Optional<Path> from() {
    return Optional.ofNullable(from);
  }

  /** Options so far. */
  FineTuning.Builder builder() {
    return FineTuning.builder().degree(degree).layerEpochs(layerEpochs);
  }

  /** Refuses options that do not go with {@code --from}, or only with it. */
  void requireConsistent() {
    CommandLine.ParseResult given = spec.commandLine().getParseResult();
    for (String option : from == null ? OF_TUNING : OF_NEW_NETWORKS) {
      if (given.hasMatchedOption(option)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            from == null
                ? option + " is for fine-tuning: add --from FOLDER"
                : option + " is for new networks; --from goes on with what the model has");
      }
    }
  }
}
