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

  /** It did not keep up the rate. */
  static final class SlowException extends IOException {
    private static final long serialVersionUID = 1L;

    SlowException(BodyReader.Pace pace) {
      super(
          "the body came too slowly: "
              + pace.bytesPerWindow()
              + " bytes, or the rest, are expected every "
              + pace.window().toMillis()
              + " ms");
    }
  }

  /** Others need the memory, and this client has more of it than they. */
  static final class CrowdedException extends IOException {
    private static final long serialVersionUID = 1L;

    CrowdedException() {
      super("the server is busy: try again later");
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
