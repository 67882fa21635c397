package org.chemxor.mpc.material;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of a comparison by tables of digits. Of a secret and a public number, every digit gives
 * two bits: whether the secret's is greater (g) and whether both are equal (e). Both are looked up
 * in a shared unit vector, the secret digit's: the share of e is an element of it, that of g a sum
 * of elements. The last element is not sent: all of them add up to 1. Groups of neighbours then
 * merge in one round of traffic each; see {@link FanIn}.
 *
 * @param bits length of the numbers, at least 1
 */
public record DigitTree(int bits) {
  /** Longest digit. */
  public static final int MAX_WIDTH = 4;

  private static final int MAX_GROUP = 6;

  /** Number of digits. */
  public int digits() {
    return (bits + MAX_WIDTH - 1) / MAX_WIDTH;
  }

  /** Bits of a digit, the lowest being digit 0: 1 to {@link #MAX_WIDTH}. */
  public int width(int digit) {
    return bits / digits() + (digit < bits % digits() ? 1 : 0);
  }

  /** Elements of all digits' tables that are sent. */
  public int tableBits() {
    int sum = 0;
    for (int digit = 0; digit < digits(); digit++) {
      sum += (1 << width(digit)) - 1;
    }
    return sum;
  }

  /** How many of {@code nodes} nodes, at least 2, merge into each of the next level's. */
  public static List<FanIn> groups(int nodes) {
    int count = (nodes + MAX_GROUP - 1) / MAX_GROUP;
    List<FanIn> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(new FanIn(nodes / count + (i < nodes % count ? 1 : 0), i == 0));
    }
    return groups;
  }

  /** The groups of every level, each of which is a round of traffic. */
  public List<List<FanIn>> levels() {
    List<List<FanIn>> levels = new ArrayList<>();
    for (int nodes = digits(); nodes > 1; nodes = levels.get(levels.size() - 1).size()) {
      levels.add(groups(nodes));
    }
    return levels;
  }

  /** Bits that the dealer sends to the model owner for each comparison. */
  public int dealerBits() {
    return tableBits()
        + levels().stream().flatMap(List::stream).mapToInt(fan -> fan.products().length).sum();
  }

  /** Bits that each party sends to the other one for each comparison, in all rounds. */
  public int openedBits() {
    return levels().stream().flatMap(List::stream).mapToInt(fan -> fan.variables().length).sum();
  }
}
