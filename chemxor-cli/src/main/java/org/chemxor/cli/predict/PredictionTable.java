package org.chemxor.cli.predict;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.chemxor.core.AtomicFiles;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.predictions.AskedMolecule;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.data.predictions.PredictionLines;

/** A file of molecules predicted into another, row by row, as {@code query --input} writes it. */
final class PredictionTable {
  /** Enough for what models of molecules mean, as {@code query} writes unless told otherwise. */
  static final DoubleFunction<String> NUMBER = value -> String.format(Locale.ROOT, "%.4f", value);

  private final MoleculePredictor predictor;
  private final PredictionLines lines;
  private final List<Supplier<AskedMolecule>> waiting = new ArrayList<>();
  private long rows;
  private long failed;

  PredictionTable(MoleculePredictor predictor, PredictionColumns columns) {
    this.predictor = predictor;
    this.lines = new PredictionLines(columns, NUMBER);
  }

  /**
   * What came of it.
   *
   * @param rows rows of input and output
   * @param failed how many of them have an error instead of a prediction
   */
  record Result(long rows, long failed) {}

  /** Predicts all rows; the output is there whole at the end, or not at all. */
  Result write(MoleculeCsv input, Path output) throws IOException {
    AtomicFiles.write(
        output,
        stream -> {
          stream.write(bytes(lines.header()));
          try {
            input.forEachRow(
                row -> add(() -> AskedMolecule.of(row, predictor), stream),
                problem -> add(() -> AskedMolecule.of(problem), stream));
            flush(stream);
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
    return new Result(rows, failed);
  }

  private void add(Supplier<AskedMolecule> molecule, OutputStream stream) {
    waiting.add(molecule);
    if (waiting.size() >= predictor.chunk()) {
      flush(stream);
    }
  }

  private void flush(OutputStream stream) {
    List<AskedMolecule> asked = waiting.parallelStream().map(Supplier::get).toList();
    waiting.clear();
    try {
      for (PredictedMolecule molecule : predictor.predictAsked(asked)) {
        rows++;
        failed += molecule.isFailed() ? 1 : 0;
        stream.write(bytes(lines.line(molecule)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
