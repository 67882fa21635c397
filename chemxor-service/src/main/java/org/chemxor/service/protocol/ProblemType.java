package org.chemxor.service.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of problem details (RFC 9457) that the server sends. */
public enum ProblemType {
  /** The request does not follow the protocol, or its body is damaged. */
  BAD_REQUEST(400, "Bad request"),
  /** No token, an unknown one or an expired one. */
  UNAUTHORIZED(401, "Unauthorized"),
  /** No such address. */
  NOT_FOUND(404, "Not found"),
  /** No model of this name. */
  UNKNOWN_MODEL(404, "Unknown model"),
  /** No program of this id: the model was replaced, or never was here. */
  UNKNOWN_PROGRAM(404, "Unknown program"),
  /** The evaluation keys are not here, or no longer: upload them (again). */
  KEYS_MISSING(404, "Evaluation keys missing"),
  /** The address is there, the method is not. */
  METHOD_NOT_ALLOWED(405, "Method not allowed"),
  /** The body took too long. */
  SLOW_BODY(408, "Request body too slow"),
  /** The body is larger than the program needs. */
  TOO_LARGE(413, "Request body too large"),
  /** The body is compressed, or in another coding than its bytes themselves. */
  UNSUPPORTED_ENCODING(415, "Unsupported encoding"),
  /** The body is read, and is not what this program takes. */
  INVALID_MESSAGE(422, "Invalid message"),
  /** The client has too many requests in progress. */
  TOO_MANY_REQUESTS(429, "Too many requests"),
  /** The client has asked as often as it may in this period. */
  BUDGET_SPENT(429, "Query budget spent"),
  /** The server's own fault. */
  INTERNAL(500, "Internal error"),
  /** The server is busy or about to stop. */
  UNAVAILABLE(503, "Service unavailable"),
  /** No room for keys. */
  STORAGE_FULL(507, "Storage full"),
  /** What the HTTP layer refuses before the service sees it, with that layer's own status. */
  HTTP_ERROR(0, "HTTP error");

  private static final String PREFIX = "urn:chemxor:problem:";

  private final int status;
  private final String title;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status; 0 for {@link #HTTP_ERROR}, whose status varies. */
  public int status() {
    return status;
  }

  /** What kind of problem, in words. */
  public String title() {
    return title;
  }

  /** The URI in the field "type". */
  public String uri() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type with this URI; empty when there is none. */
  public static Optional<ProblemType> ofUri(String uri) {
    return Arrays.stream(values()).filter(type -> type.uri().equals(uri)).findFirst();
  }
}
