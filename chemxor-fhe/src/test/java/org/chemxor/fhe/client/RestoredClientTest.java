package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.reply.KeysSpentException;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client whose keys outlive it, and everything it must refuse when it is restored. */
class RestoredClientTest {
  private static final ClientPolicy POLICY = ClientPolicy.insecureWithoutFloor();
  private static final CkksEngine ENGINE = CkksEngine.load();
  private static final Network NETWORK = Networks.oneSquare(1);
  private static FheModel model;
  private static FheModel other;

  @BeforeAll
  static void wrap() {
    Plan plan = Plan.singleRound().withTargetPrecision(0x1p-8).insecureWithDegree(2048);
    model = FheModel.wrap(NETWORK, plan);
    other = FheModel.wrap(Networks.oneSquare(2), plan);
  }

  @AfterAll
  static void close() {
    model.close();
    other.close();
  }

  private static byte[] secretOf(FheClient client) {
    return client.insecureSecretBytes(InsecureSecretKeyAccess.get());
  }

  private static FheClient restore(byte[] secret) {
    return FheClient.insecureRestore(model.program().outline(), ENGINE, POLICY, secret);
  }

  @Test
  void threeClientsInTurnGiveTheReferenceOutputs() {
    double[][] inputs = {Networks.image(3, 20)};
    byte[] secret;
    byte[] keys;
    try (FheClient maker = model.newClient(POLICY)) {
      secret = secretOf(maker);
      keys = maker.evaluationKeys();
    }
    byte[] request;
    try (FheClient asker = restore(secret)) {
      request = asker.startBatch(inputs).nextRequest();
    }
    byte[] reply = model.evaluator().evaluate(model.evaluator().readKeys(keys), request);
    try (FheClient reader = restore(secret);
        EncryptedInference resumed = reader.resumeBatch(inputs, request)) {
      resumed.acceptReply(reply);
      double[] expected = new ReferenceEvaluator(NETWORK).evaluate(inputs[0]);
      double tolerance = model.program().outputRange() * 0x1p-8;
      for (int o = 0; o < expected.length; o++) {
        assertThat(resumed.outputs(0)[o]).isCloseTo(expected[o], within(tolerance));
      }
    }
  }

  @Test
  void answersNoMoreThanWereLeft() {
    double[][] inputs = {Networks.image(3, 20)};
    ClientPolicy three = POLICY.withReplies(ReplyPolicy.standard().withMaxReplies(3));
    try (FheClient first = model.newClient(three)) {
      first.startBatch(inputs);
      first.startBatch(inputs);
      FheClient second =
          FheClient.insecureRestore(model.program().outline(), ENGINE, three, secretOf(first));
      assertThat(second.repliesLeft()).isEqualTo(1);
      byte[] request = second.startBatch(inputs).nextRequest();
      assertThatThrownBy(() -> second.resumeBatch(inputs, request))
          .isInstanceOf(KeysSpentException.class)
          .hasMessageContaining("3 of at most 3");
      second.close();
    }
  }

  @Test
  void doesNotSaveKeysThatHaveEnded() {
    try (FheClient client = model.newClient(POLICY)) {
      client.burnKeys("a reply was wrong");
      assertThatThrownBy(() -> secretOf(client)).isInstanceOf(KeysSpentException.class);
    }
    FheClient closed = model.newClient(POLICY);
    closed.close();
    assertThatThrownBy(() -> secretOf(closed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void makesEvaluationKeysOfItsOwn() {
    double[][] inputs = {Networks.image(3, 20)};
    try (FheClient maker = model.newClient(POLICY);
        FheClient restored = restore(secretOf(maker));
        EncryptedInference asked = maker.startBatch(inputs)) {
      byte[] keys = restored.evaluationKeys();
      assertThat(keys).isNotEqualTo(maker.evaluationKeys());
      asked.acceptReply(
          model.evaluator().evaluate(model.evaluator().readKeys(keys), asked.nextRequest()));
      double[] expected = new ReferenceEvaluator(NETWORK).evaluate(inputs[0]);
      assertThat(asked.outputs(0)[0])
          .isCloseTo(expected[0], within(model.program().outputRange() * 0x1p-8));
    }
  }

  @Test
  void refusesKeysOfAnotherProgram() {
    try (FheClient foreign = other.newClient(POLICY)) {
      assertThatThrownBy(() -> restore(secretOf(foreign)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the saved keys are for program " + other.program().outline().id());
    }
  }

  @Test
  void refusesDamagedKeysByName() {
    byte[] secret;
    try (FheClient maker = model.newClient(POLICY)) {
      secret = secretOf(maker);
    }
    Random random = new Random(11);
    for (int cut : new int[] {0, 1, 51, 52, 53, secret.length / 2, secret.length - 1}) {
      byte[] short_ = java.util.Arrays.copyOf(secret, cut);
      assertThatThrownBy(() -> restore(short_))
          .as("cut to %d of %d bytes", cut, secret.length)
          .isInstanceOf(InvalidInputException.class);
    }
    for (int at = 0; at < 52; at++) {
      if (at >= 40 && at < 44) {
        continue;
      }
      byte[] damaged = secret.clone();
      damaged[at] ^= (byte) (1 + random.nextInt(255));
      assertThatThrownBy(() -> restore(damaged))
          .as("byte %d changed to %d", at, damaged[at])
          .isInstanceOf(InvalidInputException.class);
    }
    byte[] negative = secret.clone();
    negative[40] = -1;
    assertThatThrownBy(() -> restore(negative)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void resumesOnlyRequestsOfItsOwnProgram() {
    double[][] inputs = {Networks.image(3, 20)};
    try (FheClient client = model.newClient(POLICY);
        FheClient foreign = other.newClient(POLICY)) {
      byte[] request = foreign.startBatch(inputs).nextRequest();
      assertThatThrownBy(() -> client.resumeBatch(inputs, request))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the message is for program");
      byte[] later = client.startBatch(inputs).nextRequest();
      later[51] = 1;
      assertThatThrownBy(() -> client.resumeBatch(inputs, later))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("round 1");
    }
  }
}
