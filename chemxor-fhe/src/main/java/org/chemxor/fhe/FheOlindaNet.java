package org.chemxor.fhe;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Network;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.fhe.program.Plan;

/**
 * Wraps the three OlindaNets for encrypted evaluation, with parameters tuned for them: {@link
 * FheModel#wrap} for whoever wants to be told when a network is none of them. They are recognised
 * by their layers; the number of outputs, weights and coefficients of the quadratics may be any.
 */
public final class FheOlindaNet {
  private FheOlindaNet() {}

  /**
   * Wraps a network by the partitioned plan.
   *
   * @throws InvalidInputException when it is not an OlindaNet
   */
  public static FheModel wrap(Network network) {
    return wrap(network, Plan.partitioned());
  }

  /**
   * Wraps a network for a single round: the client learns the output and nothing else.
   *
   * @throws InvalidInputException when it is not an OlindaNet
   * @throws org.chemxor.core.UnfitPlanException when the precision cannot be reached
   */
  public static FheModel singleRound(Network network) {
    return wrap(network, Plan.singleRound());
  }

  /**
   * Wraps a network for many molecules in one request; see {@link FheModel#evaluateBatch}.
   *
   * @param size the most molecules in a request
   * @throws InvalidInputException when it is not an OlindaNet
   * @throws org.chemxor.core.UnfitPlanException when the precision cannot be reached
   */
  public static FheModel batch(Network network, int size) {
    return wrap(network, Plan.batch(size));
  }

  /**
   * Wraps a network on the best engine there is.
   *
   * @throws InvalidInputException when it is not an OlindaNet
   * @throws org.chemxor.core.UnfitPlanException when the precision cannot be reached
   */
  public static FheModel wrap(Network network, Plan plan) {
    return wrap(network, plan, CkksEngine.load(), Parallelism.sequential());
  }

  /**
   * Wraps a network.
   *
   * @param network an OlindaNet with any number of outputs
   * @param plan how to evaluate it
   * @param engine what computes
   * @param parallelism where the evaluator may run independent parts of one request
   * @throws InvalidInputException when it is not an OlindaNet
   * @throws org.chemxor.core.UnfitPlanException when the precision cannot be reached
   */
  public static FheModel wrap(
      Network network, Plan plan, CkksEngine engine, Parallelism parallelism) {
    if (OlindaNet.of(network).isEmpty()) {
      throw new InvalidInputException(
          "the layers of "
              + network
              + " are not those of OlindaNetZero, OlindaNet or OlindaNetOne (kernels of 3x3 without"
              + " padding, a quadratic after every layer but the last): use FheModel.wrap for other"
              + " networks");
    }
    return FheModel.wrap(network, plan, engine, parallelism);
  }
}
