package org.chemxor.service.server.budget;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chemxor.core.InvalidInputException;

/**
 * How many molecules one client may ask one model about.
 *
 * @param queries molecules in a period, 1 to {@value #MOST}
 * @param period after which it starts anew, in whole seconds; periods start at 1970-01-01T00:00Z
 */
public record Allowance(long queries, Duration period) {
  /** The largest number of queries. */
  public static final long MOST = 1_000_000_000_000L;

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,13})/(hour|day|week)");

  /** Checks both. */
  public Allowance {
    if (queries < 1 || queries > MOST) {
      throw new InvalidInputException(
          "a query budget is from 1 to " + MOST + " molecules, got " + queries);
    }
    if (period.toSeconds() < 1 || !period.equals(Duration.ofSeconds(period.toSeconds()))) {
      throw new InvalidInputException("a query budget's period is in whole seconds, got " + period);
    }
  }

  /**
   * Reads {@code 10000/day}; hour and week are known, too.
   *
   * @throws InvalidInputException for anything else
   */
  public static Allowance parse(String text) {
    Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new InvalidInputException(
          "\"" + text + "\" is no query budget; write it as 10000/day (or /hour, /week)");
    }
    Duration period =
        switch (matcher.group(2)) {
          case "hour" -> Duration.ofHours(1);
          case "day" -> Duration.ofDays(1);
          default -> Duration.ofDays(7);
        };
    return new Allowance(Long.parseLong(matcher.group(1)), period);
  }

  /** For example "10000 molecules in 24 hours". */
  @Override
  public String toString() {
    boolean areHours = period.toSeconds() % 3600 == 0;
    return queries
        + " molecules in "
        + (areHours ? period.toHours() + " hours" : period.toSeconds() + " seconds");
  }
}
