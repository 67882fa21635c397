package org.chemxor.service.client;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.predictions.CsvLine;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.protocol.ModelDescription;

/**
 * Predictions as lines of CSV: row, name, smiles, the columns of {@link PredictionColumns} and the
 * error. Text, the server's and the user's, goes through {@link PrintableText#cell}. How many
 * decimals is for the client's policy to say; an error that leaves fewer exact makes them fewer,
 * never more: see {@link ExactDecimals}.
 */
final class PredictionFormat {
  private final PredictionColumns columns;
  private final ReplyPolicy policy;

  PredictionFormat(ModelDescription description, ReplyPolicy policy, double coverage) {
    this.columns =
        new PredictionColumns(description.modelOutputs(), description.readConfidence(), coverage);
    int exact = ExactDecimals.of(description.expectedError());
    this.policy = policy.withDecimals(Math.min(exact, policy.decimals()));
  }

  /** Decimals of the outputs. */
  int decimals() {
    return policy.decimals();
  }

  String header() {
    List<String> cells = new ArrayList<>(List.of("row", "name", "smiles"));
    cells.addAll(columns.header());
    cells.add("error");
    return CsvLine.of(cells);
  }

  String line(QueriedRow.Predicted row) {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(row.row()));
    cells.add(PrintableText.cell(row.name()));
    cells.add(PrintableText.cell(row.smiles()));
    cells.addAll(
        row.isFailed()
            ? columns.cellsWithout(row.domain())
            : columns.cells(row.outputs(), row.domain(), policy::format));
    cells.add(PrintableText.cell(row.error()));
    return CsvLine.of(cells);
  }
}
