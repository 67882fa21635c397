package org.chemxor.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.service.protocol.ModelDescription;
import org.chemxor.spark.client.Ranking;
import org.chemxor.spark.client.ScreenCollection;
import org.chemxor.spark.client.ScreenPreparation;
import org.chemxor.spark.run.ScreenPlan;
import org.chemxor.spark.run.ScreenRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole screenings on two cores of this JVM. */
class ScreenTest {
  private static final ScreenPlan PLAN = new ScreenPlan(16, true);
  private static final Network NETWORK = ScreenFixture.quadratic();
  private static ModelDescription model;
  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    model = ScreenFixture.describe(NETWORK, PLAN);
    spark = ScreenFixture.local();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private ScreenPreparation.Result prepare(List<String> smiles) throws IOException {
    return ScreenFixture.prepare(
        folder, model, ScreenFixture.molecules(folder.resolve("in.csv"), smiles));
  }

  private ScreenRun runner() {
    return new ScreenRun(
        NETWORK, folder.resolve("requests").toString(), folder.resolve("replies").toString());
  }

  private ScreenCollection collection() {
    return new ScreenCollection(
        folder.resolve("secret"), folder.resolve("replies").toString(), ScreenFixture.UNPROTECTED);
  }

  private Path reply(int batch) {
    return folder.resolve("replies").resolve(String.format("batch-%010d.parquet", batch));
  }

  private Path request(int batch) {
    return folder.resolve("requests").resolve(String.format("batch-%010d.parquet", batch));
  }

  @Test
  void predictsWhatTheModelPredictsInTheClearInTheOrderOfTheInput() throws IOException {
    List<String> smiles = ScreenFixture.smiles(70);
    smiles.add(20, "C1CC(");

    ScreenPreparation.Result prepared = prepare(smiles);
    ScreenRun.Result run = runner().run(spark);
    ScreenCollection.Result collected = collection().collect(folder.resolve("out.csv"));

    assertThat(prepared.rows()).isEqualTo(71);
    assertThat(prepared.failed()).isEqualTo(1);
    assertThat(run.batches()).isEqualTo(5);
    assertThat(run.molecules()).isEqualTo(70);
    assertThat(run.failed()).isEmpty();
    assertThat(collected.predicted()).isEqualTo(70);
    assertThat(collected.missing()).isEmpty();
    List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
    assertThat(lines).hasSize(72);
    for (int i = 0; i < smiles.size(); i++) {
      String[] cells = lines.get(i + 1).split(",", -1);
      assertThat(cells[0]).isEqualTo(String.valueOf(i + 2));
      assertThat(cells[1]).isEqualTo("m" + i);
      assertThat(cells[2]).isEqualTo(smiles.get(i));
      if (i == 20) {
        assertThat(cells[3]).isEmpty();
        assertThat(cells[4]).isNotEmpty();
      } else {
        assertThat(Double.parseDouble(cells[3]))
            .isCloseTo(
                ScreenFixture.plain(NETWORK, smiles.get(i)),
                within(model.expectedError() + 0.00006));
      }
    }
  }

  @Test
  void aFinishedBatchIsNotEvaluatedAgain() throws IOException {
    prepare(ScreenFixture.smiles(40));
    runner().run(spark);
    Files.delete(reply(1));
    FileTime past = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(reply(0), past);

    ScreenRun.Result again = runner().run(spark);

    assertThat(again.finishedBefore()).isEqualTo(2);
    assertThat(again.evaluated()).isEqualTo(1);
    assertThat(Files.getLastModifiedTime(reply(0))).isEqualTo(past);
    assertThat(collection().collect(folder.resolve("out.csv")).predicted()).isEqualTo(40);
    assertThat(runner().run(spark).evaluated()).isZero();
  }

  @Test
  void poisonedBatchesAreReportedByNumberAndTheRestGoesOn() throws IOException {
    prepare(ScreenFixture.smiles(60));
    byte[] altered = Files.readAllBytes(request(1));
    altered[altered.length / 2] ^= 1;
    Files.write(request(1), altered);
    Files.write(request(2), new byte[0]);
    // Another batch's bytes under this one's name.
    Files.write(request(3), Files.readAllBytes(request(0)));

    ScreenRun.Result run = runner().run(spark);
    ScreenCollection.Result collected = collection().collect(folder.resolve("out.csv"));

    assertThat(run.evaluated()).isEqualTo(1);
    assertThat(run.failed()).extracting(outcome -> outcome.batch()).containsExactly(1L, 2L, 3L);
    assertThat(run.failed().get(0).error()).contains("altered");
    assertThat(run.failed().get(1).error()).contains("cut off");
    assertThat(run.failed().get(2).error()).contains("holds batch 0");
    assertThat(collected.predicted()).isEqualTo(16);
    assertThat(collected.missing()).extracting(m -> m.batch()).containsExactly(1L, 2L, 3L);
    assertThat(Files.readAllLines(folder.resolve("out.csv")).get(20))
        .contains("batch 1 was not evaluated");
    assertThat(runner().run(spark).evaluated()).isZero();
    assertThat(runner().retryingFailed().run(spark).failed()).hasSize(3);
  }

