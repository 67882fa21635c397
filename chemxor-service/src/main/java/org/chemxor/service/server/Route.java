package org.chemxor.service.server;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.chemxor.service.protocol.Routes;
import org.jspecify.annotations.Nullable;

/** The addresses the service answers. */
enum Route {
  HEALTH(Routes.HEALTH, "GET, HEAD"),
  METRICS(Routes.METRICS, "GET, HEAD"),
  OPENAPI(Routes.OPENAPI, "GET, HEAD"),
  MODELS(Routes.MODELS, "GET, HEAD"),
  MODEL(Routes.model("{model}"), "GET, HEAD"),
  KEYS(Routes.keys("{program}", "{digest}"), "HEAD, PUT"),
  STEP(Routes.keys("{program}", "{digest}") + "/steps/{step}", "POST");

  private final String template;
  private final String methods;

  Route(String template, String methods) {
    this.template = template;
    this.methods = methods;
  }

  /** The address with names in braces where a value stands. */
  String template() {
    return template;
  }

  /** The methods it takes. */
  List<String> methods() {
    return List.of(methods.split(", "));
  }

  /**
   * A route found.
   *
   * @param route which
   * @param values the values by their names in the template
   */
  record Match(Route route, Map<String, String> values) {
    String value(String name) {
      return Optional.ofNullable(values.get(name)).orElseThrow();
    }
  }

  /** The route of a path; empty when there is none. */
  static Optional<Match> find(String path) {
    for (Route route : values()) {
      Map<String, String> values = route.match(path);
      if (values != null) {
        return Optional.of(new Match(route, values));
      }
    }
    return Optional.empty();
  }

  private @Nullable Map<String, String> match(String path) {
    String[] expected = template.split("/", -1);
    String[] actual = path.split("/", -1);
    if (expected.length != actual.length) {
      return null;
    }
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < expected.length; i++) {
      if (expected[i].startsWith("{")) {
        values.put(expected[i].substring(1, expected[i].length() - 1), actual[i]);
      } else if (!expected[i].equals(actual[i])) {
        return null;
      }
    }
    return values;
  }
}
