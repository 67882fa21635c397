package org.chemxor.service.client;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.core.text.PrintableText;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.protocol.ModelDescription;

/**
 * Predictions as lines of CSV: row, name, smiles, the outputs, for a classification the class with
 * the largest, and the error. Text, the server's and the user's, goes through {@link
 * PrintableText#cell}. How many decimals is for the client's policy to say; an error that leaves
 * fewer exact makes them fewer, never more: see {@link ExactDecimals}.
 */
final class PredictionFormat {
  private final int outputs;
  private final List<String> classes;
  private final boolean isClassification;
  private final ReplyPolicy policy;

  PredictionFormat(ModelDescription description, ReplyPolicy policy) {
    this.outputs = description.outputs();
    this.isClassification = description.task().equals("classification") && outputs > 1;
    this.classes =
        description.classes().size() == outputs
            ? description.classes()
            : IntStream.range(0, outputs).mapToObj(String::valueOf).toList();
    int exact = ExactDecimals.of(description.expectedError());
    this.policy = policy.withDecimals(Math.min(exact, policy.decimals()));
  }

  /** Decimals of the outputs. */
  int decimals() {
    return policy.decimals();
  }

  String header() {
    List<String> cells = new ArrayList<>(List.of("row", "name", "smiles"));
    if (outputs == 1) {
      cells.add("prediction");
    } else {
      (isClassification ? classes : IntStream.range(0, outputs).mapToObj(String::valueOf).toList())
          .forEach(name -> cells.add(PrintableText.cell("output_" + name)));
    }
    if (isClassification) {
      cells.add("class");
    }
    cells.add("error");
    return csv(cells);
  }

  String line(PredictedRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(String.valueOf(row.row()));
    cells.add(PrintableText.cell(row.name()));
    cells.add(PrintableText.cell(row.smiles()));
    for (int i = 0; i < outputs; i++) {
      cells.add(row.isFailed() ? "" : policy.format(row.outputs().get(i)));
    }
    if (isClassification) {
      cells.add(row.isFailed() ? "" : PrintableText.cell(classes.get(largest(row.outputs()))));
    }
    cells.add(PrintableText.cell(row.error()));
    return csv(cells);
  }

  private static int largest(List<Double> outputs) {
    return IntStream.range(0, outputs.size())
        .reduce((a, b) -> outputs.get(b) > outputs.get(a) ? b : a)
        .orElseThrow();
  }

  private static String csv(List<String> cells) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      writer.writeRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return text.toString();
  }
}
