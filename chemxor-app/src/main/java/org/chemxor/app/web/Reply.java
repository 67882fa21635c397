package org.chemxor.app.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.chemxor.core.text.PrintableText;

/**
 * What is replied.
 *
 * @param status HTTP status
 * @param type media type
 * @param body writes the body
 */
record Reply(int status, String type, Body body) {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final int LONGEST_DETAIL = 1000;

  /** A body. */
  @FunctionalInterface
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  static Reply of(int status, String type, byte[] bytes) {
    return new Reply(status, type, out -> out.write(bytes));
  }

  static Reply json(JsonNode json) {
    return json(200, "application/json", json);
  }

  private static Reply json(int status, String type, JsonNode json) {
    try {
      return of(status, type, MAPPER.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree always makes JSON", e);
    }
  }

  /** A problem as RFC 9457 has it, in a sentence for people. */
  static Reply problem(int status, String detail) {
    return json(
        status,
        "application/problem+json",
        MAPPER
            .createObjectNode()
            .put("status", status)
            .put("detail", PrintableText.line(detail, LONGEST_DETAIL)));
  }
}
