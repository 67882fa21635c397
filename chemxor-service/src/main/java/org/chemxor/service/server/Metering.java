package org.chemxor.service.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.server.budget.QueryBudget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps clients within their query budget, where the server has one. */
final class Metering implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Metering.class);

  private final @Nullable QueryBudget budget;
  private final ServedModels models;
  private final ServiceMetrics metrics;

  /**
   * Meters clients.
   *
   * @param budget null where clients may ask without end
   */
  Metering(@Nullable QueryBudget budget, ServedModels models, ServiceMetrics metrics) {
    this.budget = budget;
    this.models = models;
    this.metrics = metrics;
    if (budget != null) {
      metrics.watch(budget);
    }
  }

  /** Refuses a step that the client's budget does not reach for, before its body is read. */
  boolean refuses(Exchange exchange, ServedModel model, String client) {
    if (budget == null) {
      return false;
    }
    Optional<Duration> wait =
        budget.refusal(client, models.budgetName(model), molecules(model), rounds(model));
    wait.ifPresent(time -> refuse(exchange, model, time));
    return wait.isPresent();
  }

  /**
   * Charges a step that is about to be computed; {@link #giveBack} when it was not.
   *
   * @return whether it may be computed; if not, the client has its reply
   */
  boolean charge(Exchange exchange, ServedModel model, String client) {
    if (budget == null) {
      return true;
    }
    Optional<Duration> wait =
        budget.charge(client, models.budgetName(model), molecules(model), rounds(model));
    wait.ifPresent(time -> refuse(exchange, model, time));
    return wait.isEmpty();
  }

  /** Number of the budget's period; 0 where clients may ask without end. */
  long period() {
    return budget == null ? 0 : budget.period();
  }

  void giveBack(ServedModel model, String client, long period) {
    if (budget != null) {
      budget.giveBack(client, models.budgetName(model), molecules(model), rounds(model), period);
    }
  }

  private void refuse(Exchange exchange, ServedModel model, Duration wait) {
    metrics.refusedByBudget(model.name());
    exchange.header("Retry-After", String.valueOf(wait.toSeconds()));
    exchange.refuse(
        ProblemType.BUDGET_SPENT,
        "this client has asked this model about as many molecules as it may ("
            + (budget == null ? "" : budget.allowance())
            + "; a batch counts as full): it starts anew in "
            + wait.toSeconds()
            + " seconds");
  }

  /** That a request has room for: the server does not see how many there are. */
  private static int molecules(ServedModel model) {
    return model.model().program().outline().maxSamples();
  }

  private static int rounds(ServedModel model) {
    return model.model().roundCount();
  }

  @Override
  public void close() {
    if (budget == null) {
      return;
    }
    try {
      budget.close();
    } catch (IOException e) {
      LOG.warn(
          "the query budget was not written at the end, so that clients may be charged up to 1 %"
              + " more: {}",
          e.getMessage());
    }
  }
}
