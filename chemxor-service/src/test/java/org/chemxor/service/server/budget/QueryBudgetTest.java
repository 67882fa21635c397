package org.chemxor.service.server.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.server.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryBudgetTest {
  private static final Allowance TEN = new Allowance(10, Duration.ofHours(1));

  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock();

  private Path file() {
    return folder.resolve("budget");
  }

  private QueryBudget open(Allowance allowance) throws IOException {
    return QueryBudget.open(file(), allowance, clock);
  }

  private static int charged(QueryBudget budget, String client, String model) {
    int count = 0;
    while (budget.charge(client, model, 1, 1).isEmpty()) {
      count++;
    }
    return count;
  }

  @Test
  void eachClientHasItsOwnForEachModelUntilThePeriodEnds() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
      assertThat(charged(budget, "b", "m")).isEqualTo(10);
      assertThat(charged(budget, "a", "n")).isEqualTo(10);
      clock.advance(Duration.ofMinutes(59));
      assertThat(budget.charge("a", "m", 1, 1)).contains(Duration.ofMinutes(1));
      clock.advance(Duration.ofMinutes(1));
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
      assertThat(budget.entries()).isEqualTo(1);
    }
  }

  @Test
  void roundsShareTheCostOfAMoleculeAndABatchCountsAsFull() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      int rounds = 0;
      while (budget.charge("a", "m", 1, 3).isEmpty()) {
        rounds++;
      }
      assertThat(rounds).isEqualTo(29);
      assertThat(budget.charge("b", "m", 8, 1)).isEmpty();
      assertThat(budget.charge("b", "m", 8, 1)).isPresent();
      assertThat(budget.charge("b", "m", 2, 1)).isEmpty();
    }
  }

  @Test
  void whatIsGivenBackCanBeSpentAgain() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
      budget.giveBack("a", "m", 1, 1, budget.period());
      assertThat(budget.refusal("a", "m", 1, 1)).isEmpty();
      assertThat(charged(budget, "a", "m")).isEqualTo(1);
    }
  }

  /** Nothing that was charged in one period makes room in the next. */
  @Test
  void whatIsGivenBackAfterThePeriodIsGone() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      assertThat(budget.charge("a", "m", 1, 1)).isEmpty();
      long period = budget.period();
      clock.advance(Duration.ofHours(1));
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
      budget.giveBack("a", "m", 1, 1, period);
      assertThat(budget.refusal("a", "m", 1, 1)).isPresent();
    }
  }

  /** Many threads that charge, and give back what failed, never get more than there is. */
  @Test
  void parallelRequestsShareOneBudget() throws Exception {
    Allowance thousand = new Allowance(1000, Duration.ofHours(1));
    try (QueryBudget budget = open(thousand)) {
      LongAdder computed = new LongAdder();
      IntStream.range(0, 3000)
          .parallel()
          .forEach(
              i -> {
                if (budget.charge("a", "m", 1, 1).isEmpty()) {
                  if (i % 5 == 0) {
                    budget.giveBack("a", "m", 1, 1, budget.period());
                  } else {
                    computed.increment();
                  }
                }
              });
      assertThat(computed.sum() + charged(budget, "a", "m")).isEqualTo(1000);
    }
    try (QueryBudget again = open(thousand)) {
      assertThat(again.charge("a", "m", 1, 1)).isPresent();
    }
  }

  @Test
  void aRestartGivesNothingAndACrashAtMostTakesAHundredth() throws Exception {
    Allowance thousand = new Allowance(1000, Duration.ofHours(1));
    QueryBudget crashed = open(thousand);
    for (int i = 0; i < 500; i++) {
      assertThat(crashed.charge("a", "m", 1, 1)).isEmpty();
    }
    byte[] left = Files.readAllBytes(file());
    crashed.close();
    Files.write(file(), left);
    try (QueryBudget restarted = open(thousand)) {
      assertThat(charged(restarted, "a", "m")).isBetween(490, 500);
    }
    try (QueryBudget stopped = open(thousand)) {
      assertThat(charged(stopped, "a", "m")).isZero();
      clock.advance(Duration.ofHours(1));
    }
    try (QueryBudget nextHour = open(thousand)) {
      assertThat(charged(nextHour, "a", "m")).isEqualTo(1000);
    }
  }

  @Test
  void aCleanStopLosesNothing() throws Exception {
    Allowance thousand = new Allowance(1000, Duration.ofHours(1));
    try (QueryBudget budget = open(thousand)) {
      for (int i = 0; i < 333; i++) {
        assertThat(budget.charge("a", "m", 1, 1)).isEmpty();
      }
    }
    try (QueryBudget budget = open(thousand)) {
      assertThat(charged(budget, "a", "m")).isEqualTo(667);
    }
  }

  @Test
  void aClockSetBackStartsNoNewPeriod() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
      clock.advance(Duration.ofHours(-5));
      assertThat(budget.charge("a", "m", 1, 1)).isPresent();
    }
    try (QueryBudget budget = open(TEN)) {
      assertThat(budget.charge("a", "m", 1, 1)).isPresent();
    }
  }

  @Test
  void aClockSetBackAndRightedAroundARestartStartsThePeriodOnce() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
    }
    clock.advance(Duration.ofHours(-1));
    try (QueryBudget budget = open(TEN)) {
      assertThat(budget.charge("a", "m", 1, 1)).contains(Duration.ofHours(2));
      clock.advance(Duration.ofHours(1));
      assertThat(charged(budget, "a", "m")).isZero();
      clock.advance(Duration.ofHours(1));
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
    }
  }

  @Test
  void aLinkToABudgetIsRefusedAsItWouldHaveALockOfItsOwn() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("budget"));
    assertThatThrownBy(() -> QueryBudget.open(link, TEN, clock))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a link");
    try (QueryBudget budget = open(TEN)) {
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
      assertThatThrownBy(() -> QueryBudget.open(link, TEN, clock))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is a link");
    }
  }

  @Test
  void theFileNamesNoClientAndOneServerHoldsIt() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      assertThat(budget.charge("berlin", "m", 1, 1)).isEmpty();
      assertThat(Files.readString(file())).doesNotContain("berlin").contains(" m 1");
      assertThatThrownBy(() -> open(TEN))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("in use by another server");
    }
  }

  @Test
  void damagedFilesAreRefusedAndNeverGiveBudget() throws Exception {
    try (QueryBudget budget = open(TEN)) {
      assertThat(charged(budget, "a", "m")).isEqualTo(10);
    }
    byte[] good = Files.readAllBytes(file());
    for (String broken :
        List.of(
            "",
            "something else\n",
            "chemxor-query-budget 1\nwindow -1 3600\n",
            "chemxor-query-budget 1\nwindow 1 0\n",
            "chemxor-query-budget 1\nwindow 999999999999999 3600\n",
            "chemxor-query-budget 1\nwindow 1 3600\n0123456789abcdef m -5\n",
            "chemxor-query-budget 1\nwindow 1 3600\n0123456789abcdef ../m 5\n",
            "chemxor-query-budget 1\nwindow 1 3600\n0123456789abcdef m 5\n0123456789abcdef m 0\n",
            "chemxor-query-budget 1\nwindow 1 3600\n0123456789abcdef m 99999999999999999999\n")) {
      Files.writeString(file(), broken);
      assertThatThrownBy(() -> open(TEN))
          .as(broken)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("damaged at line");
    }
    Random random = new Random(20);
    for (int i = 0; i < 300; i++) {
      byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));
      Files.write(file(), cut);
      openOrRefuse("cut to " + cut.length);
      byte[] changed = good.clone();
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      Files.write(file(), changed);
      openOrRefuse(new String(changed, StandardCharsets.UTF_8));
    }
  }

  private void openOrRefuse(String what) throws IOException {
    try (QueryBudget budget = open(TEN)) {
      assertThat(budget.refusal("b", "m", 10, 1)).as(what).isEqualTo(Optional.empty());
    } catch (InvalidInputException e) {
      assertThat(e.getMessage()).as(what).contains("budget");
    }
  }

  @Test
  void allowancesAreReadAndRefused() {
    assertThat(Allowance.parse("10000/day")).isEqualTo(new Allowance(10_000, Duration.ofDays(1)));
    assertThat(Allowance.parse("5/HOUR")).isEqualTo(new Allowance(5, Duration.ofHours(1)));
    assertThat(Allowance.parse("7/week")).hasToString("7 molecules in 168 hours");
    for (String wrong :
        List.of("", "10", "0/day", "-1/day", "1e9/day", "9999999999999/day", "5/")) {
      assertThatThrownBy(() -> Allowance.parse(wrong))
          .as(wrong)
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
