package org.chemxor.spark.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.chemxor.core.AtomicFiles;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.data.predictions.PredictionLines;
import org.chemxor.fhe.reply.ReplyPolicy;

/** Files of predictions: CSV as other commands write them, or Parquet. */
final class PredictionWriter {
  private PredictionWriter() {}

  /** Takes rows one after the other. */
  interface Sink {
    void accept(PredictedMolecule row);
  }

  /** Gives rows one after the other. */
  interface Rows {
    void writeTo(Sink sink) throws IOException;
  }

  static void write(
      Path output,
      PredictionColumns columns,
      ReplyPolicy policy,
      Rows rows,
      Configuration configuration)
      throws IOException {
    AtomicFiles.requireWritable(output);
    if (output.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")) {
      PredictionParquet.write(output, columns, policy, rows, configuration);
      return;
    }
    PredictionLines lines = new PredictionLines(columns, policy::format);
    AtomicFiles.write(
        output,
        out -> {
          out.write(lines.header().getBytes(StandardCharsets.UTF_8));
          try {
            rows.writeTo(
                row -> {
                  try {
                    out.write(lines.line(row).getBytes(StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }
}
