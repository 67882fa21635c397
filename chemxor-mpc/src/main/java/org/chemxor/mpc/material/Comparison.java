package org.chemxor.mpc.material;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.mpc.compile.Step;

/**
 * A masked bit of a step: of an opened number {@code z + r} and its mask r, a window of bits is
 * compared. A sign is the comparison together with both numbers' bits above the window; a borrow is
 * whether the dropped bits of the mask exceed the opened ones.
 *
 * @param low lowest bit of the window
 * @param bits length of the window
 * @param sign whether it is a sign; otherwise a borrow
 */
public record Comparison(int low, int bits, boolean sign) {
  /** The comparisons of a step, in order. */
  public static List<Comparison> of(Step step, boolean exact) {
    List<Comparison> comparisons = new ArrayList<>();
    if (step.kind() == Step.Kind.RECTIFY) {
      comparisons.add(new Comparison(step.low(), step.bits(), true));
    }
    if (step.comparesDroppedBits(exact)) {
      comparisons.add(new Comparison(0, step.shift(), false));
    }
    return comparisons;
  }

  /** The window of a number: what is compared. */
  public long window(long number) {
    return number >>> low & (1L << bits) - 1;
  }

  /** The bit of the mask that belongs to the result. */
  long secretBit(long mask) {
    return sign ? mask >>> (low + bits) & 1 : 0;
  }

  /** The bit of the opened number that belongs to the result. */
  public long publicBit(long opened) {
    return sign ? opened >>> (low + bits) & 1 : 1;
  }
}
