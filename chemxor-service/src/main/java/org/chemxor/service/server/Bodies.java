package org.chemxor.service.server;

import java.io.IOException;

/** Why a request's body could not be used; each has its own answer. */
final class Bodies {
  private Bodies() {}

  /** More bytes than allowed. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(long limit) {
      super("the body has more than the " + limit + " bytes that this program needs");
    }
  }

  /** The time was up. */
  static final class SlowException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowException(long seconds) {
      super("the body did not arrive within " + seconds + " seconds");
    }
  }

  /** The client went away, or what it sent is no HTTP body. */
  static final class BrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenException(Throwable cause) {
      super("the body was cut off", cause);
    }
  }
}
