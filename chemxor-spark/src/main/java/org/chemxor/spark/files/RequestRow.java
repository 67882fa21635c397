package org.chemxor.spark.files;

import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * One batch on its way to the evaluator.
 *
 * @param batch its number, from 0, in the order of the input
 * @param rows molecules in it, at least 1
 * @param message the encrypted request; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record RequestRow(long batch, int rows, byte[] message) {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.INT64)
          .named("batch")
          .required(PrimitiveTypeName.INT32)
          .named("rows")
          .required(PrimitiveTypeName.BINARY)
          .named("sha256")
          .required(PrimitiveTypeName.BINARY)
          .named("ciphertext")
          .named("request");

  /** Writes the file of a batch, whole or not at all. */
  public void write(BatchFolder folder) throws java.io.IOException {
    Group row = new SimpleGroup(SCHEMA);
    row.add("batch", batch);
    row.add("rows", rows);
    row.add("sha256", Binary.fromConstantByteArray(Payload.digest(message)));
    row.add("ciphertext", Binary.fromConstantByteArray(message));
    folder.write(batch, row, SCHEMA);
  }

  /**
   * Reads the file of a batch.
   *
   * @param folder where it is
   * @param batch which one
   * @param maxRows most molecules there may be
   * @param maxBytes most bytes the request may have
   * @throws DamagedBatchException when it is no request, another batch's, too large or altered
   * @throws java.io.IOException when it cannot be read now
   */
  public static RequestRow read(BatchFolder folder, long batch, int maxRows, long maxBytes)
      throws java.io.IOException {
    Group row = folder.read(batch, SCHEMA, maxBytes);
    Payload.requireBatch(row, batch);
    int rows = row.getInteger("rows", 0);
    if (rows < 1 || rows > maxRows) {
      throw new DamagedBatchException(
          "says it has " + rows + " molecules, 1 to " + maxRows + " fit");
    }
    return new RequestRow(batch, rows, Payload.checked(row, "ciphertext", maxBytes));
  }

  /** Number and size; the bytes would fill a screen. */
  @Override
  public String toString() {
    return "RequestRow[" + batch + ", " + rows + " molecules, " + message.length + " bytes]";
  }
}
