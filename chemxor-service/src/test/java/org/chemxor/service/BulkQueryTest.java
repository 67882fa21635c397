package org.chemxor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.data.csv.MoleculeCsv;
import org.chemxor.data.dataset.DrugSet;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.program.Plan;
import org.chemxor.service.client.BulkQuery;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ServiceException;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of molecules in, files of predictions out, whatever happens in between. */
class BulkQueryTest {
  private static final Network NETWORK = TestModels.network("small", 1);
  private static final int MOLECULES = 60;

  @TempDir private Path folder;
  private FheModel model;
  private ModelServer server;
  private ModelClient client;
  private Path input;
  private Path output;

  @BeforeEach
  void serve() throws IOException {
    model = TestModels.wrap(NETWORK);
    server = start(0);
    client = TestModels.client(server).retryFor(Duration.ofSeconds(20)).connect();
    StringBuilder text = new StringBuilder("smiles,comment\n");
    int i = 0;
    for (DrugSet.Drug drug : DrugSet.load()) {
      if (i++ < MOLECULES) {
        text.append(i == 7 ? "C1CC" : drug.smiles()).append(",\"x\"\n");
      }
    }
    input = Files.writeString(folder.resolve("molecules.csv"), text);
    output = folder.resolve("predictions.csv");
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    model.close();
  }

  private ModelServer start(int port) throws IOException {
    return ModelServer.of(TestModels.served(model))
        .port(port)
        .keysFolder(folder.resolve("keys"))
        .start();
  }

  private BulkQuery query() {
    return new BulkQuery(client, MoleculeCsv.open(input), output);
  }

