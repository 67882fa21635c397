package org.chemxor.models.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people want to read them. */
final class Numbers {
  private Numbers() {}

  /** Four significant digits; whole numbers as they are; a dash for none. */
  static String format(@Nullable Double value) {
    if (value == null) {
      return "-";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return Long.toString(value.longValue());
    }
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
