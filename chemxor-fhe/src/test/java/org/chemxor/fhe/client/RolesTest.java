package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksEncoder;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.circuit.LevelAndScale;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Client and evaluator exchanging bytes, and everything they must refuse. */
class RolesTest {
  private static final Plan INSECURE = Plan.partitioned().insecureWithDegree(1024);
  private static final Network NETWORK = network(1);
  private static FheModel model;
  private static FheModel other;
  private static FheClient client;
  private static EvaluationKeys keys;

  private static Network network(long seed) {
    Random random = new Random(seed);
    return Network.builder("small", Shape.image(1, 6, 6))
        .add(Networks.conv(random, 1, 3, 3, 1, 0))
        .add(Polynomial.CHEMXOR)
        .add(new org.chemxor.core.Layer.Flatten())
        .add(Networks.linear(random, 48, 10))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 10, 2))
        .build();
  }

  @BeforeAll
  static void wrap() {
    model = FheModel.wrap(NETWORK, INSECURE);
    other = FheModel.wrap(network(2), INSECURE);
    client = model.newClient(ClientPolicy.insecureWithoutFloor());
    keys = model.evaluator().readKeys(client.evaluationKeys());
  }

  @AfterAll
  static void close() {
    client.close();
    model.close();
    other.close();
  }

  private static double tolerance() {
    return model.program().outputRange() * 0x1p-12;
  }

  private static double[] input() {
    return Networks.image(3, 36);
  }

  @Test
  void theLoopThroughBytesGivesTheReferenceOutputs() {
    double[] expected = new ReferenceEvaluator(NETWORK).evaluate(input());
    FheResult result = model.evaluate(client, keys, input());
    assertThat(result.outputs()).hasSize(2);
    for (int o = 0; o < 2; o++) {
      assertThat(result.outputs().get(o)).isCloseTo(expected[o], within(tolerance()));
    }
    assertThat(result.rounds()).hasSize(model.roundCount()).hasSize(2);
    assertThat(result.bytesUp()).isPositive();
    assertThat(result.bytesDown()).isPositive();
  }

  @Test
  void theLocalLoopNeedsNothingButTheImage() {
    MoleculeImage image = new MoleculeImage(6, 6, input());
    double[] expected = new ReferenceEvaluator(NETWORK).evaluate(image);
    assertThat(model.evaluate(image).outputs().get(1)).isCloseTo(expected[1], within(tolerance()));
  }

  @Test
  void messagesHaveTheSizesTheProgramPredicts() {
    try (EncryptedInference inference = client.start(input())) {
      byte[] request = inference.nextRequest();
      byte[] reply = model.evaluator().evaluate(keys, request);
      assertThat((long) request.length).isEqualTo(ProgramCosts.of(model.program()).requestBytes(0));
      assertThat((long) reply.length).isEqualTo(ProgramCosts.of(model.program()).replyBytes(0));
    }
    assertThat((long) client.evaluationKeys().length)
        .isEqualTo(ProgramCosts.of(model.program()).keyBytes());
  }

  @Test
  void repliesInTheWrongOrderAreRefused() {
    try (EncryptedInference first = client.start(input());
        EncryptedInference second = client.start(input())) {
      byte[] reply = model.evaluator().evaluate(keys, first.nextRequest());
      assertThatThrownBy(() -> second.acceptReply(reply))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("another inference");
      first.acceptReply(reply);
      assertThatThrownBy(() -> first.acceptReply(reply))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("round 1");
    }
  }

  @Test
  void outputsBeforeTheLastReplyAreAnError() {
    try (EncryptedInference inference = client.start(input())) {
      assertThatThrownBy(inference::outputs)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("still to come");
    }
  }

  @Test
  void requestsAfterTheLastReplyAreAnError() {
    try (EncryptedInference inference = client.start(input())) {
      for (int i = 0; i < 2; i++) {
        inference.acceptReply(model.evaluator().evaluate(keys, inference.nextRequest()));
      }
      assertThatThrownBy(inference::nextRequest).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> inference.acceptReply(new byte[60]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void messagesOfAnotherProgramAreRefused() {
    try (EncryptedInference inference = client.start(input())) {
      byte[] request = inference.nextRequest();
      FheEvaluator evaluator = other.evaluator();
      assertThatThrownBy(() -> evaluator.readKeys(client.evaluationKeys()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is for program");
      assertThatThrownBy(() -> evaluator.evaluate(keys, request))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("the keys are for program");
      byte[] reply = model.evaluator().evaluate(keys, request);
      System.arraycopy(other.program().outline().id().toBytes(), 0, reply, 8, 32);
      assertThatThrownBy(() -> inference.acceptReply(reply))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is for program");
    }
  }

  @Test
  void aStepOutOfRangeIsRefused() {
    try (EncryptedInference inference = client.start(input())) {
      for (int round : new int[] {2, -1, Integer.MAX_VALUE}) {
        byte[] request = inference.nextRequest();
        java.nio.ByteBuffer.wrap(request).putInt(48, round);
        assertThatThrownBy(() -> model.evaluator().evaluate(keys, request))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("rounds 0 to 1");
      }
    }
  }

  @Test
  void aWrongNumberOfCiphertextsIsRefused() {
    try (EncryptedInference inference = client.start(input())) {
      Message request =
          Message.read(inference.nextRequest(), Message.Kind.REQUEST, client.outline().id());
      byte[] none = with(request, List.of());
      byte[] two = with(request, List.of(request.parts().get(0), request.parts().get(0)));
      for (byte[] wrong : List.of(none, two)) {
        assertThatThrownBy(() -> model.evaluator().evaluate(keys, wrong))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("takes 1 ciphertexts");
      }
    }
  }

  private static byte[] with(Message message, List<byte[]> parts) {
    return new Message(
            message.kind(), message.program(), message.inference(), message.round(), parts)
        .toBytes();
  }

  private static int copies() {
    return client.outline().rounds().get(0).copies();
  }

  @Test
  void ciphertextsOfTheWrongLevelAreRefused() {
    try (EncryptedInference inference = client.start(input())) {
      Message request =
          Message.read(inference.nextRequest(), Message.Kind.REQUEST, client.outline().id());
      CkksEncoder encoder = client.context().encoder();
      Ciphertext low = client.encryptor().encrypt(encoder.encode(input(), 0x1p30, 0));
      byte[] lowLevel = with(request, client.ciphertexts().writeRequest(List.of(low), copies()));
      assertThatThrownBy(() -> model.evaluator().evaluate(keys, lowLevel))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("at level");
    }
  }

  @Test
  void ciphertextsForOtherParametersAreRefused() {
    Plan larger = Plan.partitioned().insecureWithDegree(2048);
    try (FheModel foreign = FheModel.wrap(NETWORK, larger);
        FheClient stranger = foreign.newClient(ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = stranger.start(input())) {
      Message request =
          Message.read(inference.nextRequest(), Message.Kind.REQUEST, stranger.outline().id());
      byte[] relabelled =
          new Message(Message.Kind.REQUEST, client.outline().id(), 1, 0, request.parts()).toBytes();
      assertThatThrownBy(() -> model.evaluator().evaluate(keys, relabelled))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("ciphertext 0 cannot be read");
    }
  }

  @Test
  void aReplyMadeWithOtherKeysIsRefused() {
    try (FheClient stranger = model.newClient(ClientPolicy.insecureWithoutFloor());
        FheClient victim = model.newClient(ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = victim.start(input())) {
      EvaluationKeys strangerKeys = model.evaluator().readKeys(stranger.evaluationKeys());
      byte[] reply = model.evaluator().evaluate(strangerKeys, inference.nextRequest());
      assertThatThrownBy(() -> inference.acceptReply(reply))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("other keys");
    }
  }

  @Test
  void keysThatLackARotationAreRefused() {
    Message message =
        Message.read(client.evaluationKeys(), Message.Kind.KEYS, client.outline().id());
    try (var context = CkksEngine.load().context(client.outline().parameters())) {
      byte[] few =
          PackedFormat.of(client.outline().parameters())
              .pack(context.keyGenerator().createGaloisKeys(List.of(1)));
      byte[] lacking = with(message, List.of(message.parts().get(0), few));
      assertThatThrownBy(() -> model.evaluator().readKeys(lacking))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("lack the rotations");
    }
  }

  @Test
  void aRequestForAnotherStepIsRefusedByTheShapeOfItsCiphertexts() {
    try (EncryptedInference inference = client.start(input())) {
      byte[] request = inference.nextRequest();
      Message message = Message.read(request, Message.Kind.REQUEST, client.outline().id());
      assertThat(model.program().rounds().get(1).circuit().input().level())
          .isNotEqualTo(model.program().rounds().get(0).circuit().input().level());
      byte[] early =
          new Message(
                  Message.Kind.REQUEST, message.program(), message.inference(), 1, message.parts())
              .toBytes();
      assertThatThrownBy(() -> model.evaluator().evaluate(keys, early))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("round 1 takes ciphertexts");
    }
  }

  @Test
  void aCiphertextOfAnotherScaleIsRefused() {
    LevelAndScale expected = client.outline().rounds().get(0).request();
    CkksEncoder encoder = client.context().encoder();
    Ciphertext other =
        client
            .encryptor()
            .encrypt(encoder.encode(input(), expected.scale() * 1.01, expected.level()));
    byte[] request =
        new Message(
                Message.Kind.REQUEST,
                client.outline().id(),
                1,
                0,
                client.ciphertexts().writeRequest(List.of(other), copies()))
            .toBytes();
    assertThatThrownBy(() -> model.evaluator().evaluate(keys, request))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("of scale");
  }

  @Test
  void aMessageOfAnotherKindOrVersionIsRefused() {
    try (EncryptedInference inference = client.start(input())) {
      byte[] request = inference.nextRequest();
      assertThatThrownBy(() -> inference.acceptReply(request))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("expected a message of kind REPLY");
      assertThatThrownBy(() -> model.evaluator().readKeys(request))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("expected a message of kind KEYS");
      request[4] = 1;
      assertThatThrownBy(() -> model.evaluator().evaluate(keys, request))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("has version 1, this library reads version 3");
    }
  }

  @Test
  void aReplyWithTooFewOrTooManyCiphertextsIsRefused() {
    for (int count : new int[] {0, 2}) {
      try (FheClient victim = model.newClient(ClientPolicy.insecureWithoutFloor());
          EncryptedInference inference = victim.start(input())) {
        EvaluationKeys own = model.evaluator().readKeys(victim.evaluationKeys());
        byte[] reply = model.evaluator().evaluate(own, inference.nextRequest());
        Message message = Message.read(reply, Message.Kind.REPLY, victim.outline().id());
        List<byte[]> parts = java.util.Collections.nCopies(count, message.parts().get(0));
        assertThatThrownBy(() -> inference.acceptReply(with(message, parts)))
            .isInstanceOf(InvalidInputException.class)
            .hasMessageContaining("takes 1 ciphertexts");
      }
    }
  }

  @Test
  void aTransparentCiphertextIsRefused() {
    try (FheClient victim = model.newClient(ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = victim.start(input())) {
      EvaluationKeys own = model.evaluator().readKeys(victim.evaluationKeys());
      byte[] reply = model.evaluator().evaluate(own, inference.nextRequest());
      Message message = Message.read(reply, Message.Kind.REPLY, victim.outline().id());
      byte[] open = message.parts().get(0).clone();
      int headerBytes = 16;
      Arrays.fill(open, headerBytes + (open.length - headerBytes) / 2, open.length, (byte) 0);
      assertThatThrownBy(() -> inference.acceptReply(with(message, List.of(open))))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("transparent");
    }
  }

  @Test
  void keysWithoutARelinearisationKeyAreRefused() {
    Message message =
        Message.read(client.evaluationKeys(), Message.Kind.KEYS, client.outline().id());
    byte[] galois = message.parts().get(1);
    for (List<byte[]> parts : List.of(List.of(galois), List.of(galois, galois))) {
      assertThatThrownBy(() -> model.evaluator().readKeys(with(message, parts)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("keys");
    }
  }

  @Test
  void damagedBytesAreRefusedAndNothingElseHappens() {
    Random random = new Random(99);
    try (EncryptedInference inference = client.start(input())) {
      byte[] request = inference.nextRequest();
      for (int i = 0; i < 200; i++) {
        byte[] cut = Arrays.copyOf(request, random.nextInt(request.length));
        assertThatThrownBy(() -> model.evaluator().evaluate(keys, cut))
            .as("cut to %d of %d bytes", cut.length, request.length)
            .isInstanceOf(InvalidInputException.class);
        byte[] flipped = request.clone();
        int at = random.nextInt(Message.HEADER_BYTES + Integer.BYTES);
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        boolean isEchoed = at >= 40 && at < 48;
        if (!isEchoed) {
          assertThatThrownBy(() -> model.evaluator().evaluate(keys, flipped))
              .as("byte %d flipped", at)
              .isInstanceOf(InvalidInputException.class);
        }
      }
      byte[] longer = Arrays.copyOf(request, request.length + 1);
      assertThatThrownBy(() -> model.evaluator().evaluate(keys, longer))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("after its last object");
    }
  }

  @Test
  void damagedKeysAreRefused() {
    Random random = new Random(98);
    byte[] bytes = client.evaluationKeys();
    for (int i = 0; i < 20; i++) {
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertThatThrownBy(() -> model.evaluator().readKeys(cut))
          .as("cut to %d bytes", cut.length)
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void inputsOutOfThePlansRangeAreRefused() {
    double[] values = {Double.NaN, Double.POSITIVE_INFINITY, 1e300, 1.0001, -0.1};
    for (double value : values) {
      double[] input = input();
      input[7] = value;
      assertThatThrownBy(() -> client.start(input))
          .as("pixel %s", value)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("input value 7");
    }
    assertThatThrownBy(() -> client.start(new double[35]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[1, 6, 6]");
  }

  @Test
  void aClientRefusesParametersBelowItsFloorBeforeItMakesKeys() {
    assertThatThrownBy(() -> model.newClient())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("log2(PQ)");
  }

  @Test
  void aClientRefusesMoreRoundsThanItAccepts() {
    ClientPolicy oneRound = ClientPolicy.insecureWithoutFloor().withMaxRounds(1);
    assertThatThrownBy(() -> model.newClient(oneRound))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 rounds")
        .hasMessageContaining("ClientPolicy.withMaxRounds(2)");
  }

  @Test
  void aClosedClientEncryptsAndDecryptsNothing() {
    FheClient closed = model.newClient(ClientPolicy.insecureWithoutFloor());
    EncryptedInference inference = closed.start(input());
    closed.close();
    assertThatThrownBy(inference::nextRequest).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> closed.start(input())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void plansWithoutSecurityAreRefusedUnlessTheySaySo() {
    assertThatThrownBy(
            () -> Plan.partitioned().withSecurity(org.chemxor.ckks.SecurityLevel.INSECURE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("insecureWithDegree");
  }
}
