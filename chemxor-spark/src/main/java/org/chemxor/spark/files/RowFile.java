package org.chemxor.spark.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.schema.MessageType;
import org.chemxor.core.text.PrintableText;

/**
 * Parquet files of a single row. Reading takes nothing for granted: the size of the file bounds
 * that of its footer and of the row, because neither is compressed.
 */
final class RowFile {
  /** Of ours it has about a thousand. */
  private static final int MAX_FOOTER_BYTES = 1 << 16;

  /** Footer, page headers and the other columns beside the ciphertext. */
  private static final int MARGIN_BYTES = MAX_FOOTER_BYTES + (1 << 16);

  private static final int TRAILER_BYTES = 8;

  /** What an array holds. */
  private static final int MAX_FILE_BYTES = Integer.MAX_VALUE - 16;

  private RowFile() {}

  static void write(FileSystem fileSystem, Path file, Group row, MessageType schema)
      throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new ForcedOutput(fileSystem, file))
            .withType(schema)
            .withConf(fileSystem.getConf())
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withDictionaryEncoding(false)
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .build()) {
      writer.write(row);
    }
  }

  /**
   * Reads the only row of a file.
   *
   * @param maxBytes most bytes of its largest column
   * @throws DamagedBatchException when it is no such file
   * @throws IOException when it cannot be read now
   */
  static Group read(FileSystem fileSystem, Path file, MessageType schema, long maxBytes)
      throws IOException {
    FileStatus status = fileSystem.getFileStatus(file);
    long limit = Math.min(maxBytes + MARGIN_BYTES, MAX_FILE_BYTES);
    if (!status.isFile() || status.getLen() > limit) {
      throw new DamagedBatchException(
          "is no file of at most " + limit + " bytes, it has " + status.getLen());
    }
    byte[] bytes = new byte[(int) status.getLen()];
    try (FSDataInputStream in = fileSystem.open(file)) {
      in.readFully(0, bytes);
    }
    requireSmallFooter(bytes);
    try {
      return parse(bytes, schema);
    } catch (DamagedBatchException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DamagedBatchException("cannot be read: " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return PrintableText.line(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), 200);
  }

  private static void requireSmallFooter(byte[] bytes) {
    if (bytes.length < TRAILER_BYTES) {
      throw new DamagedBatchException("was cut off");
    }
    int length =
        ByteBuffer.wrap(bytes, bytes.length - TRAILER_BYTES, Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt();
    if (length < 0 || length > MAX_FOOTER_BYTES) {
      throw new DamagedBatchException("is no Parquet file of one batch: its footer is too large");
    }
  }

  private static Group parse(byte[] bytes, MessageType schema) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(new BytesInput(bytes), ParquetReadOptions.builder().build())) {
      requireOneRow(reader.getFooter(), schema, bytes.length);
      PageReadStore pages = reader.readNextRowGroup();
      return new ColumnIOFactory()
          .getColumnIO(schema)
          .getRecordReader(pages, new GroupRecordConverter(schema))
          .read();
    }
  }

  private static void requireOneRow(ParquetMetadata footer, MessageType schema, long fileBytes) {
    if (!footer.getFileMetaData().getSchema().equals(schema)) {
      throw new DamagedBatchException("has other columns than a " + schema.getName());
    }
    if (footer.getBlocks().size() != 1 || footer.getBlocks().get(0).getRowCount() != 1) {
      throw new DamagedBatchException("must have one row: a batch");
    }
    BlockMetaData block = footer.getBlocks().get(0);
    if (block.getColumns().size() != schema.getFieldCount()) {
      throw new DamagedBatchException("lacks a column");
    }
    for (ColumnChunkMetaData column : block.getColumns()) {
      boolean isPlain = column.getCodec() == CompressionCodecName.UNCOMPRESSED;
      boolean isInside =
          column.getStartingPos() >= 0
              && column.getTotalSize() >= 0
              && column.getTotalSize() <= fileBytes
              && column.getTotalUncompressedSize() <= fileBytes
              && column.getValueCount() == 1;
      if (!isPlain || !isInside) {
        throw new DamagedBatchException("has a column that is compressed or larger than the file");
      }
    }
  }
}