  @Test
  void aReplyThatIsMissingOrDamagedIsReportedAndSpendsNoKeys() throws IOException {
    prepare(ScreenFixture.smiles(48));
    runner().run(spark);
    Files.delete(reply(0));
    byte[] altered = Files.readAllBytes(reply(1));
    altered[altered.length / 2] ^= 1;
    Files.write(reply(1), altered);

    ScreenCollection.Result collected = collection().collect(folder.resolve("out.csv"));

    assertThat(collected.predicted()).isEqualTo(16);
    assertThat(collected.missing()).extracting(m -> m.batch()).containsExactly(0L, 1L);
    assertThat(collected.missing().get(0).reason()).contains("no reply");
    Files.delete(reply(1));
    runner().run(spark);
    assertThat(collection().collect(folder.resolve("out.csv")).predicted()).isEqualTo(48);
  }

  @Test
  void theBestComeFirst() throws IOException {
    List<String> smiles = ScreenFixture.smiles(40);
    prepare(smiles);
    runner().run(spark);

    collection().ranking(new Ranking(5, 0, false)).collect(folder.resolve("best.csv"));

    List<String> lines = Files.readAllLines(folder.resolve("best.csv"));
    assertThat(lines).hasSize(6);
    List<Double> values = new ArrayList<>();
    lines.stream().skip(1).forEach(line -> values.add(Double.parseDouble(line.split(",")[3])));
    assertThat(values).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    double best = smiles.stream().mapToDouble(s -> ScreenFixture.plain(NETWORK, s)).max().orElse(0);
    assertThat(values.get(0)).isCloseTo(best, within(model.expectedError() + 0.00006));
  }

  @Test
  void batchesWithoutAMoleculeAreInNoRequest() throws IOException {
    List<String> smiles = new ArrayList<>(java.util.Collections.nCopies(32, "C1CC("));
    smiles.addAll(ScreenFixture.smiles(3));

    prepare(smiles);
    ScreenRun.Result run = runner().run(spark);
    ScreenCollection.Result collected = collection().collect(folder.resolve("out.csv"));

    assertThat(run.batches()).isEqualTo(1);
    assertThat(collected.rows()).isEqualTo(35);
    assertThat(collected.refused()).isEqualTo(32);
    assertThat(collected.predicted()).isEqualTo(3);
  }

  @Test
  void aLibraryWithoutMoleculesMakesNoBatch() throws IOException {
    prepare(List.of("C1CC("));

    assertThat(runner().run(spark).batches()).isZero();
    assertThat(collection().collect(folder.resolve("out.csv")).predicted()).isZero();
  }

  @Test
  void refusesRequestsForAnotherModel() throws IOException {
    prepare(ScreenFixture.smiles(3));

    assertThatThrownBy(
            () ->
                new ScreenRun(
                        ScreenFixture.deep(),
                        folder.resolve("requests").toString(),
                        folder.resolve("replies").toString())
                    .run(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not this model's");
  }

  @Test
  void refusesToMixTwoScreenings() throws IOException {
    prepare(ScreenFixture.smiles(3));
    runner().run(spark);
    Path other = Files.createDirectory(folder.resolve("other"));
    ScreenFixture.prepare(
        other, model, ScreenFixture.molecules(folder.resolve("o.csv"), ScreenFixture.smiles(3)));

    assertThatThrownBy(
            () ->
                new ScreenRun(
                        NETWORK,
                        other.resolve("requests").toString(),
                        folder.resolve("replies").toString())
                    .run(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("write to another folder");
    assertThatThrownBy(
            () ->
                new ScreenCollection(
                        other.resolve("secret"),
                        folder.resolve("replies").toString(),
                        ScreenFixture.UNPROTECTED)
                    .collect(folder.resolve("out.csv")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another screening");
  }

  @Test
  void refusesKeysOfAnotherClient() throws IOException {
    prepare(ScreenFixture.smiles(3));
    Path other = Files.createDirectory(folder.resolve("other"));
    ScreenFixture.prepare(
        other, model, ScreenFixture.molecules(folder.resolve("o.csv"), ScreenFixture.smiles(3)));

    assertThatThrownBy(() -> runner().keys(other.resolve("requests").toString()).run(spark))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not the file that the requests were made for");
  }

  @Test
  void programsOfSeveralRoundsRepeatTheSteps() throws IOException {
    Network deep = ScreenFixture.deep();
    ModelDescription several = ScreenFixture.describe(deep, PLAN);
    List<String> smiles = ScreenFixture.smiles(20);
    ScreenPreparation.Result prepared =
        ScreenFixture.prepare(
            folder, several, ScreenFixture.molecules(folder.resolve("in.csv"), smiles));
    int rounds = prepared.screen().rounds();
    assertThat(rounds).isGreaterThan(1);

    String requests = folder.resolve("requests").toString();
    for (int round = 0; round < rounds; round++) {
      String replies = folder.resolve("replies" + round).toString();
      assertThat(new ScreenRun(deep, requests, replies).run(spark).failed()).isEmpty();
      ScreenCollection collection =
          new ScreenCollection(folder.resolve("secret"), replies, ScreenFixture.UNPROTECTED);
      if (round < rounds - 1) {
        requests = folder.resolve("requests" + (round + 1)).toString();
        assertThat(collection.next(requests).predicted()).isEqualTo(20);
        assertThatThrownBy(() -> collection.collect(folder.resolve("early.csv")))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("--next");
      } else {
        assertThat(collection.collect(folder.resolve("out.csv")).predicted()).isEqualTo(20);
      }
    }

    List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
    for (int i = 0; i < smiles.size(); i++) {
      assertThat(Double.parseDouble(lines.get(i + 1).split(",")[3]))
          .isCloseTo(
              ScreenFixture.plain(deep, smiles.get(i)), within(several.expectedError() + 0.00006));
    }
  }
}
