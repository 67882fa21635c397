package org.chemxor.models.report;

import java.util.Map;

/**
 * What a reader of a report must know about the data.
 *
 * @param source where the data come from, such as a file's name
 * @param split how they were divided, such as "random 70/20/10, seed 7"
 * @param sizes number of molecules by use, such as train, validation, test
 * @param notes anything else, such as rows left out; may be empty
 */
public record DataDescription(
    String source, String split, Map<String, Integer> sizes, String notes) {
  /** Copies the sizes, keeping their order. */
  public DataDescription {
    sizes = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(sizes));
  }
}
