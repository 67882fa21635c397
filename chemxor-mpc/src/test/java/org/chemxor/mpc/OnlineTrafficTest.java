package org.chemxor.mpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.chemxor.core.Network;
import org.chemxor.mpc.channel.Address;
import org.chemxor.mpc.compile.Comparator;
import org.chemxor.mpc.compile.CompiledModel;
import org.chemxor.mpc.compile.Gate;
import org.chemxor.mpc.compile.NetworkCompiler;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.compile.PlanOptions;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.emulate.Calibration;
import org.chemxor.mpc.fss.ComparisonShape;
import org.chemxor.mpc.material.Comparison;
import org.chemxor.mpc.material.DigitTree;
import org.chemxor.mpc.material.RecordLengths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many bytes go between the parties: as many as the formula says. */
class OnlineTrafficTest {
  private static final Address ANY = new Address("127.0.0.1", 0);
  private static final int HEADER = 40;
  private static final int REQUEST = HEADER + Integer.BYTES + 1;

  private final RandomNets nets = new RandomNets(20261129);

  /**
   * Each input of convolutions once, one element a number; for every ReLU, maximum or truncation an
   * element each way and, where there is a comparison, a bit each way and the masked variables of
   * its tables; the output; a header for each frame.
   */
  private static long formula(Plan plan, int batch, boolean prepared) {
    int element = plan.ring().elementBytes();
    long bytes = (long) REQUEST + (prepared ? 2L * HEADER : 0L);
    for (int i = 0; i < plan.gates().size(); i++) {
      Gate gate = plan.gates().get(i);
      if (gate instanceof Gate.Affine affine && plan.firstAffineUse(affine.input()) == i) {
        bytes += HEADER + (long) batch * gate.inputSize() * element;
      }
      for (Step step : gate.steps()) {
        int numbers = step.count() * batch;
        int comparisons = Comparison.of(step, plan.exact()).size();
        long bits = (long) comparisons * ComparisonShape.padded(numbers) / Byte.SIZE;
        bytes += 2 * (HEADER + (long) numbers * element);
        bytes += comparisons == 0 ? 0 : 2 * (HEADER + bits);
        if (!plan.comparator().takesKeys(step.count())) {
          for (Comparison comparison : Comparison.of(step, plan.exact())) {
            DigitTree tree = new DigitTree(comparison.bits());
            long opened = (long) ComparisonShape.padded(numbers) / Byte.SIZE * tree.openedBits();
            bytes += 2 * (tree.levels().size() * (long) HEADER + opened);
          }
        }
      }
    }
    return bytes + HEADER + (long) batch * plan.outputSize() * element;
  }

  private static List<double[]> predict(DataOwner data, List<double[]> samples, boolean prepare) {
    if (prepare) {
      data.prepare(samples.size());
    }
    return data.predict(samples);
  }

  private List<double[]> samples(Network network, int count) {
    return Stream.generate(() -> nets.sample(network.inputShape())).limit(count).toList();
  }

  /** Predicts over TCP, checks bytes, and gives the largest difference of logits. */
  private static double check(CompiledModel model, Network network, List<double[]> samples)
      throws Exception {
    double largest = 0;
    double squares = 0;
    try (Dealer dealer = Dealer.listen(ANY, MpcSettings.DEFAULT);
        ModelOwner owner =
            ModelOwner.listen(
                model, ANY, new Address("127.0.0.1", dealer.port()), MpcSettings.DEFAULT);
        DataOwner data =
            DataOwner.connect(
                new Address("127.0.0.1", owner.port()),
                new Address("127.0.0.1", dealer.port()),
                MpcSettings.DEFAULT);
        Backend plain = Backend.floatingPoint(network)) {
      List<double[]> expected = plain.evaluate(samples);
      for (boolean prepare : new boolean[] {true, false}) {
        RunReport before = data.report();
        List<double[]> actual = predict(data, samples, prepare);
        assertThat(data.report().minus(before).onlineBytes())
            .isEqualTo(formula(model.plan(), samples.size(), prepare));
        for (int i = 0; i < samples.size(); i++) {
          for (int k = 0; k < actual.get(i).length; k++) {
            squares += expected.get(i)[k] * expected.get(i)[k];
            largest = Math.max(largest, Math.abs(actual.get(i)[k] - expected.get(i)[k]));
          }
        }
      }
    }
    double size = Math.sqrt(squares / (2 * samples.size() * network.outputShape().size()));
    assertThat(size).as("logits' root mean square").isBetween(0.1, 100.0);
    return largest;
  }

  @Test
  void isWhatTheFormulaSays() throws Exception {
    for (PlanOptions options :
        List.of(
            PlanOptions.DEFAULT,
            PlanOptions.DEFAULT.withExact(true),
            PlanOptions.DEFAULT.withComparator(Comparator.FUNCTION_SHARING))) {
      Network network = nets.resNet18(32, 4, 10);
      CompiledModel model = Calibration.compile(network, options, samples(network, 2));
      assertThat(check(model, network, samples(network, 3))).isLessThan(0.01);
    }
  }

  @Test
  void anImageOfResNet18TakesAtMost45MegabytesAnd100FromTheDealer() {
    CompiledModel model =
        NetworkCompiler.compile(nets.resNet18(224, 64, 1000), PlanOptions.DEFAULT);
    assertThat(formula(model.plan(), 1, true)).isBetween(38_000_000L, 45_000_000L);
    assertThat(RecordLengths.bytes(model.plan(), 1, 0)).isZero();
    assertThat(RecordLengths.bytes(model.plan(), 1, 1)).isBetween(90_000_000L, 100_000_000L);
  }

  /** ResNet-18 at its real size with random weights: bytes, and logits within 0.01. */
  @Test
  @Tag("slow")
  void resNet18At224IsWithinAHundredthOfFloatingPoint() throws Exception {
    Network network = nets.resNet18(224, 64, 1000);
    CompiledModel model = Calibration.compile(network, PlanOptions.DEFAULT, samples(network, 2));
    assertThat(check(model, network, samples(network, 1))).isLessThan(0.01);
  }
}
