package org.chemxor.service.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.chemxor.core.text.PrintableText;

/**
 * A problem detail (RFC 9457).
 *
 * @param type which kind
 * @param status the HTTP status
 * @param detail a sentence about this occurrence
 */
public record Problem(ProblemType type, int status, String detail) {
  /** The media type of {@link #toJson}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** More than any problem has. */
  public static final int MAX_BYTES = 65_536;

  private static final int LONGEST_DETAIL = 1000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A problem with its type's own status. */
  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, type.status(), detail);
  }

  /** As JSON, UTF-8. */
  public byte[] toJson() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", type.uri());
    json.put("title", type.title());
    json.put("status", status);
    json.put("detail", detail);
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("four plain fields always make JSON", e);
    }
  }

  /**
   * Reads a problem detail; empty when the bytes are none of ours. What a server wrote into its
   * sentence besides text is written out.
   */
  public static Optional<Problem> read(byte[] bytes) {
    try {
      JsonNode json = MAPPER.readTree(bytes);
      return ProblemType.ofUri(json.path("type").asText())
          .map(
              type ->
                  new Problem(
                      type,
                      json.path("status").asInt(),
                      PrintableText.line(json.path("detail").asText(), LONGEST_DETAIL)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
