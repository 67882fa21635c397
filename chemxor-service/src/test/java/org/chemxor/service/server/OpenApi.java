package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;

/** The description, and whether replies keep to it. */
final class OpenApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final JsonNode root;
  private final Set<String> seen = new TreeSet<>();

  OpenApi(byte[] json) throws IOException {
    root = MAPPER.readTree(json);
  }

  /** Every operation as "METHOD template". */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    root.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            operations.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  /** Every status described by number, as "METHOD template status". */
  Set<String> statuses() {
    Set<String> statuses = new TreeSet<>();
    for (String operation : operations()) {
      operation(operation)
          .get("responses")
          .fieldNames()
          .forEachRemaining(
              status -> {
                if (!status.equals("default")) {
                  statuses.add(operation + " " + status);
                }
              });
    }
    return statuses;
  }

  Set<String> seen() {
    return seen;
  }

  private JsonNode operation(String operation) {
    String[] parts = operation.split(" ");
    return root.path("paths").path(parts[1]).path(parts[0].toLowerCase(java.util.Locale.ROOT));
  }

  private JsonNode resolve(JsonNode node) {
    JsonNode reference = node.get("$ref");
    return reference == null ? node : root.at(reference.asText().substring(1));
  }

  /** Checks a reply against what is described for its status. */
  void check(String operation, HttpResponse<byte[]> reply) throws IOException {
    String status = String.valueOf(reply.statusCode());
    seen.add(operation + " " + status);
    JsonNode responses = operation(operation).path("responses");
    JsonNode response =
        resolve(responses.has(status) ? responses.get(status) : responses.get("default"));
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(reply.headers().firstValue(name)).as(operation + name).isPresent());
    JsonNode content = response.path("content");
    if (content.isEmpty() || operation.startsWith("HEAD")) {
      assertThat(reply.body()).as(operation + " " + status).isEmpty();
      return;
    }
    String type = reply.headers().firstValue("Content-Type").orElse("").split(";")[0];
    assertThat(content.has(type)).as("%s %s has type %s", operation, status, type).isTrue();
    if (type.endsWith("json")) {
      JsonNode body = MAPPER.readTree(reply.body());
      conform(operation, resolve(content.get(type).get("schema")), body);
      if (type.startsWith("application/problem")) {
        assertThat(body.get("status").asInt()).isEqualTo(reply.statusCode());
      }
    }
  }

  /** The part of JSON Schema that the description uses. */
  private void conform(String where, JsonNode schema, JsonNode value) {
    if (schema.has("const")) {
      assertThat(value).as(where).isEqualTo(schema.get("const"));
    }
    if (schema.has("enum")) {
      assertThat(schema.get("enum")).as(where).contains(value);
    }
    if (schema.has("pattern")) {
      assertThat(value.asText()).as(where).containsPattern(schema.get("pattern").asText());
    }
    if (schema.path("type").isTextual()) {
      assertThat(isOfType(schema.get("type").asText(), value)).as(where + value).isTrue();
    }
    schema
        .path("required")
        .forEach(name -> assertThat(value.has(name.asText())).as(where + name).isTrue());
    if (schema.has("properties")) {
      value
          .properties()
          .forEach(
              field -> {
                JsonNode property = schema.get("properties").get(field.getKey());
                assertThat(property).as(where + " describes " + field.getKey()).isNotNull();
                conform(where + "." + field.getKey(), resolve(property), field.getValue());
              });
    }
    if (schema.has("items")) {
      value.forEach(item -> conform(where + "[]", resolve(schema.get("items")), item));
    }
  }

  private static boolean isOfType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "number" -> value.isNumber();
      default -> throw new IllegalArgumentException(type);
    };
  }
}
