package org.chemxor.service.server.keys;

import java.io.IOException;

/** There is no room for keys, under the quota or on the disk. */
public final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /** There is none for this client: others hold less, or it asks for more than there is. */
  public StorageFullException(String message) {
    super(message);
  }

  /** The disk takes nothing. */
  public StorageFullException(String message, IOException cause) {
    super(message, cause);
  }

  /** Whether whoever runs the server has to do something; a client alone cannot cause it. */
  public boolean isOfDisk() {
    return getCause() != null;
  }
}
