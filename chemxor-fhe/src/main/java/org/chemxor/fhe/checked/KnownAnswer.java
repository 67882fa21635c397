package org.chemxor.fhe.checked;

import java.util.List;

/**
 * A question whose answer the client trusts: computed by itself, or accepted earlier. Whoever
 * evaluates must not know which questions these are, so take them from many.
 *
 * @param question what to ask
 * @param answer the outputs it must get
 */
public record KnownAnswer<T>(T question, List<Double> answer) {
  /** Copies the list. */
  public KnownAnswer {
    answer = List.copyOf(answer);
  }

  /** Nothing of the question, which may be a secret. */
  @Override
  public String toString() {
    return "KnownAnswer[" + answer.size() + " outputs]";
  }
}
