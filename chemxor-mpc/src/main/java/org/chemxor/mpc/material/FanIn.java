package org.chemxor.mpc.material;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * The merger of neighbouring nodes of a {@link DigitTree} in one round: with node {@code size - 1}
 * the highest, {@code g = g_{size-1} xor e_{size-1} g_{size-2} xor ... xor e_{size-1} ... e_1 g_0}
 * and {@code e = e_{size-1} ... e_0}. Every variable is opened under a mask, and the dealer shares
 * the products of the masks: a product of opened variables is linear in those (Ohata and Nuida,
 * Financial Cryptography 2020; Patra et al., ABY2.0, USENIX Security 2021).
 *
 * <p>Sets of variables are bits of an int: bit i is {@code e_i}, bit {@code size + j} is {@code
 * g_j}.
 *
 * @param size nodes that merge, at least 2
 * @param lowest whether they are the number's lowest: nobody needs their e then
 */
public record FanIn(int size, boolean lowest) {

  /** The variables that are opened, as indices of bits. */
  public int[] variables() {
    int set = term(0) | (lowest ? 0 : all());
    for (int j = 1; j < size - 1; j++) {
      set |= term(j);
    }
    return members(set);
  }

  /** The variables whose product is the result's e. */
  public int all() {
    return (1 << size) - 1;
  }

  /**
   * The variables whose product is the part of the result's g that node j, not the highest, has.
   */
  public int term(int j) {
    return all() >>> (j + 1) << (j + 1) | 1 << (size + j);
  }

  /** The products of masks that are shared: all sets of two or more within a term or e. */
  public int[] products() {
    TreeSet<Integer> sets = new TreeSet<>();
    for (int j = 0; j < size - 1; j++) {
      addSubsets(term(j), sets);
    }
    if (!lowest) {
      addSubsets(all(), sets);
    }
    return sets.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void addSubsets(int set, TreeSet<Integer> sets) {
    for (int subset = set; subset > 0; subset = (subset - 1) & set) {
      if (Integer.bitCount(subset) > 1) {
        sets.add(subset);
      }
    }
  }

  /** The indices of a set's bits, ascending. */
  public static int[] members(int set) {
    int[] members = new int[Integer.bitCount(set)];
    int at = 0;
    for (int rest = set; rest != 0; rest &= rest - 1) {
      members[at++] = Integer.numberOfTrailingZeros(rest);
    }
    return members;
  }

  /**
   * Where the masks of a set of variables and the products of its subsets are, in an array that
   * holds the masks of {@link #variables()} and then {@link #products()}.
   *
   * @return of every subset but the empty one its place; bit i of an index is the set's i-th member
   */
  public int[] places(int set) {
    int[] members = members(set);
    int[] variables = variables();
    int[] products = products();
    int[] places = new int[1 << members.length];
    for (int subset = 1; subset < places.length; subset++) {
      int mask = 0;
      for (int i : members(subset)) {
        mask |= 1 << members[i];
      }
      places[subset] =
          Integer.bitCount(mask) == 1
              ? Arrays.binarySearch(variables, Integer.numberOfTrailingZeros(mask))
              : variables.length + Arrays.binarySearch(products, mask);
    }
    return places;
  }
}
