package org.chemxor.spark.files;

import java.security.MessageDigest;
import org.apache.parquet.example.data.Group;
import org.chemxor.core.Hashes;

/**
 * The bytes of a row. Their digest is no signature: it tells damage on the way apart from messages
 * that a peer made so, before a secret key is used on them.
 */
final class Payload {
  private Payload() {}

  static byte[] digest(byte[] message) {
    return Hashes.sha256().digest(message);
  }

  static void requireBatch(Group row, long batch) {
    long found = row.getLong("batch", 0);
    if (found != batch) {
      throw new DamagedBatchException("holds batch " + found + ", its name says " + batch);
    }
  }

  /** The bytes of a column, if they are not too many and have the digest beside them. */
  static byte[] checked(Group row, String column, long maxBytes) {
    byte[] message = row.getBinary(column, 0).getBytes();
    if (message.length > maxBytes) {
      throw new DamagedBatchException(
          "has a ciphertext of "
              + message.length
              + " bytes, at most "
              + maxBytes
              + " are expected");
    }
    if (!MessageDigest.isEqual(digest(message), row.getBinary("sha256", 0).getBytes())) {
      throw new DamagedBatchException("was altered on its way: its digest is another one");
    }
    return message;
  }
}
