package org.chemxor.service.client;

import java.util.Optional;
import org.chemxor.core.ChemXorException;
import org.chemxor.service.protocol.ProblemType;
import org.jspecify.annotations.Nullable;

/** A server that cannot be reached, refuses, or answers something that cannot be used. */
public final class ServiceException extends ChemXorException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable ProblemType type;

  ServiceException(String message, int status, @Nullable ProblemType type) {
    super(message);
    this.status = status;
    this.type = type;
  }

  ServiceException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.type = null;
  }

  /** The HTTP status; 0 when there was no reply. */
  public int status() {
    return status;
  }

  /** The kind of problem that the server named, if any. */
  public Optional<ProblemType> type() {
    return Optional.ofNullable(type);
  }
}
