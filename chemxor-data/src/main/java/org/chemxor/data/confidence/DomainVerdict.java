package org.chemxor.data.confidence;

import java.util.Locale;

/** Where a molecule lies, seen from those that a model has learned from. */
public enum DomainVerdict {
  /** Like four in five of the molecules that the model has learned from. */
  IN,
  /** As unusual as the next three in twenty of them. */
  EDGE,
  /** Stranger than 19 in 20 of them, or not to be asked about at all. */
  OUT;

  /** In lower case, as files have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
