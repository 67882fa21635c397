package org.chemxor.app.results;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chemxor.app.draw.StructureBlock;
import org.chemxor.app.model.PredictedBy;
import org.chemxor.app.runs.Run;
import org.chemxor.app.runs.RunRow;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.predictions.CsvLine;

/** The results of a run as files: rows that have their prediction or their error. */
public final class ResultFiles {
  private ResultFiles() {}

  /** As {@code chemxor query --output} writes it. */
  public static void csv(Run run, List<RunRow> rows, OutputStream out) throws IOException {
    Optional<PredictedBy> by = run.predictedBy();
    write(
        out,
        by.map(b -> b.lines().header())
            .orElseGet(() -> CsvLine.of(List.of("row", "name", "smiles", "error"))));
    for (RunRow row : rows) {
      if (row.answer().isPresent()) {
        write(
            out,
            by.map(b -> b.lines().line(row.answer().get().molecule()))
                .orElseGet(() -> CsvLine.of(errorCells(row))));
      }
    }
  }

  private static List<String> errorCells(RunRow row) {
    return List.of(
        String.valueOf(row.asked().row()),
        PrintableText.cell(row.asked().name()),
        PrintableText.cell(row.asked().smiles()),
        PrintableText.cell(row.error()));
  }

  /**
   * An SD file (V2000): a record for each row, with coordinates for a drawing and a data field for
   * each column. A row whose SMILES cannot be read is a record without atoms.
   */
  public static void sd(Run run, List<RunRow> rows, OutputStream out) throws IOException {
    Optional<PredictedBy> by = run.predictedBy();
    List<String> header = by.map(b -> b.columns().header()).orElse(List.of());
    for (RunRow row : rows) {
      if (row.answer().isPresent()) {
        write(out, block(row));
        field(out, "row", String.valueOf(row.asked().row()));
        field(out, "smiles", row.asked().smiles());
        List<String> cells = by.map(b -> Cells.of(row, b)).orElse(new ArrayList<>());
        for (int i = 0; i < cells.size(); i++) {
          field(out, header.get(i), cells.get(i));
        }
        field(out, "error", row.error());
        write(out, "$$$$\n");
      }
    }
  }

  private static String block(RunRow row) {
    String title = PrintableText.line(row.asked().name(), StructureBlock.TITLE_LENGTH);
    try {
      return StructureBlock.of(row.asked().smiles(), title);
    } catch (InvalidInputException e) {
      return StructureBlock.empty(title);
    }
  }

  /** A field without a value is left out, as is usual in SD files. */
  private static void field(OutputStream out, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      String tag = PrintableText.line(name).replaceAll("[<>]", "_");
      write(out, "> <" + tag + ">\n" + PrintableText.line(value) + "\n\n");
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
