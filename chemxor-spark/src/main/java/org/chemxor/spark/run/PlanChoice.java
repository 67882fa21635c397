package org.chemxor.spark.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.Network;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.forecast.TimeForecast;

/**
 * By which plan a model is best screened with: in a single round, unless taking the client's part
 * in between saves more than half of the evaluator's time. The time is forecast on this machine.
 */
public final class PlanChoice {
  /** In as many rounds as fit a ring of degree 8192, which it fills. */
  public static final ScreenPlan PARTITIONED = new ScreenPlan(8192, true);

  /** In one round; fills the smallest ring that single rounds are tried on. */
  public static final ScreenPlan SINGLE_ROUND = new ScreenPlan(16384, false);

  private static final List<ScreenPlan> CANDIDATES = List.of(PARTITIONED, SINGLE_ROUND);

  private static final double WORTH_A_ROUND = 0.5;

  private PlanChoice() {}

  /**
   * A plan and what it costs.
   *
   * @param plan how to compile the model
   * @param rounds of requests and replies
   * @param millis of one core, a molecule
   * @param requestBytes a molecule, in full batches, all rounds together
   * @param replyBytes likewise
   */
  public record Option(
      ScreenPlan plan, int rounds, double millis, double requestBytes, double replyBytes) {
    private static Option of(ScreenPlan plan, FheModel model) {
      double samples = plan.samples();
      TimeForecast forecast =
          TimeForecast.of(model.program(), CkksEngine.load(), Parallelism.sequential());
      return new Option(
          plan,
          model.roundCount(),
          forecast.serverMillis() / samples,
          model.costs().requestBytes().stream().mapToLong(b -> b).sum() / samples,
          model.costs().replyBytes().stream().mapToLong(b -> b).sum() / samples);
    }

    /** In words. */
    public String describe() {
      return String.format(
          Locale.ROOT,
          "batches of %d in %d round%s: %.3f ms of one core a molecule, %.2f kB up and %.2f kB down",
          plan.samples(),
          rounds,
          rounds == 1 ? "" : "s",
          millis,
          requestBytes / 1e3,
          replyBytes / 1e3);
    }
  }

  /**
   * What was chosen and why.
   *
   * @param chosen the plan taken
   * @param considered all of them
   * @param reason a sentence
   */
  public record Choice(Option chosen, List<Option> considered, String reason) {
    /** Copies the list. */
    public Choice {
      considered = List.copyOf(considered);
    }
  }

  /**
   * Compiles a network by each plan and forecasts what it takes; some ten seconds.
   *
   * @throws UnfitPlanException when it fits none of them
   */
  public static Choice of(Network network) {
    List<Option> options = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (ScreenPlan plan : CANDIDATES) {
      try (FheModel model = plan.model(network)) {
        options.add(Option.of(plan, model));
      } catch (UnfitPlanException e) {
        refusals.add(String.valueOf(e.getMessage()));
      }
    }
    if (options.isEmpty()) {
      throw new UnfitPlanException(
          "the network fits no batch plan: " + refusals.stream().collect(Collectors.joining("; ")));
    }
    return choose(options);
  }

  static Choice choose(List<Option> options) {
    Comparator<Option> byTime = Comparator.comparingDouble(Option::millis);
    Option fastest = options.stream().min(byTime).orElseThrow();
    return options.stream()
        .filter(option -> option.rounds() == 1)
        .min(byTime)
        .filter(single -> fastest.millis() > WORTH_A_ROUND * single.millis())
        .map(single -> new Choice(single, options, "a single round: " + single.describe()))
        .orElseGet(
            () ->
                new Choice(
                    fastest, options, fastest.rounds() + " rounds: " + why(fastest, options)));
  }

  private static String why(Option fastest, List<Option> options) {
    String others =
        options.stream()
            .filter(option -> !option.equals(fastest))
            .map(Option::describe)
            .collect(Collectors.joining("; "));
    return fastest.describe() + (others.isEmpty() ? "" : ", against " + others);
  }
}
