package org.chemxor.fhe;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.Parallelism;
import org.chemxor.core.Network;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.compile.UnfitPlanException;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;

/**
 * OlindaNetOne wrapped for encrypted evaluation: conv 1-32 (3x3, stride 3), 32-32, 32-64, 64-64
 * (3x3); linear 1024-1024-512-256-out, a quadratic after every layer but the last. Partitioned
 * unless another plan is given.
 */
public final class FheOlindaNetOne extends FheModel {
  private FheOlindaNetOne(EncryptedProgram program, CkksEngine engine, Parallelism parallelism) {
    super(program, engine, parallelism);
  }

  /**
   * Wraps a network by the partitioned plan.
   *
   * @throws org.chemxor.core.InvalidInputException when it is not an OlindaNetOne
   */
  public static FheOlindaNetOne wrap(Network network) {
    return wrap(network, Plan.partitioned(), CkksEngine.load(), Parallelism.sequential());
  }

  /**
   * Wraps a network for a single round: the client learns the output and nothing else.
   *
   * @throws org.chemxor.core.InvalidInputException when it is not an OlindaNetOne
   * @throws UnfitPlanException when the precision cannot be reached
   */
  public static FheOlindaNetOne singleRound(Network network) {
    return wrap(network, Plan.singleRound(), CkksEngine.load(), Parallelism.sequential());
  }

  /**
   * Wraps a network for many molecules in one request; see {@link FheModel#evaluateBatch}.
   *
   * @param size the most molecules in a request
   * @throws org.chemxor.core.InvalidInputException when it is not an OlindaNetOne
   * @throws UnfitPlanException when the precision cannot be reached
   */
  public static FheOlindaNetOne batch(Network network, int size) {
    return wrap(network, Plan.batch(size), CkksEngine.load(), Parallelism.sequential());
  }

  /**
   * Wraps a network.
   *
   * @param network an OlindaNetOne with any number of outputs
   * @param plan how to evaluate it
   * @param engine what computes
   * @param parallelism where the evaluator may run independent parts of one request
   * @throws org.chemxor.core.InvalidInputException when it is not an OlindaNetOne
   */
  public static FheOlindaNetOne wrap(
      Network network, Plan plan, CkksEngine engine, Parallelism parallelism) {
    OlindaShape.ONE.check(network);
    return new FheOlindaNetOne(ProgramCompiler.compile(network, plan, engine), engine, parallelism);
  }
}
