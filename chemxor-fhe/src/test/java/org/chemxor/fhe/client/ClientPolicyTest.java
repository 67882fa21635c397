package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.forecast.ProgramReport;
import org.chemxor.fhe.program.Disclosure;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;
import org.junit.jupiter.api.Test;

/** What a client accepts, by name; no test here makes a key. */
class ClientPolicyTest {
  private static final ClientPolicy FREE = ClientPolicy.insecureWithoutFloor();

  private static ProgramOutline outline(Network network, Plan plan) {
    return ProgramCompiler.compile(network, plan).outline();
  }

  private static ProgramOutline small(Plan plan) {
    Random random = new Random(1);
    Network network =
        Network.builder("small", Shape.vector(20))
            .add(Networks.linear(random, 20, 12))
            .add(Polynomial.CHEMXOR)
            .add(Networks.linear(random, 12, 8))
            .add(Polynomial.CHEMXOR)
            .add(Networks.linear(random, 8, 1))
            .build();
    return outline(network, plan.insecureWithDegree(2048));
  }

  @Test
  void theStandardPolicyAcceptsThePartitionedOlindaNets() {
    for (Network network :
        List.of(
            Networks.olindaNetZero(1, 1), Networks.olindaNet(2, 2), Networks.olindaNetOne(3, 1))) {
      ProgramOutline outline = outline(network, Plan.partitioned());
      assertThat(outline.disclosures()).containsExactlyInAnyOrder(Disclosure.values());
      assertThatCode(() -> ClientPolicy.standard().check(outline)).doesNotThrowAnyException();
    }
  }

  @Test
  void whoAcceptsOutputsOnlyGetsASingleRoundAndNothingElse() {
    ProgramOutline single = outline(Networks.olindaNetZero(1, 1), Plan.singleRound());
    ProgramOutline partitioned = outline(Networks.olindaNetZero(1, 1), Plan.partitioned());
    ClientPolicy policy = ClientPolicy.outputsOnly();
    assertThat(single.disclosures())
        .containsExactlyInAnyOrder(Disclosure.OUTPUTS, Disclosure.ROUND_OUTCOMES);
    assertThatCode(() -> policy.check(single)).doesNotThrowAnyException();
    assertThatThrownBy(() -> policy.check(partitioned))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[INTERMEDIATE_ACTIVATIONS]")
        .hasMessageContaining("Plan.singleRound()")
        .hasMessageContaining("ClientPolicy.accepting");
    ClientPolicy open = policy.withReplies(policy.replies().showingOutcomes());
    assertThatThrownBy(() -> open.check(single))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[ROUND_OUTCOMES]")
        .hasMessageContaining("in the only round");
    assertThatThrownBy(() -> open.check(partitioned))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("[INTERMEDIATE_ACTIVATIONS, ROUND_OUTCOMES]");
  }

  @Test
  void keysThatAnswerFewerRepliesThanThereAreRoundsAreRefused() {
    ProgramOutline outline = small(Plan.partitioned());
    int rounds = outline.rounds().size();
    assertThatCode(() -> FREE.withReplies(FREE.replies().withMaxReplies(rounds)).check(outline))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> FREE.withReplies(FREE.replies().withMaxReplies(rounds - 1)).check(outline))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("answer at most " + (rounds - 1))
        .hasMessageContaining("ReplyPolicy.withMaxReplies");
  }

  @Test
  void everyDisclosureThatIsNotAcceptedIsNamed() {
    ProgramOutline outline = small(Plan.partitioned());
    assertThat(outline.rounds()).hasSizeGreaterThan(1);
    for (Disclosure missing : Disclosure.values()) {
      TreeSet<Disclosure> others = new TreeSet<>(List.of(Disclosure.values()));
      others.remove(missing);
      ClientPolicy policy = FREE.accepting(others.toArray(Disclosure[]::new));
      assertThatThrownBy(() -> policy.check(outline))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("[" + missing + "]");
    }
  }

  @Test
  void roundsAndKeyBytesBeyondTheLimitsAreRefusedWithWhatToCall() {
    ProgramOutline outline = small(Plan.partitioned());
    int rounds = outline.rounds().size();
    assertThatCode(() -> FREE.withMaxRounds(rounds).check(outline)).doesNotThrowAnyException();
    assertThatThrownBy(() -> FREE.withMaxRounds(rounds - 1).check(outline))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("withMaxRounds(" + rounds + ")");
    assertThatThrownBy(() -> FREE.withMaxKeyBytes(1000).check(outline))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("withMaxKeyBytes");
    assertThatThrownBy(() -> FREE.withMaxRounds(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  @Test
  void theProgramTellsItsOwnerWhatItDiscloses() {
    String text =
        ProgramReport.of(ProgramCompiler.compile(Networks.olindaNetZero(1, 1), Plan.partitioned()));
    assertThat(text)
        .contains("the client learns the outputs")
        .contains("the values at the end of each of the 3 rounds")
        .contains("the evaluator learns in each of the 3 rounds");
  }
}
