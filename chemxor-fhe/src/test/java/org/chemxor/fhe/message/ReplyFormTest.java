package org.chemxor.fhe.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.FheResult;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.exchange.ConstantReply;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.RoundOutline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that carry no more than the client needs. */
class ReplyFormTest {
  private static final Plan SMALL = Plan.partitioned().insecureWithDegree(2048);

  private static Network network(int outputs) {
    Random random = new Random(outputs);
    return Network.builder("net", Shape.image(1, 8, 8))
        .add(Networks.conv(random, 1, 4, 3, 1, 0))
        .add(Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, 144, 16))
        .add(Polynomial.CHEMXOR)
        .add(Networks.linear(random, 16, outputs))
        .build();
  }

  private static List<ReplyForm.Kind> kinds(EncryptedProgram program) {
    return program.outline().rounds().stream().map(round -> round.form().kind()).toList();
  }

  @Test
  void oneOutputComesBackAsOneNumberAndSeveralAsSlots() {
    EncryptedProgram one = ProgramCompiler.compile(network(1), SMALL);
    EncryptedProgram several =
        ProgramCompiler.compile(network(3), SMALL.withTargetPrecision(0x1p-6));
    assertThat(kinds(one)).endsWith(ReplyForm.Kind.CONSTANT);
    assertThat(kinds(several)).endsWith(ReplyForm.Kind.SWITCHED);
    assertThat(ProgramReport.of(one)).contains("one number");
    // One polynomial instead of two, in a few bits more: those that tell large values apart.
    assertThat(ProgramCosts.of(one).replyBytes(one.roundCount() - 1))
        .isLessThan(ProgramCosts.of(several).replyBytes(several.roundCount() - 1) * 6 / 10);
  }

  @Test
  void aFinerPrecisionTakesMoreBits() {
    int coarse = lastBits(SMALL.withTargetPrecision(0x1p-6));
    int fine = lastBits(SMALL.withTargetPrecision(0x1p-12));
    assertThat(fine - coarse).isEqualTo(6);
  }

  private static int lastBits(Plan plan) {
    List<RoundOutline> rounds = ProgramCompiler.compile(network(1), plan).outline().rounds();
    return rounds.get(rounds.size() - 1).form().bits();
  }

  @Test
  void theOlindaNetsReplyWithLessThan32Kilobytes() {
    for (Network network :
        List.of(
            Networks.olindaNetZero(1, 1), Networks.olindaNet(2, 1), Networks.olindaNetOne(3, 1))) {
      EncryptedProgram program = ProgramCompiler.compile(network, Plan.partitioned());
      assertThat(ProgramCosts.of(program).replyBytes(program.roundCount() - 1))
          .isLessThanOrEqualTo(32_000);
      for (int round = 0; round < program.roundCount(); round++) {
        int ciphertexts = program.rounds().get(round).circuit().inputCount();
        assertThat(ProgramCosts.of(program).requestBytes(round) / ciphertexts)
            .isLessThanOrEqualTo(700_000);
      }
    }
  }

  @Test
  void singleRoundsSendOnePeriodAndReplyInASmallerRing() {
    for (Network network :
        List.of(
            Networks.olindaNetZero(1, 1), Networks.olindaNet(2, 1), Networks.olindaNetOne(3, 1))) {
      EncryptedProgram program = ProgramCompiler.compile(network, Plan.singleRound());
      ProgramOutline outline = program.outline();
      assertThat(kinds(program)).containsExactly(ReplyForm.Kind.SMALL_CONSTANT);
      assertThat(outline.ringSwitch().orElseThrow().small().polyModulusDegree()).isEqualTo(4096);
      assertThat(outline.rounds().get(0).copies()).isGreaterThan(1);
      assertThat(ProgramCosts.of(program).replyBytes(0)).isLessThanOrEqualTo(20_000);
      assertThat(ProgramCosts.of(program).requestBytes(0)).isLessThanOrEqualTo(700_000);
    }
  }

  @Test
  void aReplyInASmallerRingIsRightAndNeedsItsKey() {
    Plan plan = Plan.singleRound().insecureWithDegree(16384);
    Network network = network(1);
    double[] image = Networks.image(3, 64);
    try (FheModel model = FheModel.wrap(network, plan);
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor());
        FheClient stranger = model.newClient(ClientPolicy.insecureWithoutFloor());
        EncryptedInference misled = stranger.start(image);
        EncryptedInference inference = client.start(image)) {
      EncryptedProgram program = model.program();
      assertThat(kinds(program)).containsExactly(ReplyForm.Kind.SMALL_CONSTANT);
      byte[] all = client.evaluationKeys();
      assertThat((long) all.length).isEqualTo(ProgramCosts.of(program).keyBytes());
      EvaluationKeys keys = model.evaluator().readKeys(all);
      byte[] request = inference.nextRequest();
      assertThat((long) request.length).isEqualTo(ProgramCosts.of(program).requestBytes(0));
      byte[] wrong = model.evaluator().evaluate(keys, misled.nextRequest());
      assertThatThrownBy(() -> misled.acceptReply(wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("other keys");
      byte[] reply = model.evaluator().evaluate(keys, request);
      assertThat((long) reply.length).isEqualTo(ProgramCosts.of(program).replyBytes(0));
      inference.acceptReply(reply);
      assertThat(inference.outputs()[0])
          .isCloseTo(
              new ReferenceEvaluator(network).evaluate(image)[0],
              within(0x1p-12 * program.outputRange()));
      assertRefusedWithoutRingSwitchKey(model, all);
    }
  }

  private static void assertRefusedWithoutRingSwitchKey(FheModel model, byte[] all) {
    ProgramId id = model.program().outline().id();
    Message message = Message.read(all, Message.Kind.KEYS, id);
    byte[] two = new Message(Message.Kind.KEYS, id, 0, 0, message.parts().subList(0, 2)).toBytes();
    assertThatThrownBy(() -> model.evaluator().readKeys(two))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a ring switching key, got 2 objects");
    byte[] damaged = all.clone();
    Arrays.fill(damaged, damaged.length - 40, damaged.length, (byte) 0xFF);
    assertThatThrownBy(() -> model.evaluator().readKeys(damaged))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void repliesInFewBitsKeepThePrecision(int outputs) {
    Network network = network(outputs);
    for (double precision : new double[] {0x1p-4, 0x1p-8, 0x1p-12}) {
      try (FheModel model = FheModel.wrap(network, SMALL.withTargetPrecision(precision));
          FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
        EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
        for (int i = 0; i < 5; i++) {
          double[] image = Networks.image(i, 64);
          double[] expected = new ReferenceEvaluator(network).evaluate(image);
          FheResult result = model.evaluate(client, keys, image);
          for (int o = 0; o < outputs; o++) {
            assertThat(result.outputs().get(o))
                .as("precision %s, image of seed %d", precision, i)
                .isCloseTo(expected[o], within(precision * model.program().outputRange()));
          }
        }
      }
    }
  }

  @Test
  void aReplyOfOneNumberMadeWithOtherKeysIsRefused() {
    try (FheModel model = FheModel.wrap(network(1), SMALL);
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor());
        FheClient stranger = model.newClient(ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = client.start(Networks.image(1, 64));
        EncryptedInference second = client.start(Networks.image(1, 64))) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      EvaluationKeys others = model.evaluator().readKeys(stranger.evaluationKeys());
      for (EncryptedInference each : List.of(inference, second)) {
        while (each.round() < model.roundCount() - 1) {
          each.acceptReply(model.evaluator().evaluate(keys, each.nextRequest()));
        }
      }
      second.acceptReply(model.evaluator().evaluate(keys, second.nextRequest()));
      assertThat(second.outputs()).hasSize(1);
      byte[] wrong = model.evaluator().evaluate(others, inference.nextRequest());
      assertThatThrownBy(() -> inference.acceptReply(wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("other keys");
    }
  }

  private static ReplyForm around(double centre) {
    return new ReplyForm(ReplyForm.Kind.CONSTANT, 20, 0, centre, 0);
  }

  @Test
  void coefficientsAreReadFromTheSlots() {
    CkksParameters parameters =
        CkksParameters.builder()
            .polyModulusDegree(1024)
            .dataPrimeBits(45)
            .specialPrimeBits(45)
            .scaleBits(35)
            .insecureWithoutBound()
            .build();
    double[] constant = new double[512];
    Arrays.fill(constant, 0.375);
    double[] random = new Random(3).doubles(512, -1, 1).toArray();
    try (CkksContext context = CkksEngine.load().context(parameters)) {
      for (double[] slots : List.of(constant, random)) {
        double[][] complex =
            context.encoder().decodeComplex(context.encoder().encode(slots, parameters.scale(), 0));
        double[] coefficients = ConstantReply.coefficients(complex, 16);
        double mean = Arrays.stream(slots).average().orElseThrow();
        assertThat(coefficients[0]).isCloseTo(mean, within(1e-9));
        if (slots == constant) {
          assertThat(ConstantReply.value(complex, around(0), 8, 0)).isCloseTo(0.375, within(1e-9));
          for (int k = 1; k < 16; k++) {
            assertThat(coefficients[k]).as("coefficient %d", k).isCloseTo(0, within(1e-9));
          }
        }
      }
    }
  }

  @Test
  void aNumberWhoseLeadingBitsWereDroppedIsTheOneNextToTheCentre() {
    double[][] slots = new double[2][64];
    Arrays.fill(slots[0], 0.25);
    assertThat(ConstantReply.value(slots, around(100), 1, 0)).isCloseTo(100.25, within(1e-9));
    assertThat(ConstantReply.value(slots, around(-7.75), 0.5, 0)).isCloseTo(-7.75, within(1e-9));
    assertThat(ConstantReply.value(slots, around(0), 2, 0)).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void numbersOutOfRangeAndOtherSlotsAreRefused() {
    double[][] tooLarge = new double[2][64];
    Arrays.fill(tooLarge[0], 5);
    assertThatThrownBy(() -> ConstantReply.value(tooLarge, around(0), 8, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the reply to round 2");
    double[][] uneven = new double[2][64];
    uneven[0][3] = 100;
    assertThatThrownBy(() -> ConstantReply.value(uneven, around(0), 8, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("one number");
    double[][] notFinite = new double[2][64];
    notFinite[1][0] = Double.NaN;
    assertThatThrownBy(() -> ConstantReply.value(notFinite, around(0), 8, 0))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aReplyOfAnotherFormIsRefused() {
    try (FheModel model = FheModel.wrap(network(1), SMALL.withTargetPrecision(0x1p-6));
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = client.start(Networks.image(1, 64))) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      byte[] reply = model.evaluator().evaluate(keys, inference.nextRequest());
      int bitsByte = Message.HEADER_BYTES + Integer.BYTES + 1;
      reply[bitsByte]++;
      assertThatThrownBy(() -> inference.acceptReply(reply))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("expected Form");
    }
  }
}
