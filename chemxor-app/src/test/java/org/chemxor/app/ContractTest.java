package org.chemxor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The interface keeps to what {@code openapi.json} says. */
@Timeout(300)
class ContractTest {
  @TempDir Path folder;

  private final Set<String> seen = new TreeSet<>();
  private JsonNode description;

  private JsonNode resolve(JsonNode node) {
    JsonNode reference = node.get("$ref");
    return reference == null ? node : description.at(reference.asText().substring(1));
  }

  /** Sends a request and checks the reply against its description. */
  private JsonNode check(
      AppUnderTest page, String method, String template, String path, String body, int status)
      throws Exception {
    HttpResponse<String> reply = page.send(method, path, body);
    String operation = method + " " + template;
    assertThat(reply.statusCode()).as(operation + " " + reply.body()).isEqualTo(status);
    seen.add(operation);
    JsonNode responses =
        description
            .path("paths")
            .path(template)
            .path(method.toLowerCase(Locale.ROOT))
            .path("responses");
    JsonNode content = resolve(responses.path(String.valueOf(status))).path("content");
    String type = reply.headers().firstValue("Content-Type").orElseThrow().split(";")[0];
    assertThat(content.has(type)).as("%s %s has type %s", operation, status, type).isTrue();
    if (!type.endsWith("json")) {
      return AppUnderTest.MAPPER.createObjectNode();
    }
    JsonNode json = AppUnderTest.MAPPER.readTree(reply.body());
    conform(operation, resolve(content.get(type).get("schema")), json);
    return json;
  }

  private void conform(String where, JsonNode schema, JsonNode value) {
    if (schema.has("enum")) {
      assertThat(schema.get("enum")).as(where).contains(value);
    }
    if (schema.path("type").isTextual()) {
      assertThat(isOfType(schema.get("type").asText(), value)).as(where + " " + value).isTrue();
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

  private Set<String> described() {
    Set<String> operations = new TreeSet<>();
    description
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (!method.equals("parameters")) {
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                          }
                        }));
    return operations;
  }

  @Test
  void everyOperationIsAsDescribed() throws Exception {
    try (AppUnderTest page = new AppUnderTest(folder.resolve("history"))) {
      description = page.json("GET", "/openapi.json", "");
      String run =
          check(page, "POST", "/api/runs", "/api/runs", "CCO a\nnonsense b\n", 200)
              .get("id")
              .asText();
      page.untilEnded(run);
      String path = "/api/runs/" + run;
      check(page, "GET", "/api/status", "/api/status", "", 200);
      check(page, "GET", "/api/runs/{run}", path, "", 200);
      check(page, "POST", "/api/runs/{run}/stop", path + "/stop", "", 200);
      check(page, "POST", "/api/runs/{run}/resume", path + "/resume", "", 409);
      check(page, "GET", "/api/runs/{run}/rows", path + "/rows", "", 200);
      check(page, "GET", "/api/runs/{run}/rows", path + "/rows?sort=x", "", 422);
      check(page, "GET", "/api/runs/{run}/rows/{index}", path + "/rows/0", "", 200);
      check(page, "GET", "/api/runs/{run}/rows/{index}", path + "/rows/1", "", 200);
      check(page, "GET", "/api/runs/{run}/rows/{index}", path + "/rows/2", "", 404);
      String drawing = "/api/runs/{run}/rows/{index}/drawing";
      check(page, "GET", drawing, path + "/rows/0/drawing", "", 200);
      check(page, "GET", drawing, path + "/rows/1/drawing", "", 422);
      check(page, "POST", "/api/drawing", "/api/drawing", "CCO", 200);
      check(page, "GET", "/api/runs/{run}/results.csv", path + "/results.csv", "", 200);
      check(page, "GET", "/api/runs/{run}/results.sdf", path + "/results.sdf", "", 200);
      check(page, "POST", "/api/history", "/api/history?kept=false", "", 200);
      check(page, "POST", "/api/history", "/api/history?kept=perhaps", "", 422);
      check(page, "DELETE", "/api/runs/{run}", path, "", 200);
      check(page, "DELETE", "/api/runs/{run}", path, "", 404);
      check(page, "POST", "/api/connect", "/api/connect", "", 200);
      assertThat(seen).isEqualTo(described());
      assertThat(page.send("GET", "/api/nothing", "").statusCode()).isEqualTo(404);
    }
  }
}
