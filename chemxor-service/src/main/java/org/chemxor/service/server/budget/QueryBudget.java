package org.chemxor.service.server.budget;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.chemxor.service.protocol.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what each client asks each model, on disk, so that a restart gives nobody a new budget.
 * The file is a little ahead of the count: a share of the budget is written down before it is
 * spent, so that a crash can cost a client up to a hundredth of its budget and never gives it any.
 * Clients stand in the file by a digest of their names.
 *
 * <p>A molecule costs one, divided among the rounds of a plan. A batch costs as many molecules as
 * it has room for, since the server cannot see how many there are. Thread-safe.
 */
public final class QueryBudget implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryBudget.class);

  /** Clients times models in one period; more are refused until the next. */
  public static final int MOST_ENTRIES = 100_000;

  /** What a molecule costs, so that a round's share is a whole number. */
  private static final long UNITS = 1000;

  private static final int WRITTEN_AHEAD = 100;

  private final Allowance allowance;
  private final Clock clock;
  private final BudgetFile file;
  private final Map<String, Long> spent = new HashMap<>();
  private final Map<String, Long> written = new LinkedHashMap<>();
  private long window;

  private QueryBudget(Allowance allowance, Clock clock, BudgetFile file) {
    this.allowance = allowance;
    this.clock = clock;
    this.file = file;
  }

  /**
   * Opens the file of a budget, made when first written to.
   *
   * @param file in a folder that is there
   * @throws org.chemxor.core.InvalidInputException when it is damaged or another server uses it
   * @throws IOException when it cannot be read, or its folder cannot be written to
   */
  public static QueryBudget open(Path file, Allowance allowance, Clock clock) throws IOException {
    BudgetFile opened = BudgetFile.open(file);
    try {
      QueryBudget budget = new QueryBudget(allowance, clock, opened);
      BudgetFile.Content content = opened.read();
      long now = budget.current();
      boolean isOfThisPeriod = content.periodSeconds() == allowance.period().toSeconds();
      // Were the file's period forgotten when the clock is behind it, it would start once more.
      budget.window = isOfThisPeriod ? Math.max(now, content.window()) : now;
      if (budget.window > now) {
        LOG.warn(
            "the clock is behind the budget {}: what was spent stands until {}",
            file,
            clock.instant().plus(budget.untilNext()));
      }
      if (!isOfThisPeriod || content.window() == budget.window) {
        budget.spent.putAll(content.spent());
        budget.written.putAll(content.spent());
      }
      return budget;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private long current() {
    return clock.instant().getEpochSecond() / allowance.period().toSeconds();
  }

  /** A clock that was set back starts no new period. */
  private void roll() {
    long now = current();
    if (now > window) {
      window = now;
      spent.clear();
      written.clear();
    }
  }

  private static String key(String client, String model) {
    return Digests.sha256Hex(client.getBytes(StandardCharsets.UTF_8)).substring(0, 16)
        + " "
        + model;
  }

  private static long cost(int molecules, int rounds) {
    return -Math.floorDiv(-UNITS * molecules, (long) rounds);
  }

  /**
   * Whether a request would be refused.
   *
   * @return how long until the next period; empty when it would not
   */
  public synchronized Optional<Duration> refusal(
      String client, String model, int molecules, int rounds) {
    roll();
    String key = key(client, model);
    long after = spent.getOrDefault(key, 0L) + cost(molecules, rounds);
    boolean isNewAmongTooMany = !spent.containsKey(key) && spent.size() >= MOST_ENTRIES;
    return after > allowance.queries() * UNITS || isNewAmongTooMany
        ? Optional.of(untilNext())
        : Optional.empty();
  }

  private Duration untilNext() {
    long end = (window + 1) * allowance.period().toSeconds();
    return Duration.ofSeconds(Math.max(1, end - clock.instant().getEpochSecond()));
  }

  /**
   * Charges one round of a request, before it is computed.
   *
   * @param molecules that it has room for
   * @param rounds of the model's plan
   * @return how long until the next period when the budget does not reach; nothing is charged then
   * @throws UncheckedIOException when the file cannot be written; nothing is charged then
   */
  public synchronized Optional<Duration> charge(
      String client, String model, int molecules, int rounds) {
    Optional<Duration> refusal = refusal(client, model, molecules, rounds);
    if (refusal.isPresent()) {
      return refusal;
    }
    String key = key(client, model);
    long limit = allowance.queries() * UNITS;
    long cost = cost(molecules, rounds);
    long after = spent.getOrDefault(key, 0L) + cost;
    Long before = written.get(key);
    if (before == null || after > before) {
      // In whole requests: a part of one, lost in a crash, would cost the client all of it.
      long ahead = limit / WRITTEN_AHEAD / cost * cost;
      written.put(key, Math.min(limit, after + ahead));
      try {
        write(written);
      } catch (IOException e) {
        if (before == null) {
          written.remove(key);
        } else {
          written.put(key, before);
        }
        throw new UncheckedIOException("the query budget cannot be written", e);
      }
    }
    spent.put(key, after);
    return Optional.empty();
  }

  /** Number of the period that is being charged now. */
  public synchronized long period() {
    roll();
    return window;
  }

  /**
   * Gives back what a round was charged that was not computed.
   *
   * @param period in which it was charged: what was charged before the last one ended is gone
   */
  public synchronized void giveBack(
      String client, String model, int molecules, int rounds, long period) {
    roll();
    if (period == window) {
      spent.computeIfPresent(
          key(client, model), (k, value) -> Math.max(0, value - cost(molecules, rounds)));
    }
  }

  private void write(Map<String, Long> amounts) throws IOException {
    file.write(new BudgetFile.Content(window, allowance.period().toSeconds(), amounts));
  }

  /** What clients get. */
  public Allowance allowance() {
    return allowance;
  }

  /** How many pairs of client and model have asked in this period. */
  public synchronized int entries() {
    roll();
    return spent.size();
  }

  /** Writes down what was really spent. */
  @Override
  public synchronized void close() throws IOException {
    try {
      if (!written.isEmpty()) {
        write(spent);
      }
    } finally {
      file.close();
    }
  }
}
