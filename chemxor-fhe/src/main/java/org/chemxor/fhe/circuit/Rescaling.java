package org.chemxor.fhe.circuit;

import java.util.List;
import org.chemxor.fhe.graph.Stage;

/** After which linear maps of a batch circuit a level is spent; after activations it always is. */
public enum Rescaling {
  /** After all of them: most precise, most primes. */
  EVERY_MAP,

  /**
   * After those that are neither the first nor the last: the first has fresh operands, which have
   * little noise and may have a small scale, and sums that end the circuit need no smaller scale.
   */
  INNER_MAPS;

  /**
   * Levels that one of consecutive stages takes.
   *
   * @param stages of one circuit, in order
   */
  public int depth(List<Stage> stages, int index) {
    return (rescales(stages, index) ? 1 : 0) + stages.get(index).activation().depth();
  }

  /** Whether a level is spent after the linear map of one of consecutive stages. */
  boolean rescales(List<Stage> stages, int index) {
    Stage stage = stages.get(index);
    boolean isLast = index == stages.size() - 1 && stage.activation().depth() == 0;
    return !stage.map().isIdentity() && (this == EVERY_MAP || (index > 0 && !isLast));
  }
}
