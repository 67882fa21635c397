package org.chemxor.cli.predict;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.csv.MoleculeRow;
import org.chemxor.data.dataset.MoleculeDataset;
import org.chemxor.data.predictions.CsvLine;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.models.evaluate.Evaluation;

/** Predictions of molecules whose values are known, as CSV, one row for each. */
public final class KnownPredictions {
  private KnownPredictions() {}

  /**
   * Writes {@code row, name, smiles, known} and the columns of a prediction, in the order of the
   * rows.
   *
   * @param file whole at the end, or not there
   * @param molecules in the order of the evaluation
   * @param evaluation of the same molecules
   * @param coverage of intervals and sets
   * @throws IOException when the file cannot be written
   */
  public static void write(
      Path file,
      LoadedModel loaded,
      MoleculeDataset molecules,
      Evaluation evaluation,
      double coverage)
      throws IOException {
    PredictionColumns columns = loaded.columns(coverage);
    List<String> header = new ArrayList<>(List.of("row", "name", "smiles"));
    header.addAll(loaded.outputs().named("known"));
    header.addAll(columns.header());
    StringBuilder text = new StringBuilder(CsvLine.of(header));
    double[][] known = evaluation.known();
    double[][] outputs = evaluation.outputs();
    List<Integer> byRow =
        IntStream.range(0, molecules.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> molecules.row(i).row()))
            .toList();
    for (int i : byRow) {
      MoleculeRow row = molecules.row(i);
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(row.row()));
      cells.add(PrintableText.cell(row.name()));
      cells.add(PrintableText.cell(row.smiles()));
      for (double value : known[i]) {
        cells.add(known(loaded, value));
      }
      cells.addAll(
          columns.cells(
              Arrays.stream(outputs[i]).boxed().toList(),
              loaded.domain(row.smiles()),
              PredictionTable.NUMBER));
      text.append(CsvLine.of(cells));
    }
    AtomicFiles.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String known(LoadedModel loaded, double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return loaded.outputs().isClassification()
        ? PrintableText.cell(loaded.outputs().classNames().get((int) value))
        : PredictionTable.NUMBER.apply(value);
  }
}
