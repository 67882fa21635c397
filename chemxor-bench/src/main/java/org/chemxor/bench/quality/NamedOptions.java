package org.chemxor.bench.quality;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a measuring program is told on its command line: {@code name=value} pairs. Immutable. */
record NamedOptions(Map<String, String> values) {

  /** Copies the map. */
  NamedOptions {
    values = Map.copyOf(values);
  }

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException when one is not of the form name=value
   */
  static NamedOptions of(String[] args) {
    Map<String, String> options = new TreeMap<>();
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("\"" + arg + "\" is not of the form name=value");
      }
      options.put(arg.substring(0, equals), arg.substring(equals + 1));
    }
    return new NamedOptions(options);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String get(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  /**
   * An option that must be there.
   *
   * @throws IllegalArgumentException when it is not
   */
  String require(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(name + "=... is missing"));
  }
}