  private void assertComplete() throws IOException {
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(MOLECULES + 1);
    assertThat(lines.get(0)).isEqualTo("row,name,smiles,output_inactive,output_active,class,error");
    ReferenceEvaluator reference = new ReferenceEvaluator(NETWORK);
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      assertThat(cells[0]).isEqualTo(String.valueOf(i + 1));
      if (i == 7) {
        assertThat(lines.get(i)).contains("C1CC,,,,").contains("ring");
      } else {
        double[] expected =
            reference.evaluate(GridFingerprintFeaturiser.standard().image(cells[2]));
        assertThat(Double.parseDouble(cells[3])).isCloseTo(expected[0], within(1e-3));
        assertThat(Double.parseDouble(cells[4])).isCloseTo(expected[1], within(1e-3));
        assertThat(cells[5]).isEqualTo(expected[0] >= expected[1] ? "inactive" : "active");
        assertThat(cells[6]).isEmpty();
      }
    }
    assertThat(folder.resolve("predictions.csv.progress")).doesNotExist();
  }

  @Test
  void everyRowComesOutInOrderAndWrongOnesWithAnError() throws Exception {
    List<Long> seen = new ArrayList<>();
    AtomicLong total = new AtomicLong();
    BulkQuery.Result result = query().progress(total::set, seen::add).run();
    assertThat(result).isEqualTo(new BulkQuery.Result(MOLECULES, 0, 1));
    assertThat(total.get()).isEqualTo(MOLECULES);
    assertThat(seen).isSorted().hasSize(MOLECULES + 1).endsWith((long) MOLECULES);
    assertComplete();
  }

  @Test
  void aBatchPlanTakesAllRowsInOneRequestWhereItIsFaster() throws Exception {
    client.close();
    server.close();
    Plan plan = Plan.partitioned().insecureWithDegree(1024).withBatch(512);
    try (FheModel batch = FheModel.wrap(NETWORK, plan)) {
      ServedModel single =
          TestModels.served(model).withBatch("small.batch").withPredictedMillis(10);
      ServedModel many =
          TestModels.classifier(ServedModel.of("small.batch", batch)).withPredictedMillis(100);
      server = ModelServer.of(single, many).port(0).keysFolder(folder).start();
      assertThat(planFor(5)).isEqualTo("partitioned");
      assertThat(planFor(11)).isEqualTo("batch");
      client =
          TestModels.client(server).connectFor(BulkQuery.rows(MoleculeCsv.open(input)), output);
      assertThat(client.description().samples()).isEqualTo(512);
      query().parallelism(2).run();
      assertComplete();
      HttpResponse<String> metrics =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(server.uri().resolve("/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(metrics.body())
          .contains("chemxor_step_compute_seconds_count{model=\"small.batch\",step=\"0\"} 1\n");
    }
  }

  /** By the stated error at most 2 of 100 values lie close enough to a tie. */
  @Test
  void twoRunsWithOtherKeysWriteTheSameNumbers() throws Exception {
    query().run();
    List<String> first = Files.readAllLines(output);
    output = folder.resolve("again.csv");
    try (ModelClient again = TestModels.client(server).connect()) {
      new BulkQuery(again, MoleculeCsv.open(input), output).run();
    }
    List<String> second = Files.readAllLines(output);
    assertThat(second).hasSameSizeAs(first);
    long apart =
        IntStream.range(0, first.size()).filter(i -> !first.get(i).equals(second.get(i))).count();
    assertThat(apart).as("rows with other digits").isLessThanOrEqualTo(MOLECULES / 20);
    assertThat(first.get(1).split(",", -1)[3])
        .as("and some digits")
        .matches("-?[0-9]+\\.[0-9]{2,}");
  }

  private String planFor(long rows) throws IOException {
    try (ModelClient chosen = TestModels.client(server).connectFor(rows, output)) {
      return chosen.description().plan();
    }
  }

  @Test
  void aQueryGoesOnByThePlanItWasBegunWith() throws Exception {
    interruptAt(25);
    client.close();
    server.close();
    Plan plan = Plan.partitioned().insecureWithDegree(1024).withBatch(512);
    try (FheModel batch = FheModel.wrap(NETWORK, plan)) {
      ServedModel single =
          TestModels.served(model).withBatch("small.batch").withPredictedMillis(10);
      ServedModel many = ServedModel.of("small.batch", batch).withPredictedMillis(1);
      server = ModelServer.of(single, many).port(0).keysFolder(folder).start();
      client = TestModels.client(server).connectFor(MOLECULES, output);
      assertThat(query().run().resumed()).isEqualTo(25);
      assertComplete();
    }
  }

  private void interruptAt(long row) {
    assertThatThrownBy(
            () ->
                query()
                    .progress(
                        rows -> {},
                        rows -> {
                          if (rows == row) {
                            throw new IllegalStateException("interrupted");
                          }
                        })
                    .run())
        .hasMessage("interrupted");
  }

  @Test
  void anInterruptedQueryGoesOnWhereItStopped() throws Exception {
    interruptAt(25);
    // What a killed process may leave: half a line, half a checkpoint.
    Files.writeString(output, "999,,CC", StandardOpenOption.APPEND);
    Path journal = folder.resolve("predictions.csv.progress");
    Files.writeString(journal, "rows 40 byt", StandardOpenOption.APPEND);
    BulkQuery.Result result = query().run();
    assertThat(result.resumed()).isEqualTo(25);
    assertComplete();
  }

  /** They went unnoticed, and the file ended with rows that nobody had predicted. */
  @Test
  void rowsEditedAtTheSameLengthAreNoticed() throws Exception {
    interruptAt(25);
    String text = Files.readString(output);
    int digit = text.indexOf("0.", text.indexOf('\n')) + 2;
    char other = text.charAt(digit) == '9' ? '8' : '9';
    String edited = text.substring(0, digit) + other + text.substring(digit + 1);
    Files.writeString(output, edited);
    assertThatThrownBy(() -> query().run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("were changed", "predictions.csv.progress", "afresh");
    assertThat(output).hasContent(edited);
    Files.writeString(output, text.substring(0, text.length() - 1));
    assertThatThrownBy(() -> query().run()).hasMessageContaining("were changed");
    Files.writeString(output, text);
    assertThat(query().run().resumed()).isEqualTo(25);
    assertComplete();
  }

  @Test
  void whatDiffersFromTheQueryBegunIsNamed() throws Exception {
    interruptAt(25);
    String whole = Files.readString(input);
    Files.writeString(input, whole.replaceFirst("CC", "CO"));
    assertThatThrownBy(() -> query().run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another input")
        .hasMessageNotContainingAny("decimals", "model");
    Files.writeString(input, whole);
    ClientPolicy policy = ClientPolicy.insecureWithoutFloor();
    try (ModelClient fewer =
        TestModels.client(server)
            .policy(policy.withReplies(policy.replies().withDecimals(1)))
            .connect()) {
      assertThatThrownBy(() -> new BulkQuery(fewer, MoleculeCsv.open(input), output).run())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContainingAll("decimals, this query writes 1", "afresh")
          .hasMessageNotContainingAny("another input", "model");
    }
    assertThat(query().run().resumed()).isEqualTo(25);
    assertComplete();
  }

  @Test
  void aServerThatComesBackIsWaitedFor() throws Exception {
    int port = server.port();
    query()
        .progress(
            rows -> {},
            rows -> {
              if (rows == 20) {
                server.close();
                new Thread(() -> restart(port)).start();
              }
            })
        .run();
    assertComplete();
  }

  private void restart(int port) {
    try {
      server = start(port);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aServerThatStaysAwayIsAnErrorAndNothingIsLost() throws Exception {
    int port = server.port();
    client.close();
    client = TestModels.client(server).retryFor(Duration.ofMillis(200)).connect();
    assertThatThrownBy(
            () ->
                query()
                    .progress(
                        rows -> {},
                        rows -> {
                          if (rows == 20) {
                            server.close();
                          }
                        })
                    .run())
        .isInstanceOf(ServiceException.class);
    restart(port);
    assertThat(query().run().resumed()).isGreaterThanOrEqualTo(20);
    assertComplete();
  }

  @Test
  void anOutputOfSomethingElseIsNotTouched() throws Exception {
    Files.writeString(output, "mine\n");
    assertThatThrownBy(() -> query().run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is there already");
    assertThat(output).hasContent("mine");
    Files.writeString(folder.resolve("predictions.csv.progress"), "another query\nrows 1\n");
    assertThatThrownBy(() -> query().run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another release");
    assertThat(output).hasContent("mine");
  }
}
