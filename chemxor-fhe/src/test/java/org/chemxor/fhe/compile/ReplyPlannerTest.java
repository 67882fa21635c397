package org.chemxor.fhe.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.domain.InputDomain;
import org.chemxor.fhe.domain.RoundRange;
import org.chemxor.fhe.domain.Support;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.Round;
import org.junit.jupiter.api.Test;

/** The form of each round's reply, from what its values and the precision ask for. */
class ReplyPlannerTest {
  private static final double GAIN = 3;
  private static final EncryptedProgram PROGRAM =
      ProgramCompiler.compile(network(1), Plan.partitioned().insecureWithDegree(2048));
  private static final Round FIRST = PROGRAM.rounds().get(0);
  private static final Round LAST = PROGRAM.rounds().get(PROGRAM.rounds().size() - 1);

  private static Network network(int outputs) {
    Random random = new Random(outputs);
    return Network.builder("net", Shape.image(1, 8, 8))
        .add(Networks.conv(random, 1, 4, 3, 1, 0))
        .add(Layer.Polynomial.CHEMXOR)
        .add(new Layer.Flatten())
        .add(Networks.linear(random, 144, outputs))
        .build();
  }

  private static ReplyPlanner planner(double targetError) {
    Magnitudes magnitudes = new Magnitudes(4, 2, -1, 1, GAIN, 8);
    return new ReplyPlanner(PROGRAM.parameters(), targetError, magnitudes, 1);
  }

  private static RoundRange range(double reach, int guardBits, int coarseBits, int droppedBits) {
    ValueRange accepted = new ValueRange(0.5, reach, reach, guardBits);
    return new RoundRange(
        accepted, reach, Support.of(new InputDomain(0, 1, 1), 1), coarseBits, droppedBits);
  }

  private static double largestError(ReplyForm form, Round round, double gain) {
    double scale = round.circuit().output().scale();
    return 5 * gain * form.deviation(PROGRAM.parameters(), scale);
  }

  @Test
  void slotsComeBackInTheFewestBitsThatArePreciseEnough() {
    for (double target : new double[] {0x1p-4, 0x1p-7, 0x1p-10}) {
      ReplyForm form = planner(target).choose(FIRST, range(1, 0, 0, 0), false);
      assertThat(form.kind()).isEqualTo(ReplyForm.Kind.SWITCHED);
      assertThat(largestError(form, FIRST, GAIN)).isLessThan(target / 64);
      ReplyForm fewer = new ReplyForm(form.kind(), form.bits() - 1, 0, 0, 0);
      assertThat(largestError(fewer, FIRST, GAIN)).isGreaterThan(target / 64);
    }
  }

  @Test
  void oneNumberComesBackAloneAndAroundItsCentre() {
    ReplyForm form = planner(0x1p-8).choose(LAST, range(4, 0, 0, 0), true);
    assertThat(form.kind()).isEqualTo(ReplyForm.Kind.CONSTANT);
    assertThat(form.centre()).isEqualTo(0.5);
    assertThat(largestError(form, LAST, 1)).isLessThan(0x1p-8 / 64);
  }

  @Test
  void leadingBitsThatNoValueReachesAreLeftOutAndGuardsAreNot() {
    ReplyForm wide = planner(0x1p-8).choose(LAST, range(4, 0, 0, 0), true);
    ReplyForm narrow = planner(0x1p-8).choose(LAST, range(0.25, 0, 0, 0), true);
    ReplyForm guarded = planner(0x1p-8).choose(LAST, range(0.25, 8, 0, 0), true);
    assertThat(narrow.dropped() - wide.dropped()).isEqualTo(4);
    assertThat(wide.bits() - narrow.bits()).isEqualTo(4);
    assertThat(guarded.dropped()).isZero();
    double scale = LAST.circuit().output().scale();
    assertThat(narrow.limit(PROGRAM.parameters(), scale)).isGreaterThan(0.125);
  }

  @Test
  void aCoarseCopyIsKeptAndTellsHowManyBitsAreDropped() {
    ReplyForm form = planner(0x1p-8).choose(LAST, range(4, 8, 6, 5), true);
    assertThat(form.coarseBits()).isEqualTo(6);
    assertThat(form.dropped()).isEqualTo(5);
  }

  @Test
  void whatWouldHardlyBeSmallerComesBackWhole() {
    ReplyForm form = planner(0x1p-40).choose(FIRST, range(1, 0, 0, 0), false);
    assertThat(form).isEqualTo(ReplyForm.whole());
  }
}
