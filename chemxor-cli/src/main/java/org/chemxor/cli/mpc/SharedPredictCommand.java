package org.chemxor.cli.mpc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.mpc.DataOwner;
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
      description =
          "Compare with this model in the clear, and take its images (for tests: both sides'"
              + " secrets meet).")
  private @Nullable Path check;

  @Option(
      names = "--stream",
      description = "Fetch correlated randomness while predicting, not before.")
  private boolean stream;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  @Mixin private PeerOptions peers;

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    LoadedModel plain = check == null ? null : LoadedModel.of(check);
    MoleculeFeaturiser featuriser =
        plain == null ? GridFingerprintFeaturiser.standard() : plain.featuriser();
    List<double[]> samples =
        smiles.stream().map(molecule -> featuriser.image(molecule).toArray()).toList();
    try (DataOwner owner = peers.connect()) {
      List<double[]> outputs = SharedResults.predict(owner, samples, !stream);
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
}
