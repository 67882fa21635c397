package org.chemxor.fhe.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.junit.jupiter.api.Test;

class ProgramOutlineTest {
  private static final Network NETWORK =
      Network.builder("net", Shape.image(2, 7, 7))
          .add(Networks.conv(new Random(1), 2, 4, 3, 2, 1))
          .add(Polynomial.CHEMXOR)
          .add(new org.chemxor.core.Layer.Flatten())
          .add(Networks.linear(new Random(2), 64, 5))
          .build();
  private static final EncryptedProgram PROGRAM =
      ProgramCompiler.compile(NETWORK, Plan.partitioned().insecureWithDegree(1024));

  @Test
  void aClientThatOnlyReadTheOutlineCanTakePart() {
    ProgramOutline outline = ProgramOutline.read(PROGRAM.outline().toBytes());
    double[] input = Networks.image(4, 98);
    double[] expected = new ReferenceEvaluator(NETWORK).evaluate(input);
    try (FheEvaluator evaluator =
            new FheEvaluator(PROGRAM, CkksEngine.load(), Parallelism.sequential());
        FheClient client =
            new FheClient(outline, CkksEngine.load(), ClientPolicy.insecureWithoutFloor());
        EncryptedInference inference = client.start(input)) {
      EvaluationKeys keys = evaluator.readKeys(client.evaluationKeys());
      while (!inference.isDone()) {
        inference.acceptReply(evaluator.evaluate(keys, inference.nextRequest()));
      }
      for (int o = 0; o < 5; o++) {
        assertThat(inference.outputs()[o])
            .isCloseTo(expected[o], within(PROGRAM.outputRange() * 0x1p-12));
      }
    }
  }

  @Test
  void writingWhatWasReadGivesTheSameBytes() {
    byte[] bytes = PROGRAM.outline().toBytes();
    assertThat(ProgramOutline.read(bytes).toBytes()).isEqualTo(bytes);
  }

  @Test
  void outlinesOfTheOlindaNetsAreSmall() {
    ProgramOutline outline =
        ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.partitioned()).outline();
    assertThat(outline.toBytes()).hasSizeLessThan(1_000_000);
    assertThat(ProgramOutline.read(outline.toBytes()).parameters().security())
        .isEqualTo(outline.parameters().security());
  }

  @Test
  void slotsThatDoNotRepeatAsOftenAsTheOutlineSaysAreRefused() {
    ProgramOutline outline =
        ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.partitioned()).outline();
    RoundOutline round = outline.rounds().get(0);
    assertThat(round.copies()).isGreaterThan(1);
    for (int copies : new int[] {0, 3, 2 * round.copies(), round.input().slots()}) {
      byte[] bytes = withCopies(outline, copies).toBytes();
      assertThatThrownBy(() -> ProgramOutline.read(bytes))
          .as("%d copies", copies)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("do not repeat " + copies + " times");
    }
  }

  private static ProgramOutline withCopies(ProgramOutline outline, int copies) {
    RoundOutline round = outline.rounds().get(0);
    List<RoundOutline> rounds = new ArrayList<>(outline.rounds());
    rounds.set(
        0,
        new RoundOutline(
            round.sources(),
            round.produces(),
            round.input(),
            round.request(),
            copies,
            round.output(),
            round.reply(),
            round.form(),
            round.range()));
    return new ProgramOutline(
        outline.id(),
        outline.name(),
        outline.parameters(),
        outline.rotationSteps(),
        outline.inputShape(),
        outline.domain(),
        rounds,
        outline.outputScale(),
        outline.outputShift());
  }

  @Test
  void cutOutlinesAreRefused() {
    byte[] bytes = PROGRAM.outline().toBytes();
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertThatThrownBy(() -> ProgramOutline.read(cut))
          .as("cut to %d of %d bytes", cut.length, bytes.length)
          .isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> ProgramOutline.read(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("after its end");
  }

  @Test
  void damagedOutlinesAreReadOrRefusedButNeverFailOtherwise() {
    byte[] bytes = PROGRAM.outline().toBytes();
    Random random = new Random(6);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = bytes.clone();
      int at = random.nextInt(bytes.length);
      damaged[at] = (byte) random.nextInt(256);
      try {
        assertThat(ProgramOutline.read(damaged).rounds()).isNotEmpty();
      } catch (InvalidInputException e) {
        assertThat(e).as("byte %d", at).hasMessageContaining("outline");
      }
    }
  }
}
