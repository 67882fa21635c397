package org.chemxor.ckks.spi;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.chemxor.ckks.CkksException;

/**
 * The automorphisms {@code X -> X^g} of {@code Z[X]/(X^N + 1)}, g odd modulo 2N, numbered as in
 * Microsoft SEAL: 3 rotates the slots left by one, 2N - 1 conjugates them.
 *
 * @param degree N, a power of two
 */
public record GaloisGroup(int degree) {

  /** The element of a rotation left by {@code steps}: 3^steps mod 2N; 1 changes nothing. */
  public int rotation(int steps) {
    int mask = 2 * degree - 1;
    int element = 1;
    int square = 3;
    for (int i = Math.floorMod(steps, degree / 2); i > 0; i >>= 1) {
      // Products of odd numbers modulo a power of two: what an int leaves out does not matter.
      element = (i & 1) == 1 ? element * square & mask : element;
      square = square * square & mask;
    }
    return element;
  }

  /** The element of complex conjugation: 2N - 1. */
  public int conjugation() {
    return 2 * degree - 1;
  }

  /** The inverse of an element modulo 2N. */
  public int inverse(int element) {
    // Newton's iteration modulo a power of two: each step doubles the number of correct bits.
    int inverse = element;
    for (int i = 0; i < 5; i++) {
      inverse *= 2 - element * inverse;
    }
    return inverse & (2 * degree - 1);
  }

  /**
   * The elements that need keys for some rotations, ascending, without 1.
   *
   * @param steps each more than -N/2 and less than N/2
   * @throws CkksException when one is outside
   */
  public SortedSet<Integer> rotations(Collection<Integer> steps) {
    int slots = degree / 2;
    SortedSet<Integer> elements = new TreeSet<>();
    for (int step : steps) {
      if (step <= -slots || step >= slots) {
        throw new CkksException(
            "rotation by " + step + " is outside -" + (slots - 1) + " ... " + (slots - 1));
      }
      elements.add(rotation(step));
    }
    elements.remove(1);
    return elements;
  }
}
