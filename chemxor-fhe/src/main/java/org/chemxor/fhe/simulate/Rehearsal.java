package org.chemxor.fhe.simulate;

import java.util.Arrays;
import java.util.List;
import org.chemxor.fhe.exchange.ConstantReply;
import org.chemxor.fhe.exchange.ReplySlots;
import org.chemxor.fhe.exchange.RoundValues;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.guard.Wraparound;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.packing.SlotLayout;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.RoundOutline;

/**
 * Runs an {@link EncryptedProgram} in the clear with every check that a client makes, but without
 * noise and packing: a thousand times faster than {@link Simulation}. It tells which inputs a
 * client would refuse, and shows what wraps around. Belongs to the model owner. Thread-safe.
 */
public final class Rehearsal {
  private final EncryptedProgram program;
  private final StageGraph graph;

  /**
   * @param program what to run
   */
  public Rehearsal(EncryptedProgram program) {
    this.program = program;
    this.graph = program.graph();
  }

  /**
   * What a client would read.
   *
   * @param input in {@code [channels, height, width]} order
   * @throws org.chemxor.fhe.domain.OutsideDomainException when the client refuses the input before
   *     it encrypts it
   * @throws org.chemxor.core.InvalidInputException when it refuses a reply
   */
  public double[] evaluate(double[] input) {
    RoundValues relay = new RoundValues(program.outline(), new double[][] {input});
    for (RoundOutline round : program.outline().rounds()) {
      double[] roots =
          round.sources().stream().flatMapToDouble(v -> Arrays.stream(relay.value(v)[0])).toArray();
      double[] computed = compute(relay.round(), roots);
      relay.acceptFeatures(new double[][] {received(round, computed, relay.round())});
    }
    return relay.outputs(0);
  }

  /**
   * The stages up to the one whose value the round returns, from the one that reads its sources.
   */
  private double[] compute(int round, double[] roots) {
    List<RoundOutline> rounds = program.outline().rounds();
    int first = round == 0 ? 0 : rounds.get(round - 1).produces();
    int last = rounds.get(round).produces();
    List<Stage> stages = graph.stages().subList(first, last);
    double[][] values = new double[graph.stages().size() + 1][];
    for (int i = 0; i < stages.size(); i++) {
      double[] sources = i == 0 ? roots : gather(stages.get(i), values);
      values[first + i + 1] = stages.get(i).apply(sources);
    }
    return values[last];
  }

  private static double[] gather(Stage stage, double[][] values) {
    return stage.sources().stream().flatMapToDouble(v -> Arrays.stream(values[v])).toArray();
  }

  private double[] received(RoundOutline round, double[] computed, int number) {
    double scale = round.reply().scale();
    ReplyForm form = round.form();
    double limit = form.limit(program.parameters(), scale);
    if (form.isConstant()) {
      double copy = form.coarse().map(coarse -> computed[0] / coarse.factor()).orElse(0.0);
      return new double[] {ConstantReply.wrapped(computed[0], copy, form, limit, number)};
    }
    double modulus = Math.pow(2, program.parameters().logQ(round.reply().level())) / scale;
    if (round.output() instanceof SlotLayout layout) {
      double[][] slots = layout.pack(computed);
      for (int c = 0; c < slots.length; c++) {
        double[] all = slots[c];
        form.coarse().ifPresent(coarse -> coarse.addTo(all, layout.period()));
        double[][] complex = Wraparound.of(slots[c], modulus);
        ReplySlots.requireReal(complex, number);
        slots[c] = ReplySlots.withoutCopy(complex[0], form, layout, limit, number);
      }
      return layout.unpack(slots);
    }
    // A batch whose slots all hold this molecule: the mean of the slots is its value.
    return Arrays.stream(computed).map(v -> Math.IEEEremainder(v, modulus)).toArray();
  }
}
