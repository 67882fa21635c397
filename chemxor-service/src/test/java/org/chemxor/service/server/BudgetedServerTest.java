package org.chemxor.service.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.TestModels;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ServiceException;
import org.chemxor.service.protocol.ProblemType;
import org.chemxor.service.protocol.Routes;
import org.chemxor.service.server.budget.Allowance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query budget as clients and operators meet it. */
class BudgetedServerTest {
  private static FheModel model;
  @TempDir private Path folder;

  @BeforeAll
  static void wrap() {
    model = TestModels.wrap(TestModels.network("small", 1));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private ModelServer start() throws Exception {
    return ModelServer.of(TestModels.served(model))
        .port(0)
        .keysFolder(folder.resolve("keys"))
        .queryBudget(folder.resolve("budget"), new Allowance(3, Duration.ofDays(20_000)))
        .start();
  }

  @Test
  void whoHasSpentItIsToldForHowLongAlsoAfterARestart() throws Exception {
    try (ModelServer server = start();
        ModelClient client = TestModels.client(server).connect()) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.query("CCO").outputs()).hasSize(2);
      }
      assertThatThrownBy(() -> client.query("CCO"))
          .isInstanceOfSatisfying(
              ServiceException.class, e -> assertThat(e.status()).isEqualTo(429))
          .hasMessageContaining("as many molecules as it may");
    }
    try (ModelServer server = start();
        ClientBytes bytes = new ClientBytes(model)) {
      RawClient client = new RawClient(server.uri());
      assertThat(client.putKeys(bytes).statusCode()).isEqualTo(201);
      HttpResponse<byte[]> refused = client.send("POST", bytes.stepPath(0), bytes.request());
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(new String(refused.body(), StandardCharsets.UTF_8))
          .contains(ProblemType.BUDGET_SPENT.uri());
      assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
          .isGreaterThan(60);
      String metrics =
          new String(
              client.send("GET", Routes.METRICS, new byte[0]).body(), StandardCharsets.UTF_8);
      assertThat(metrics)
          .contains("chemxor_budget_refused_total{model=\"small\"} 1.0")
          .contains("chemxor_budget_queries 3.0");
    }
  }

  @Test
  void damagedRequestsCostNothing() throws Exception {
    try (ModelServer server = start();
        ClientBytes bytes = new ClientBytes(model)) {
      RawClient client = new RawClient(server.uri());
      assertThat(client.putKeys(bytes).statusCode()).isEqualTo(201);
      for (int i = 0; i < 20; i++) {
        assertThat(client.send("POST", bytes.stepPath(0), new byte[50]).statusCode())
            .isEqualTo(422);
      }
      assertThat(client.send("POST", bytes.stepPath(0), bytes.request()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aDamagedBudgetStopsTheServerAndLeavesNothingLocked() throws Exception {
    Files.writeString(folder.resolve("budget"), "rubbish");
    assertThatThrownBy(this::start)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("damaged at line 1");
    Files.delete(folder.resolve("budget"));
    start().close();
  }
}
