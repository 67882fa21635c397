package org.chemxor.data.csv;

import java.io.BufferedReader;
import java.io.IOException;

/** Guesses what separates the cells of a file from its first line. */
final class CsvSeparator {
  private static final char[] CANDIDATES = {',', ';', '\t'};
  private static final int LOOK_AHEAD_CHARS = 1 << 15;

  private CsvSeparator() {}

  /**
   * The candidate that occurs most often outside quotes in the first line that is not blank; a
   * comma when none does. Leaves the reader where it was.
   */
  static char guess(BufferedReader reader) throws IOException {
    reader.mark(LOOK_AHEAD_CHARS);
    char[] start = new char[LOOK_AHEAD_CHARS];
    int length = Math.max(0, reader.read(start, 0, LOOK_AHEAD_CHARS));
    reader.reset();
    int[] seen = new int[CANDIDATES.length];
    boolean quoted = false;
    boolean blank = true;
    for (int i = 0; i < length; i++) {
      char c = start[i];
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        if (!blank) {
          break;
        }
        continue;
      } else if (!quoted) {
        count(c, seen);
      }
      blank = false;
    }
    return mostFrequent(seen);
  }

  private static void count(char c, int[] seen) {
    for (int i = 0; i < CANDIDATES.length; i++) {
      if (c == CANDIDATES[i]) {
        seen[i]++;
      }
    }
  }

  private static char mostFrequent(int[] seen) {
    int best = 0;
    for (int i = 1; i < seen.length; i++) {
      if (seen[i] > seen[best]) {
        best = i;
      }
    }
    return CANDIDATES[best];
  }
}
