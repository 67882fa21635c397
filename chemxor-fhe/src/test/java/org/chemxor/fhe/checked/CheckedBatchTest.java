package org.chemxor.fhe.checked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.evaluator.CheatingEvaluator;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.reply.KeysSpentException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Encrypted batches, and an evaluator that adds to some of their slots. */
class CheckedBatchTest {
  private static final int SAMPLES = 20;
  private static final int FEATURES = 6;
  private static final Network NETWORK = network();
  private static FheModel model;

  private static Network network() {
    Random random = new Random(1);
    return Network.builder("tiny", Shape.vector(FEATURES))
        .add(Networks.linear(random, FEATURES, 4))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 4, 2))
        .build();
  }

  @BeforeAll
  static void wrap() {
    model = FheModel.wrap(NETWORK, Plan.partitioned().insecureWithDegree(1024).withBatch(64));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<double[]> inputs(long seed, int count) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(i -> random.doubles(FEATURES, 0, 1).toArray())
        .toList();
  }

  private static List<Double> truth(double[] input) {
    return Arrays.stream(new ReferenceEvaluator(NETWORK).evaluate(input)).boxed().toList();
  }

  private static List<KnownAnswer<double[]>> known() {
    return inputs(7, 12).stream().map(x -> new KnownAnswer<>(x, truth(x))).toList();
  }

  /** Runs a checked batch whose slots are altered. */
  private static List<List<Double>> run(FheClient client, CheckPolicy policy, double[] added) {
    EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
    try (CheckedBatch batch = CheckedBatch.start(client, inputs(3, SAMPLES), known(), policy)) {
      EncryptedInference inference = batch.inference();
      while (!inference.isDone()) {
        inference.acceptReply(
            CheatingEvaluator.evaluate(model, keys, inference.nextRequest(), added));
      }
      return batch.outputs();
    }
  }

  private static double[] all(int places, double amount) {
    double[] added = new double[places];
    Arrays.fill(added, amount);
    return added;
  }

  private static FheClient client() {
    return model.newClient(ClientPolicy.insecureWithoutFloor());
  }

  private static double largestError(List<List<Double>> outputs) {
    double largest = 0;
    for (int i = 0; i < SAMPLES; i++) {
      List<Double> expected = truth(inputs(3, SAMPLES).get(i));
      for (int o = 0; o < 2; o++) {
        largest = Math.max(largest, Math.abs(outputs.get(i).get(o) - expected.get(o)));
      }
    }
    return largest;
  }

  @Test
  void anHonestEvaluatorPassesAndOutputsAreInOrder() {
    try (FheClient client = client()) {
      assertThat(largestError(run(client, CheckPolicy.of(5, 5), new double[0]))).isLessThan(1e-3);
      assertThat(client.repliesLeft()).isPositive();
    }
  }

  @Test
  void addingToHalfOfTheSlotsIsCaughtAndBurnsTheKeys() {
    CheckPolicy policy = CheckPolicy.of(8, 12);
    int places = SAMPLES + policy.places();
    assertThat(Detection.unnoticed(places, places / 2, 8, 12)).isLessThan(1e-4);
    double[] added = new double[places];
    Arrays.fill(added, 0, places / 2, 0.25);
    try (FheClient client = client()) {
      assertThatThrownBy(() -> run(client, policy, added))
          .isInstanceOf(AlteredAnswersException.class)
          .hasMessageContaining("the evaluator altered answers");
      assertThat(client.repliesLeft()).isZero();
      assertThatThrownBy(() -> client.startBatch(new double[][] {inputs(3, 1).get(0)}))
          .isInstanceOf(KeysSpentException.class)
          .hasMessageContaining("came back different");
    }
  }

  @Test
  void addingToAllSlotsIsCaughtByKnownAnswersOnly() {
    try (FheClient client = client()) {
      CheckPolicy duplicates = CheckPolicy.of(10, 0);
      double error = largestError(run(client, duplicates, all(SAMPLES + 10, 0.25)));
      assertThat(error).as("not noticed, as the guide says").isBetween(0.249, 0.251);
      CheckPolicy known = CheckPolicy.of(0, 1);
      assertThatThrownBy(() -> run(client, known, all(SAMPLES + 1, 0.25)))
          .isInstanceOf(AlteredAnswersException.class);
    }
  }

  /** Alterations of 4 of 26 places, encrypted, as often as the formula says. */
  @Test
  void encryptedAlterationsAreCaughtAsOftenAsTheFormulaSays() {
    int trials = 60;
    int altered = 4;
    CheckPolicy policy = CheckPolicy.of(3, 3);
    int places = SAMPLES + policy.places();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>(IntStream.range(0, places).boxed().toList());
    int unnoticed = 0;
    for (int trial = 0; trial < trials; trial++) {
      Collections.shuffle(order, random);
      double[] added = new double[places];
      order.subList(0, altered).forEach(place -> added[place] = 0.25);
      try (FheClient client = client()) {
        run(client, policy, added);
        unnoticed++;
      } catch (AlteredAnswersException e) {
        assertThat(e.duplicates() + e.knownAnswers()).isPositive();
      }
    }
    double expected = Detection.unnoticed(places, altered, 3, 3);
    double deviation = Math.sqrt(expected * (1 - expected) / trials);
    assertThat(Math.abs((double) unnoticed / trials - expected))
        .as("seed %d: expected %s, %d of %d unnoticed", seed, expected, unnoticed, trials)
        .isLessThan(5 * deviation);
  }

  @Test
  void moreThanABatchHoldsIsRefused() {
    try (FheClient client = client()) {
      List<double[]> many = inputs(1, 60);
      List<KnownAnswer<double[]>> known = known();
      CheckPolicy policy = CheckPolicy.of(3, 2);
      assertThatThrownBy(() -> CheckedBatch.start(client, many, known, policy))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("60 samples with 5 checks are more than the 64");
    }
  }
}
