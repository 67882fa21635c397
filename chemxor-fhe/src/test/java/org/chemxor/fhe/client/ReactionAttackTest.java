package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.ForgedReply;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.exchange.ConstantReply;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.RoundOutline;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.RefusedReplyException;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Evaluators that ask the secret key questions and watch what the client does then. */
class ReactionAttackTest {
  private static final Plan SMALL = Plan.partitioned().insecureWithDegree(2048);
  private static final ClientPolicy OPEN = ClientPolicy.insecureWithoutFloor();
  private static final ClientPolicy HIDING = OPEN.withReplies(OPEN.replies().hidingOutcomes());
  private static FheModel model;

  private static Network network() {
    Random random = new Random(1);
    return Network.builder("net", Shape.image(1, 8, 8))
        .add(Networks.conv(random, 1, 4, 3, 1, 0))
        .add(Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, 144, 16))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 16, 1))
        .build();
  }

  @BeforeAll
  static void wrap() {
    model = FheModel.wrap(network(), SMALL);
    assertThat(model.roundCount()).isGreaterThan(1);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static double[] image() {
    double[] image = new double[64];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 3 == 0 ? 1 : 0;
    }
    return image;
  }

  private static EvaluationKeys keys(FheClient client) {
    return model.evaluator().readKeys(client.evaluationKeys());
  }

  /** An inference that waits for its last reply, and the honest one. */
  private static Message lastReply(EncryptedInference inference, EvaluationKeys keys) {
    while (true) {
      byte[] reply = model.evaluator().evaluate(keys, inference.nextRequest());
      if (inference.round() == model.roundCount() - 1) {
        return Message.read(reply, Message.Kind.REPLY, model.program().outline().id());
      }
      inference.acceptReply(reply);
    }
  }

  /** Whether a client with fresh keys takes a number, in units of 2^-bits of the modulus. */
  private static boolean isAccepted(long number) {
    try (FheClient client = model.newClient(OPEN);
        EncryptedInference inference = client.start(image())) {
      Message honest = lastReply(inference, keys(client));
      return isAccepted(inference, ForgedReply.probe(client.outline(), honest, number, 1, 1000));
    }
  }

  private static boolean isAccepted(EncryptedInference inference, byte[] reply) {
    try {
      inference.acceptReply(reply);
      return true;
    } catch (RefusedReplyException e) {
      return false;
    }
  }

  /** The largest number that is accepted, found with fresh keys for every attempt. */
  private static long largestAccepted() {
    ProgramOutline outline = model.program().outline();
    RoundOutline last = outline.rounds().get(outline.rounds().size() - 1);
    ReplyForm form = last.form();
    double units = Math.scalb(1.0, form.bits() - 1);
    double limit = form.limit(outline.parameters(), last.reply().scale());
    long low = Math.round(form.centre() / limit * units);
    long high = low + (long) units - 2;
    assertThat(isAccepted(low)).isTrue();
    assertThat(isAccepted(high)).isFalse();
    while (high - low > 1) {
      long middle = Math.floorDiv(low + high, 2);
      if (isAccepted(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Numbers at the edge of what is accepted, moved by one coefficient of the secret key. Every
   * answer is one; a client that goes on after a refusal answers for all of them.
   */
  @Test
  void askingForTheKeyCoefficientByCoefficientGetsOneRefusalPerKeySet() {
    long edge = largestAccepted();
    try (FheClient client = model.newClient(OPEN);
        EncryptedInference inference = client.start(image())) {
      EvaluationKeys keys = keys(client);
      ProgramOutline outline = client.outline();
      Message honest = lastReply(inference, keys);
      int shift = 1;
      while (coefficient(client, honest, shift) != -1) {
        shift++;
      }
      byte[] question = ForgedReply.probe(outline, honest, edge - 4, 8, shift);
      assertThatThrownBy(() -> inference.acceptReply(question))
          .isInstanceOf(RefusedReplyException.class)
          .hasMessageContaining("this key set is not used any more");
      byte[] again = ForgedReply.probe(outline, honest, edge - 4, 8, shift + 1);
      assertThatThrownBy(() -> inference.acceptReply(again))
          .isInstanceOf(KeysSpentException.class)
          .hasMessageContaining("make a new key set");
      byte[] good = ForgedReply.with(honest, honest.parts());
      assertThatThrownBy(() -> inference.acceptReply(good)).isInstanceOf(KeysSpentException.class);
      assertThatThrownBy(inference::nextRequest).isInstanceOf(KeysSpentException.class);
      assertThatThrownBy(inference::outputs).isInstanceOf(RefusedReplyException.class);
      assertThatThrownBy(() -> client.start(image())).isInstanceOf(KeysSpentException.class);
      assertThat(client.repliesLeft()).isZero();
    }
  }

  /** The question is one: its answer is the coefficient. */
  @Test
  void aRefusalAtTheEdgeDependsOnTheKey() {
    long edge = largestAccepted();
    List<Boolean> answers = new ArrayList<>();
    for (int wanted = -1; wanted <= 1; wanted++) {
      try (FheClient client = model.newClient(OPEN);
          EncryptedInference inference = client.start(image())) {
        Message honest = lastReply(inference, keys(client));
        int shift = 1;
        while (coefficient(client, honest, shift) != wanted) {
          shift++;
        }
        answers.add(
            isAccepted(inference, ForgedReply.probe(client.outline(), honest, edge - 4, 8, shift)));
      }
    }
    assertThat(answers).containsExactly(false, true, true);
  }

  /** A coefficient of the secret key, by decrypting with it. */
  private static long coefficient(FheClient client, Message honest, int shift) {
    ProgramOutline outline = client.outline();
    RoundOutline round = outline.rounds().get(honest.round());
    ReplyForm form = round.form();
    long unit = 1L << (form.bits() - 3);
    byte[] probe = ForgedReply.probe(outline, honest, 0, unit, shift);
    Message message = Message.read(probe, Message.Kind.REPLY, outline.id());
    Ciphertext ciphertext =
        client
            .ciphertexts()
            .readReply(message, 1, round.reply(), form, client.context(form))
            .get(0);
    double[][] slots =
        client.context(form).encoder().decodeComplex(client.decryptor(form).decrypt(ciphertext));
    double limit = form.limit(outline.parameters(), round.reply().scale());
    return Math.round(-4 * ConstantReply.coefficients(slots, 1)[0] / limit);
  }

  /** All that an evaluator sees of a client: how many messages, and how long. */
  private static List<Integer> sizes(FheClient client, int slot) {
    EvaluationKeys keys = keys(client);
    List<Integer> sizes = new ArrayList<>();
    try (EncryptedInference inference = client.start(image())) {
      while (!inference.isDone()) {
        byte[] request = inference.nextRequest();
        sizes.add(request.length);
        byte[] reply =
            inference.round() == 0
                ? ForgedReply.addImaginaryPixel(model, keys, request, slot, 64)
                : model.evaluator().evaluate(keys, request);
        inference.acceptReply(reply);
      }
    } catch (RefusedReplyException | KeysSpentException e) {
      return sizes;
    }
    return sizes;
  }

  /** The slots of the first request that hold a pixel, and its value. */
  private static double[] firstSlots() {
    return model
        .program()
        .outline()
        .rounds()
        .get(0)
        .input()
        .packSamples(new double[][] {image()})[0];
  }

  @Test
  void whetherTheNextRoundComesTellsAPixelWhereOutcomesShow() {
    double[] slots = firstSlots();
    for (int slot = 0; slot < 6; slot++) {
      try (FheClient client = model.newClient(OPEN)) {
        assertThat(sizes(client, slot)).as("slot %d", slot).hasSize(slots[slot] == 0 ? 2 : 1);
      }
    }
  }

  @Test
  void whetherTheNextRoundComesTellsNothingWhereOutcomesAreHidden() {
    double[] slots = firstSlots();
    List<Integer> expected =
        IntStream.range(0, model.roundCount())
            .mapToObj(round -> (int) ProgramCosts.of(model.program()).requestBytes(round))
            .toList();
    int refused = 0;
    for (int slot = 0; slot < 6; slot++) {
      try (FheClient client = model.newClient(HIDING)) {
        assertThat(sizes(client, slot)).as("slot %d", slot).isEqualTo(expected);
        assertThat(client.repliesLeft() == 0).isEqualTo(slots[slot] != 0);
        refused += client.repliesLeft() == 0 ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(1, 5);
  }

  @Test
  void aHiddenRefusalIsReportedAfterTheLastRoundAndSaysHowToGoOn() {
    try (FheClient client = model.newClient(HIDING);
        EncryptedInference inference = client.start(image());
        EncryptedInference other = client.start(image())) {
      EvaluationKeys keys = keys(client);
      inference.nextRequest();
      inference.acceptReply(new byte[3]);
      assertThatThrownBy(inference::outputs)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("still to come");
      assertThat(client.repliesLeft()).as("no answer to this request").isPositive();
      finish(inference, keys);
      assertThatThrownBy(inference::outputs)
          .isInstanceOf(RefusedReplyException.class)
          .hasMessageContaining("a message has at least 56 bytes, got 3")
          .hasMessageContaining("start a new evaluation");
      Message honest =
          Message.read(
              model.evaluator().evaluate(keys, other.nextRequest()),
              Message.Kind.REPLY,
              client.outline().id());
      other.acceptReply(ForgedReply.with(honest, List.of()));
      finish(other, keys);
      assertThatThrownBy(other::outputs)
          .isInstanceOf(RefusedReplyException.class)
          .hasMessageContaining("takes 1 ciphertexts")
          .hasMessageContaining("make a new one (a new FheClient)");
      assertThatThrownBy(() -> client.start(image()))
          .isInstanceOf(KeysSpentException.class)
          .hasMessageContaining("takes 1 ciphertexts");
    }
  }

  private static void finish(EncryptedInference inference, EvaluationKeys keys) {
    while (!inference.isDone()) {
      inference.acceptReply(model.evaluator().evaluate(keys, inference.nextRequest()));
    }
  }

  @Test
  void aRefusalEndsAllEvaluationsUnderTheSameKeys() {
    for (ClientPolicy policy : List.of(OPEN, HIDING)) {
      try (FheClient client = model.newClient(policy);
          EncryptedInference innocent = client.start(image())) {
        EvaluationKeys keys = keys(client);
        innocent.acceptReply(model.evaluator().evaluate(keys, innocent.nextRequest()));
        client.burnKeys("a duplicate differed");
        if (policy.equals(HIDING)) {
          finish(innocent, keys);
          assertThatThrownBy(innocent::outputs)
              .isInstanceOf(KeysSpentException.class)
              .hasMessageContaining("a duplicate differed");
        } else {
          assertThatThrownBy(innocent::nextRequest).isInstanceOf(KeysSpentException.class);
        }
      }
    }
  }

  @Test
  void aKeySetAnswersAsManyRepliesAsItsPolicySays() {
    int evaluations = 3;
    ReplyPolicy replies = OPEN.replies().withMaxReplies(model.roundCount() * evaluations + 1);
    try (FheClient client = model.newClient(OPEN.withReplies(replies))) {
      EvaluationKeys keys = keys(client);
      for (int i = 0; i < evaluations; i++) {
        if (i == 1) {
          client.start(image()).close();
        } else {
          assertThatCode(() -> model.evaluate(client, keys, image())).doesNotThrowAnyException();
        }
      }
      assertThat(client.repliesLeft()).isEqualTo(1);
      assertThatThrownBy(() -> client.start(image()))
          .isInstanceOfSatisfying(KeysSpentException.class, e -> assertThat(e.isBurned()).isFalse())
          .hasMessageContaining("of at most " + replies.maxReplies())
          .hasMessageContaining("withMaxReplies");
    }
  }

  @Test
  void anInputOutOfRangeLooksLikeAnyOtherWhereThatIsHidden() {
    ClientPolicy policy = OPEN.withReplies(HIDING.replies().hidingRefusedInputs());
    double[] wrong = image();
    wrong[5] = 7;
    List<List<Integer>> seen = new ArrayList<>();
    try (FheClient client = model.newClient(policy)) {
      EvaluationKeys keys = keys(client);
      for (double[] input : List.of(image(), wrong)) {
        List<Integer> sizes = new ArrayList<>();
        try (EncryptedInference inference = client.start(input)) {
          while (!inference.isDone()) {
            byte[] request = inference.nextRequest();
            sizes.add(request.length);
            inference.acceptReply(model.evaluator().evaluate(keys, request));
          }
          if (input == wrong) {
            assertThatThrownBy(inference::outputs)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("input value 5 is 7.0");
          } else {
            double expected = new ReferenceEvaluator(network()).evaluate(input)[0];
            assertThat(Math.abs(inference.outputs()[0] - expected))
                .isLessThan(model.program().outputRange() * 0x1p-12);
          }
        }
        seen.add(sizes);
      }
      assertThat(client.repliesLeft()).as("not held against the keys").isPositive();
    }
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
  }

  @Test
  void refusedSamplesOfABatchFailAloneWhereThatIsHidden() {
    ClientPolicy policy = OPEN.withReplies(HIDING.replies().hidingRefusedInputs());
    double[] wrong = image();
    wrong[5] = Double.NaN;
    try (FheModel batch = FheModel.wrap(network(), SMALL.withBatch(8));
        FheClient client = batch.newClient(policy);
        EncryptedInference inference =
            client.startBatch(new double[][] {image(), wrong, image()})) {
      EvaluationKeys keys = batch.evaluator().readKeys(client.evaluationKeys());
      while (!inference.isDone()) {
        inference.acceptReply(batch.evaluator().evaluate(keys, inference.nextRequest()));
      }
      assertThat(Math.abs(inference.outputs(0)[0] - inference.outputs(2)[0])).isLessThan(1e-3);
      assertThatThrownBy(() -> inference.outputs(1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("NaN");
    }
  }
}
