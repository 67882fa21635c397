package org.chemxor.cli.mpc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.mpc.DataOwner;
import org.chemxor.mpc.compile.Plan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor mpc predict}. */
@Command(
    name = "predict",
    description = "Predicts molecules with a model owner's network; neither shows anything.",
    mixinStandardHelpOptions = true)
final class SharedPredictCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--smiles",
      required = true,
      arity = "1..*",
      paramLabel = "SMILES",
      description = "Molecules.")
  private List<String> smiles = new ArrayList<>();

  @Option(
      names = "--check",
      paramLabel = "FOLDER",
      description = "Compare with this model in the clear (for tests: both sides' secrets meet).")
  private @Nullable Path check;

  @Option(
      names = "--featuriser",
      paramLabel = "FILE",
      description =
          "Settings that images are made with, from the model's owner. When the model owner names"
              + " others, nothing is predicted. Needed for models from ONNX files, which name"
              + " none.")
  private @Nullable Path featuriser;

  @Option(
      names = "--ahead",
      description = "Fetch correlated randomness before predicting, not meanwhile.")
  private boolean ahead;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Mixin private PeerOptions peers;

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    LoadedModel plain = check == null ? null : LoadedModel.of(check);
    MoleculeFeaturiser wanted = featuriser == null ? null : MoleculeFeaturiser.load(featuriser);
    try (DataOwner owner = peers.connect()) {
      MoleculeFeaturiser images = featuriser(owner.plan(), wanted);
      List<double[]> samples =
          smiles.stream().map(molecule -> images.image(molecule).toArray()).toList();
      List<double[]> outputs = SharedResults.predict(owner, samples, ahead);
      boolean labelOnly = owner.plan().labelOnly();
      List<SharedResults.Prediction> predictions = new ArrayList<>();
      for (int i = 0; i < smiles.size(); i++) {
        predictions.add(
            SharedResults.prediction(smiles.get(i), outputs.get(i), labelOnly, List.of()));
      }
      SharedResults.Check checked =
          plain == null
              ? SharedResults.Check.NONE
              : SharedResults.check(plain.model().network(), samples, outputs, labelOnly);
      SharedResults results = SharedResults.of(predictions, checked, owner.report());
      results.print(spec.commandLine().getOut());
      if (json != null) {
        JsonFile.write(json, results);
      }
    }
    return 0;
  }

  /**
   * What makes a model's images: another one gives wrong predictions that look like right ones.
   *
   * @throws InvalidInputException when nobody names one, or both sides name different ones
   */
  static MoleculeFeaturiser featuriser(Plan plan, @Nullable MoleculeFeaturiser wanted) {
    LoadedModel.requireMoleculeImages("the model", plan.input());
    if (plan.featuriser().isEmpty()) {
      if (wanted == null) {
        throw new InvalidInputException(
            "the model owner does not say how images of molecules are made for its model: get the"
                + " settings from it and give them with --featuriser FILE");
      }
      return wanted;
    }
    MoleculeFeaturiser named = MoleculeFeaturiser.fromJson(plan.featuriser());
    if (wanted != null && !wanted.equals(named)) {
      throw new InvalidInputException(
          "the model owner makes images with other settings than those of --featuriser");
    }
    return named;
  }
}
