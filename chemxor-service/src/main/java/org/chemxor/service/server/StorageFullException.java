package org.chemxor.service.server;

import java.io.IOException;

/** There is no room for keys, under the quota or on the disk. */
final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1L;

  StorageFullException(String message) {
    super(message);
  }

  StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
