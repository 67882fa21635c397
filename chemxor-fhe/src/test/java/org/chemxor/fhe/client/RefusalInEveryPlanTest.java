package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.RefusedReplyException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that do not decrypt, in every round of every plan and in every form of reply. */
class RefusalInEveryPlanTest {
  private static final Plan PARTITIONED = Plan.partitioned().insecureWithDegree(1024);
  private static final Plan SINGLE = Plan.singleRound().insecureWithDegree(16384);

  private static Network network(int outputs) {
    Random random = new Random(outputs);
    return Network.builder("net", Shape.image(1, 6, 6))
        .add(Networks.conv(random, 1, 3, 3, 1, 0))
        .add(Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, 48, 10))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 10, outputs))
        .build();
  }

  static Stream<Arguments> plans() {
    return Stream.of(
        plan("partitioned, slots", PARTITIONED, 2),
        plan("partitioned, few bits", PARTITIONED.withTargetPrecision(0x1p-6), 2),
        plan("partitioned, one number", PARTITIONED, 1),
        plan("single round, smaller ring", SINGLE, 1),
        plan("single round, slots", SINGLE, 2),
        plan("batch", PARTITIONED.withBatch(8), 2),
        plan("batch, single round", SINGLE.withBatch(8), 1));
  }

  private static Arguments plan(String name, Plan plan, int outputs) {
    return Arguments.of(Named.of(name, plan), outputs);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void theFirstReplyUnderOtherKeysEndsTheKeySetAndNothingShows(Plan plan, int outputs) {
    try (FheModel model = FheModel.wrap(network(outputs), plan);
        FheClient stranger = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys foreign = model.evaluator().readKeys(stranger.evaluationKeys());
      for (int wrong = 0; wrong < model.roundCount(); wrong++) {
        assertHidden(model, foreign, wrong);
      }
      assertShown(model, foreign);
    }
  }

  private static void assertHidden(FheModel model, EvaluationKeys foreign, int wrong) {
    ClientPolicy open = ClientPolicy.insecureWithoutFloor();
    List<Long> sizes = new ArrayList<>();
    try (FheClient client = model.newClient(open.withReplies(open.replies().hidingOutcomes()));
        EncryptedInference inference = client.start(Networks.image(3, 36))) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      while (!inference.isDone()) {
        byte[] request = inference.nextRequest();
        sizes.add((long) request.length);
        boolean isWrong = inference.round() == wrong;
        inference.acceptReply(model.evaluator().evaluate(isWrong ? foreign : keys, request));
      }
      assertThat(client.repliesLeft()).as("wrong reply in round %d", wrong).isZero();
      assertThatThrownBy(inference::outputs).isInstanceOf(RefusedReplyException.class);
      assertThatThrownBy(() -> client.start(Networks.image(3, 36)))
          .isInstanceOf(KeysSpentException.class);
    }
    assertThat(sizes)
        .isEqualTo(
            IntStream.range(0, model.roundCount())
                .mapToObj(round -> ProgramCosts.of(model.program()).requestBytes(round))
                .toList());
  }

  private static void assertShown(FheModel model, EvaluationKeys foreign) {
    try (FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = client.start(Networks.image(3, 36))) {
      byte[] request = inference.nextRequest();
      byte[] wrong = model.evaluator().evaluate(foreign, request);
      assertThatThrownBy(() -> inference.acceptReply(wrong))
          .isInstanceOf(RefusedReplyException.class);
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      byte[] right = model.evaluator().evaluate(keys, request);
      assertThatThrownBy(() -> inference.acceptReply(right)).isInstanceOf(KeysSpentException.class);
    }
  }
}
