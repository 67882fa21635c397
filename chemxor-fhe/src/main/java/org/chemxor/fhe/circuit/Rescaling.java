package org.chemxor.fhe.circuit;

import java.util.List;
import org.chemxor.fhe.graph.Activation;
import org.chemxor.fhe.graph.Stage;

/** After which linear maps of a batch circuit a level is spent; after activations it always is. */
public enum Rescaling {
  /** After all of them: most precise, most primes. */
  EVERY_MAP,

  /**
   * After those that are neither the first nor the last: the first has fresh operands, which have
   * little noise and may have a small scale, and sums that end the circuit need no smaller scale.
   */
  INNER_MAPS,

  /**
   * After nothing at all, activations included: for a linear map, a square and a linear map, whose
   * sums of products have room for their whole scale. Squares are summed up with three polynomials
   * and only the sums relinearised.
   */
  NOTHING;

  /** Whether stages are what {@link #NOTHING} is for; maps and squares may be stages apart. */
  public static boolean isSumOfSquares(List<Stage> stages) {
    List<Stage> maps = stages.stream().filter(stage -> !stage.map().isIdentity()).toList();
    List<Stage> squares = stages.stream().filter(stage -> stage.activation().depth() > 0).toList();
    Stage last = stages.get(stages.size() - 1);
    return maps.size() == 2
        && squares.size() == 1
        && squares.get(0).activation() instanceof Activation.Square
        && !stages.get(0).map().isIdentity()
        && !last.map().isIdentity()
        && last.activation().depth() == 0
        && stages.size() <= 3;
  }

  /**
   * Levels that one of consecutive stages takes.
   *
   * @param stages of one circuit, in order
   */
  public int depth(List<Stage> stages, int index) {
    return this == NOTHING
        ? 0
        : (rescales(stages, index) ? 1 : 0) + stages.get(index).activation().depth();
  }

  /** Whether a level is spent after the linear map of one of consecutive stages. */
  boolean rescales(List<Stage> stages, int index) {
    Stage stage = stages.get(index);
    boolean isLast = index == stages.size() - 1 && stage.activation().depth() == 0;
    return !stage.map().isIdentity()
        && (this == EVERY_MAP || (this == INNER_MAPS && index > 0 && !isLast));
  }
}
