package org.chemxor.mpc.protocol;

import java.util.Arrays;
import org.chemxor.mpc.material.AndTree;
import org.chemxor.mpc.material.Comparison;
import org.chemxor.mpc.material.Streams;
import org.chemxor.mpc.random.AesCtrStream;
import org.chemxor.mpc.sharing.Longs;

/**
 * Comparisons by a tree of AND gates on XOR shares (Goldreich, Micali and Wigderson, STOC 1987,
 * with Beaver's products), 64 comparisons to a long. The opened number is public, so the leaves
 * cost nothing; see {@link AndTree}.
 */
final class TreeComparison {
  private final PartyContext context;
  private final int tag;
  private final AndTree tree;
  private final AesCtrStream drawn;
  private final boolean second;
  private int words;
  private long[] record = new long[0];
  private int at;

  TreeComparison(PartyContext context, int gate, int step, int c, Comparison comparison) {
    this.context = context;
    this.tag = PartyContext.tag(gate, step, PartyContext.Message.TREE);
    this.tree = new AndTree(comparison.bits());
    this.drawn = context.seed().stream(Streams.number(gate, step, c, Streams.Purpose.TREE));
    this.second = context.party() == 1;
  }

  /**
   * XOR shares of {@code [secret <= x]}.
   *
   * @param x opened windows, padded to a multiple of 64
   */
  long[] evaluate(long[] x) {
    words = x.length / Long.SIZE;
    if (second) {
      byte[] bytes = context.source().next(Long.BYTES * words * tree.dealerBits());
      record = Longs.fromBytes(bytes);
      Arrays.fill(bytes, (byte) 0);
    }
    int bits = tree.bits();
    long[][] greater = new long[bits][];
    long[][] equal = new long[bits][];
    leaves(x, greater, equal);
    for (int width = bits; width > 1; width = AndTree.next(width)) {
      merge(greater, equal, width);
    }
    long[] result = greater[0];
    if (second) {
      // [secret <= x] is the complement of [secret > x].
      for (int w = 0; w < words; w++) {
        result[w] = ~result[w];
      }
    }
    Arrays.fill(record, 0);
    return result;
  }

  private void leaves(long[] x, long[][] greater, long[][] equal) {
    int bits = tree.bits();
    long[] secret = second ? Arrays.copyOf(record, words * bits) : drawn.longs(words * bits);
    at = words * bits;
    for (int bit = 0; bit < bits; bit++) {
      greater[bit] = new long[words];
      equal[bit] = new long[words];
      for (int w = 0; w < words; w++) {
        long open = 0;
        for (int i = 0; i < Long.SIZE; i++) {
          open |= (x[w * Long.SIZE + i] >>> bit & 1) << i;
        }
        long share = secret[bit * words + w];
        greater[bit][w] = share & ~open;
        equal[bit][w] = second ? share ^ ~open : share;
      }
    }
    Arrays.fill(secret, 0);
  }

  /** Merges neighbours: one round of traffic. */
  private void merge(long[][] greater, long[][] equal, int width) {
    int merges = width / 2;
    long[][] factors = new long[merges][];
    long[][] products = new long[merges][];
    int parts = 0;
    for (int node = 0; node < merges; node++) {
      int ands = AndTree.ands(node);
      factors[node] = drawn.longs(words * (1 + ands));
      products[node] = second ? take(words * ands) : drawn.longs(words * ands);
      parts += 1 + ands;
    }
    long[] masked = new long[words * parts];
    int p = 0;
    for (int node = 0; node < merges; node++) {
      mask(equal[2 * node + 1], factors[node], 0, masked, p++);
      mask(greater[2 * node], factors[node], 1, masked, p++);
      if (AndTree.ands(node) == 2) {
        mask(equal[2 * node], factors[node], 2, masked, p++);
      }
    }
    exchange(masked);
    p = 0;
    for (int node = 0; node < merges; node++) {
      long[] high = greater[2 * node + 1];
      long[] carried = and(factors[node], products[node], 0, masked, p);
      for (int w = 0; w < words; w++) {
        carried[w] ^= high[w];
      }
      greater[node] = carried;
      if (AndTree.ands(node) == 2) {
        equal[node] = and(factors[node], products[node], 1, masked, p);
      }
      p += 1 + AndTree.ands(node);
    }
    if (width % 2 == 1) {
      greater[merges] = greater[width - 1];
      equal[merges] = equal[width - 1];
    }
  }

  private long[] take(int count) {
    long[] part = Arrays.copyOfRange(record, at, at + count);
    at += count;
    return part;
  }

  private void mask(long[] value, long[] factors, int factor, long[] masked, int part) {
    for (int w = 0; w < words; w++) {
      masked[part * words + w] = value[w] ^ factors[factor * words + w];
    }
  }

  private void exchange(long[] masked) {
    context.peer().send(tag, Longs.toBytes(masked));
    long[] others = Longs.fromBytes(context.peer().receive(tag, masked.length * Long.BYTES));
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= others[i];
    }
  }

  /** Beaver: with d = u ^ a and e = v ^ b opened, u & v = a & b ^ d & b ^ e & a ^ d & e. */
  private long[] and(long[] factors, long[] products, int k, long[] opened, int part) {
    long[] out = new long[words];
    for (int w = 0; w < words; w++) {
      long d = opened[part * words + w];
      long e = opened[(part + 1 + k) * words + w];
      long share = products[k * words + w] ^ (d & factors[(1 + k) * words + w]) ^ (e & factors[w]);
      out[w] = second ? share ^ (d & e) : share;
    }
    return out;
  }
}
