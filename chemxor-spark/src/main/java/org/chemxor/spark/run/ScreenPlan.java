package org.chemxor.spark.run;

import java.io.Serializable;
import java.util.Optional;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.UnfitPlanException;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.program.Plan;
import org.chemxor.service.protocol.Digests;
import org.chemxor.spark.files.Screen;

/**
 * The plans that a screening may follow, by what must be told to compile one anew.
 *
 * @param samples most molecules of a batch
 * @param isPartitioned whether the client may have to take part in between; else a single round
 */
public record ScreenPlan(int samples, boolean isPartitioned) implements Serializable {
  private static final int MOST_SAMPLES = 16384;

  /** The plan, at the standard security and precision. */
  public Plan plan() {
    return isPartitioned ? Plan.batch(samples) : Plan.singleRound().withBatch(samples);
  }

  /** Compiles a network; requests are evaluated on the thread that asks. */
  FheModel model(Network network) {
    return FheModel.wrap(network, plan(), CkksEngine.load(), Parallelism.sequential());
  }

  /**
   * A network compiled by the plan that makes the client's program of it.
   *
   * @param plan the plan
   * @param model the program; whoever has it closes it
   */
  record Compiled(ScreenPlan plan, FheModel model) {}

  /**
   * The plan by which a network becomes the program that a client's requests are for.
   *
   * @throws InvalidInputException when none of them does: the requests are for another model, or
   *     for another release
   */
  static Compiled matching(Network network, Screen screen) {
    if (screen.samples() > MOST_SAMPLES) {
      throw new InvalidInputException(
          "the requests hold batches of "
              + screen.samples()
              + " molecules, no plan has more than "
              + MOST_SAMPLES);
    }
    for (boolean isPartitioned : new boolean[] {true, false}) {
      Optional<Compiled> compiled = new ScreenPlan(screen.samples(), isPartitioned).of(network);
      if (compiled.isPresent()) {
        FheModel model = compiled.get().model();
        if (Digests.hex(model.program().outline().id().toBytes()).equals(screen.program())) {
          return compiled.get();
        }
        model.close();
      }
    }
    throw new InvalidInputException(
        "the requests were made for program "
            + screen.program()
            + ", which is not this model's by any batch plan of this release: use the model whose"
            + " program the client was given, and the same release on both sides");
  }

  /** Empty when the network does not fit the plan: then it is not the one the client was told. */
  private Optional<Compiled> of(Network network) {
    try {
      return Optional.of(new Compiled(this, model(network)));
    } catch (UnfitPlanException e) {
      return Optional.empty();
    }
  }
}
