package org.chemxor.cli.predict;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.chemxor.cli.options.CoverageOption;
import org.chemxor.cli.options.JsonFile;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.MoleculeFileOptions;
import org.chemxor.cli.options.PlanName;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.confidence.Assessment;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.data.predictions.PredictionColumns;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chemxor predict}: a saved model on molecules, given one by one or as a file. */
@Command(
    name = "predict",
    description = "Predicts molecules with a saved model, in the clear or under encryption.",
    mixinStandardHelpOptions = true)
public final class PredictCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "FOLDER", description = "The model.")
  private Path model;

  @Parameters(arity = "0..*", paramLabel = "SMILES", description = "Molecules.")
  private List<String> smiles = new ArrayList<>();

  @Mixin private MoleculeFileOptions files = new MoleculeFileOptions();
  @Mixin private CoverageOption coverage = new CoverageOption();

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
   * @param outputs the model's outputs for it; empty when there is an error
   * @param trust interval or set of classes, and domain; null when there is an error
   * @param error why there is no prediction; empty when there is one
   */
  record Prediction(
      String smiles, List<Double> outputs, @Nullable Assessment trust, String error) {}

  @Override
  public Integer call() throws Exception {
    if (!files.fits(!smiles.isEmpty())) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "give SMILES, or both --input FILE and --output FILE");
    }
    JsonFile.requireWritable(json);
    LoadedModel loaded = LoadedModel.of(model).requireMoleculeImages();
    PredictionColumns columns = loaded.columns(coverage.level());
    try (MoleculePredictor predictor =
        encrypted
            ? MoleculePredictor.encrypted(loaded, plan.plan())
            : MoleculePredictor.plain(loaded)) {
      Path input = files.input().orElse(null);
      Path output = files.output().orElse(null);
      return input == null || output == null
          ? listed(predictor, columns)
          : file(predictor, columns, input, output);
    }
  }

  private int listed(MoleculePredictor predictor, PredictionColumns columns) throws IOException {
    List<MoleculeRow> rows = new ArrayList<>();
    for (String molecule : smiles) {
      rows.add(new MoleculeRow(rows.size() + 1L, "", molecule, List.of(), ""));
    }
    List<PredictedMolecule> predicted = predictor.predict(rows);
    predicted.forEach(molecule -> print(molecule, columns));
    if (json != null) {
      JsonFile.write(json, predicted.stream().map(m -> prediction(m, columns)).toList());
    }
    return predicted.stream().anyMatch(PredictedMolecule::isFailed) ? 1 : 0;
  }

  private void print(PredictedMolecule molecule, PredictionColumns columns) {
    if (molecule.isFailed()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("chemxor: " + PrintableText.line(molecule.smiles()) + ": " + molecule.error());
      err.flush();
      return;
    }
    String values =
        molecule.outputs().stream()
            .map(PredictionTable.NUMBER::apply)
            .collect(Collectors.joining(" "));
    String trust = columns.inWords(molecule.outputs(), molecule.domain(), PredictionTable.NUMBER);
    PrintWriter out = spec.commandLine().getOut();
    out.println(values + "  " + (trust.isEmpty() ? "" : trust + "  ") + molecule.smiles());
    out.flush();
  }

  private static Prediction prediction(PredictedMolecule molecule, PredictionColumns columns) {
    return new Prediction(
        molecule.smiles(),
        molecule.outputs(),
        molecule.isFailed() ? null : columns.assess(molecule.outputs(), molecule.domain()),
        molecule.error());
  }

  private int file(MoleculePredictor predictor, PredictionColumns columns, Path input, Path output)
      throws IOException {
    if (Files.exists(output)) {
      throw new InvalidInputException(
          output + " is there already: delete it, or write to another file");
    }
    JsonFile.requireWritable(output);
    MoleculeCsv csv = files.open(input);
    spec.commandLine().getErr().println(input.getFileName() + ": " + csv.columns());
    PredictionTable.Result result = new PredictionTable(predictor, columns).write(csv, output);
    PrintWriter out = spec.commandLine().getOut();
    out.println(result.rows() + " rows in " + output + ", " + result.failed() + " with an error");
    out.flush();
    if (json != null) {
      JsonFile.write(json, result);
    }
    return 0;
  }
}
