package org.chemxor.fhe.circuit;

import java.util.List;

/**
 * The rotations an operation makes.
 *
 * @param level where they happen: what one costs depends on it
 * @param ladders sets of rotations of one vector each, which can share work
 * @param single rotations one after the other, a step as often as it is made
 */
public record RotationDemand(int level, List<List<Integer>> ladders, List<Integer> single) {
  /** No rotation. */
  public static final RotationDemand NONE = new RotationDemand(0, List.of(), List.of());

  /** Copies the lists. */
  public RotationDemand {
    ladders = ladders.stream().map(List::copyOf).toList();
    single = List.copyOf(single);
  }
}
