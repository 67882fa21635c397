package org.chemxor.models.report;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as people want to read them. */
final class Numbers {
  private static final Pattern LONG_LIST = Pattern.compile("\\[[^\\[\\]]{60,}\\]");

  private Numbers() {}

  /** A JSON text with its long lists of numbers counted instead of shown. */
  static String shortened(String json) {
    return LONG_LIST
        .matcher(json)
        .replaceAll(list -> "[" + list.group().split(",", -1).length + " numbers]");
  }

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
