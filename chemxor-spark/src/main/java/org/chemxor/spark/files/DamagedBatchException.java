package org.chemxor.spark.files;

import org.chemxor.core.InvalidInputException;

/** A batch's file that cannot be what it should be, however often it is read. */
public final class DamagedBatchException extends InvalidInputException {
  private static final long serialVersionUID = 1;

  /** With what is wrong, a clause about the file. */
  public DamagedBatchException(String message) {
    super(message);
  }

  /** With what is wrong and how it was found out. */
  public DamagedBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
