package org.chemxor.fhe.compile;

import org.chemxor.ckks.CkksParameters;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.graph.Activation;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.program.Plan;

/**
 * One level for a square and the linear map after it, for networks of a map, a square and a map in
 * a single round. The square is not rescaled: its result has the scale {@code s^2} of operands of
 * scale s, and its product with weights of scale w is divided by one prime q that is larger than
 * the others, so that {@code s^2 w / q} is the usual scale. Two primes of the scale's size become
 * one of {@value #EXTRA_BITS} bits more, and every key switch has a row less.
 *
 * <p>The price is that weights have {@value #WEIGHT_BITS} bits, and operands a scale that is a
 * little smaller than usual.
 */
final class JoinedLevel {
  /** What the prime has more than the scale. */
  static final int EXTRA_BITS = 20;

  /** log2 of the scale of the weights. */
  static final int WEIGHT_BITS = 24;

  /** log2 of what operands lack of the usual scale: s^2 w = scale q. */
  static final int OPERAND_BITS = (WEIGHT_BITS - EXTRA_BITS) / 2;

  /** Index of the prime, and of the value that is squared. */
  private static final int LEVEL = 1;

  private JoinedLevel() {}

  /** Whether a network has this form, and the plan asks for one molecule in one round. */
  static boolean suits(StageGraph graph, Plan plan) {
    return plan.kind() == Plan.Kind.SINGLE_ROUND
        && graph.stages().size() == 2
        && graph.stages().get(0).activation() instanceof Activation.Square
        && graph.stages().get(1).activation() instanceof Activation.Identity
        && graph.isOnlyReaderOfPrevious(1)
        && graph.stages().get(0).map().windows() == 1;
  }

  /**
   * What the rounding of the weights adds to the outputs, five standard deviations: each slot of a
   * weight's plaintext is off by {@code sqrt(N / 12)}.
   */
  static double largestWeightError(int degree, StageGraph graph, Plan plan) {
    ValueRange squares = Magnitudes.typicalRanges(graph, plan).get(LEVEL);
    double norm = Math.hypot(squares.norm(), squares.centre() * Math.sqrt(graph.valueSize(LEVEL)));
    return Math.scalb(5 * Math.sqrt(degree / 12.0) * norm, -WEIGHT_BITS);
  }

  /** The scale of what is squared. */
  static double operandScale(CkksParameters parameters) {
    double scale =
        Math.sqrt(Math.scalb(parameters.scale() * parameters.dataPrime(LEVEL), -WEIGHT_BITS));
    return Math.min(parameters.scale(), scale);
  }
}
