package org.chemxor.spark.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * What became of one batch.
 *
 * @param batch its number, from 0
 * @param message the encrypted reply; empty when there is an error. Not copied
 * @param error why it was not evaluated; empty when it was
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReplyRow(long batch, byte[] message, String error) {
  private static final int MAX_ERROR_BYTES = 4096;

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.INT64)
          .named("batch")
          .required(PrimitiveTypeName.BINARY)
          .named("error")
          .required(PrimitiveTypeName.BINARY)
          .named("sha256")
          .required(PrimitiveTypeName.BINARY)
          .named("ciphertext")
          .named("reply");

  /** A batch that was evaluated. */
  public static ReplyRow of(long batch, byte[] message) {
    return new ReplyRow(batch, message, "");
  }

  /** A batch that was not, and why. */
  public static ReplyRow failed(long batch, String error) {
    return new ReplyRow(batch, new byte[0], error);
  }

  /** Whether it was not evaluated. */
  public boolean isFailed() {
    return !error.isEmpty();
  }

  /** Writes the file of a batch, whole or not at all. */
  public void write(BatchFolder folder) throws IOException {
    byte[] text = error.getBytes(StandardCharsets.UTF_8);
    Group row = new SimpleGroup(SCHEMA);
    row.add("batch", batch);
    row.add(
        "error",
        Binary.fromConstantByteArray(Arrays.copyOf(text, Math.min(text.length, MAX_ERROR_BYTES))));
    row.add("sha256", Binary.fromConstantByteArray(Payload.digest(message)));
    row.add("ciphertext", Binary.fromConstantByteArray(message));
    folder.write(batch, row, SCHEMA);
  }

  /**
   * Reads the file of a batch.
   *
   * @param folder where it is
   * @param batch which one
   * @param maxBytes most bytes the reply may have
   * @throws DamagedBatchException when it is no reply, another batch's, too large or altered
   * @throws IOException when it cannot be read now
   */
  public static ReplyRow read(BatchFolder folder, long batch, long maxBytes) throws IOException {
    Group row = folder.read(batch, SCHEMA, maxBytes);
    Payload.requireBatch(row, batch);
    byte[] error = row.getBinary("error", 0).getBytes();
    if (error.length > MAX_ERROR_BYTES) {
      throw new DamagedBatchException("has an error message of " + error.length + " bytes");
    }
    byte[] message = Payload.checked(row, "ciphertext", maxBytes);
    if ((error.length > 0) == (message.length > 0)) {
      throw new DamagedBatchException("must have either a reply or an error");
    }
    return new ReplyRow(batch, message, new String(error, StandardCharsets.UTF_8));
  }

  /** Number and size; the bytes would fill a screen. */
  @Override
  public String toString() {
    return "ReplyRow[" + batch + ", " + message.length + " bytes, error: " + error + "]";
  }
}
