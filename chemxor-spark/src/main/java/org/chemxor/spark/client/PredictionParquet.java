package org.chemxor.spark.client;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.text.PrintableText;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.data.predictions.PredictionColumns;
import org.chemxor.fhe.reply.ReplyPolicy;

/** Predictions as Parquet: the columns of the CSV, outputs as numbers. */
final class PredictionParquet {
  private final PredictionColumns columns;
  private final ReplyPolicy policy;
  private final List<String> header;
  private final MessageType schema;

  private PredictionParquet(PredictionColumns columns, ReplyPolicy policy) {
    this.columns = columns;
    this.policy = policy;
    this.header = columns.header();
    Types.MessageTypeBuilder builder = Types.buildMessage();
    builder.required(PrimitiveTypeName.INT64).named("row");
    addText(builder, "name");
    addText(builder, "smiles");
    for (String column : header) {
      if (isOutput(column)) {
        builder.optional(PrimitiveTypeName.DOUBLE).named(column);
      } else {
        addText(builder, column);
      }
    }
    addText(builder, "error");
    this.schema = builder.named("predictions");
  }

  private static boolean isOutput(String column) {
    return column.equals("prediction") || column.startsWith("output_");
  }

  private static void addText(Types.MessageTypeBuilder builder, String column) {
    builder.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(column);
  }

  static void write(
      Path output,
      PredictionColumns columns,
      ReplyPolicy policy,
      PredictionWriter.Rows rows,
      Configuration configuration)
      throws IOException {
    PredictionParquet parquet = new PredictionParquet(columns, policy);
    AtomicFiles.write(
        output,
        out -> {
          try (ParquetWriter<Group> writer =
              ExampleParquetWriter.builder(new Stream(out))
                  .withType(parquet.schema)
                  .withConf(configuration)
                  .withCompressionCodec(CompressionCodecName.GZIP)
                  .build()) {
            rows.writeTo(row -> parquet.add(writer, row));
          } catch (UncheckedIOException e) {
            throw e.getCause();
          }
        });
  }

  private void add(ParquetWriter<Group> writer, PredictedMolecule molecule) {
    Group row = new SimpleGroup(schema);
    row.add("row", molecule.row());
    row.add("name", PrintableText.cell(molecule.name()));
    row.add("smiles", PrintableText.cell(molecule.smiles()));
    List<String> cells =
        molecule.isFailed()
            ? columns.cellsWithout(molecule.domain())
            : columns.cells(molecule.outputs(), molecule.domain(), policy::format);
    for (int c = 0; c < cells.size(); c++) {
      String cell = cells.get(c);
      if (cell.isEmpty()) {
        continue;
      }
      if (isOutput(header.get(c))) {
        row.add(header.get(c), Double.parseDouble(cell));
      } else {
        row.add(header.get(c), cell);
      }
    }
    row.add("error", PrintableText.cell(molecule.error()));
    try {
      writer.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A stream that its opener closes. */
  private record Stream(OutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Counting(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class Counting extends DelegatingPositionOutputStream {
    private final OutputStream out;
    private long position;

    Counting(OutputStream out) {
      super(out);
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      position += length;
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
