package org.chemxor.cli.predict;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.PlanName;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.FheModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chemxor predict}: a saved model on molecules given on the command line. */
@Command(
    name = "predict",
    description = "Predicts molecules with a saved model, in the clear or under encryption.",
    mixinStandardHelpOptions = true)
public final class PredictCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "The model.")
  private Path model;

  @Parameters(arity = "1..*", paramLabel = "SMILES", description = "Molecules.")
  private List<String> smiles = new ArrayList<>();

  @Option(names = "--encrypted", description = "Evaluate under encryption.")
  private boolean encrypted;

  @Option(
      names = "--plan",
      converter = PlanName.Converter.class,
      defaultValue = "partitioned",
      description = "partitioned, single-round or batch (default: ${DEFAULT-VALUE}).")
  private PlanName plan;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the results as JSON.")
  private @Nullable Path json;

  /**
   * One prediction.
   *
   * @param smiles the molecule
   * @param outputs the model's outputs for it
   */
  record Prediction(String smiles, List<Double> outputs) {}

  @Override
  public Integer call() throws Exception {
    JsonFile.requireWritable(json);
    LoadedModel loaded = LoadedModel.of(model).requireMoleculeImages();
    List<MoleculeImage> images = smiles.stream().map(loaded.featuriser()::image).toList();
    List<Prediction> predictions = new ArrayList<>();
    if (encrypted) {
      try (FheModel fhe = FheModel.wrap(loaded.model().network(), plan.plan())) {
        EncryptedOutputs outputs = new EncryptedOutputs(fhe, images.iterator());
        for (String molecule : smiles) {
          predictions.add(new Prediction(molecule, Arrays.stream(outputs.next()).boxed().toList()));
        }
      }
    } else {
      for (int i = 0; i < images.size(); i++) {
        double[] outputs = loaded.model().predict(images.get(i));
        predictions.add(new Prediction(smiles.get(i), Arrays.stream(outputs).boxed().toList()));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Prediction prediction : predictions) {
      String values =
          prediction.outputs().stream()
              .map(value -> String.format(Locale.ROOT, "%.4f", value))
              .collect(Collectors.joining(" "));
      out.println(values + "  " + prediction.smiles());
    }
    out.flush();
    if (json != null) {
      JsonFile.write(json, predictions);
    }
    return 0;
  }
}
