package org.chemxor.mpc.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.mpc.material.Comparison;
import org.chemxor.mpc.material.DigitTree;
import org.chemxor.mpc.material.FanIn;
import org.chemxor.mpc.material.Streams;
import org.chemxor.mpc.random.AesCtrStream;
import org.chemxor.mpc.sharing.BitPlanes;
import org.chemxor.mpc.sharing.Longs;

/**
 * Comparisons by one-time truth tables of digits (Ishai et al., TCC 2013), merged by products of
 * several factors; see {@link DigitTree}. The opened number is public, so looking up costs no
 * traffic. 64 comparisons go to a long.
 */
public final class TableComparison {
  private final PartyContext context;
  private final int tag;
  private final DigitTree tree;
  private final AesCtrStream drawn;
  private final boolean second;
  private int words;
  private long[] record = new long[0];
  private int at;

  /**
   * One comparison of a step.
   *
   * @param gate index of the gate
   * @param step index of the step in it
   * @param c index of the comparison in the step
   */
  public TableComparison(PartyContext context, int gate, int step, int c, Comparison comparison) {
    this.context = context;
    this.tag = PartyContext.tag(gate, step, PartyContext.Message.TABLE);
    this.tree = new DigitTree(comparison.bits());
    this.drawn = context.seed().stream(Streams.number(gate, step, c, Streams.Purpose.TABLE));
    this.second = context.party() == 1;
  }

  /** Shares of g and e of a node. */
  private record Node(long[] greater, long[] equal) {}

  /**
   * XOR shares of {@code [secret <= x]}.
   *
   * @param x opened windows, padded to a multiple of 64
   */
  public long[] evaluate(long[] x) {
    words = x.length / Long.SIZE;
    if (second) {
      record = context.source().nextLongs(words * tree.dealerBits());
    }
    List<Node> nodes = lookUp(BitPlanes.of(x, tree.bits()));
    for (List<FanIn> level : tree.levels()) {
      nodes = merge(nodes, level);
    }
    long[] result = nodes.get(0).greater();
    if (second) {
      // [secret <= x] is the complement of [secret > x].
      for (int w = 0; w < words; w++) {
        result[w] = ~result[w];
      }
    }
    Arrays.fill(record, 0);
    return result;
  }

  /** The dealer's part where it came from the dealer, or else drawn. */
  private long[] shares(int parts) {
    if (!second) {
      return drawn.longs(words * parts);
    }
    long[] part = Arrays.copyOfRange(record, at, at + words * parts);
    at += part.length;
    return part;
  }

  private List<Node> lookUp(long[] x) {
    long[] tables = shares(tree.tableBits());
    List<Node> nodes = new ArrayList<>();
    int low = 0;
    int table = 0;
    for (int digit = 0; digit < tree.digits(); digit++) {
      int width = tree.width(digit);
      nodes.add(lookUp(x, low, width, tables, table));
      low += width;
      table += (1 << width) - 1;
    }
    Arrays.fill(tables, 0);
    return nodes;
  }

  /** Looks one digit up: selects the element at x, and adds up those above it. */
  private Node lookUp(long[] x, int low, int width, long[] tables, int table) {
    Node node = new Node(new long[words], new long[words]);
    int last = (1 << width) - 1;
    long[] here = new long[1 << DigitTree.MAX_WIDTH];
    for (int w = 0; w < words; w++) {
      oneHot(x, low, width, w, here);
      long element = second ? -1 : 0;
      long below = 0;
      for (int value = 0; value < last; value++) {
        long share = tables[(table + value) * words + w];
        element ^= share;
        node.equal[w] ^= share & here[value];
        node.greater[w] ^= share & below;
        below |= here[value];
      }
      node.equal[w] ^= element & here[last];
      node.greater[w] ^= element & below;
    }
    return node;
  }

  /** For each value of a digit, whether the public numbers have it. */
  private void oneHot(long[] x, int low, int width, int w, long[] here) {
    here[0] = -1;
    for (int bit = 0; bit < width; bit++) {
      long plane = x[(low + bit) * words + w];
      int size = 1 << bit;
      for (int value = 0; value < size; value++) {
        here[size + value] = here[value] & plane;
        here[value] &= ~plane;
      }
    }
  }

  /** Merges neighbours: one round of traffic. */
  private List<Node> merge(List<Node> nodes, List<FanIn> level) {
    long[][] shares = new long[level.size()][];
    int parts = level.stream().mapToInt(fan -> fan.variables().length).sum();
    long[] masked = new long[words * parts];
    int part = 0;
    int node = 0;
    for (int group = 0; group < shares.length; group++) {
      FanIn fan = level.get(group);
      int[] variables = fan.variables();
      long[] masks = drawn.longs(words * variables.length);
      long[] products = shares(fan.products().length);
      shares[group] = Arrays.copyOf(masks, masks.length + products.length);
      System.arraycopy(products, 0, shares[group], masks.length, products.length);
      for (int v = 0; v < variables.length; v++, part++) {
        boolean equal = variables[v] < fan.size();
        Node from = nodes.get(node + variables[v] % fan.size());
        mask(equal ? from.equal() : from.greater(), masks, v, masked, part);
      }
      node += fan.size();
    }
    exchange(masked);
    List<Node> merged = new ArrayList<>();
    part = 0;
    node = 0;
    for (int group = 0; group < shares.length; group++) {
      FanIn fan = level.get(group);
      node += fan.size();
      merged.add(merge(fan, nodes.get(node - 1), shares[group], masked, part));
      part += fan.variables().length;
      Arrays.fill(shares[group], 0);
    }
    return merged;
  }

  private void mask(long[] value, long[] masks, int mask, long[] masked, int part) {
    for (int w = 0; w < words; w++) {
      masked[part * words + w] = value[w] ^ masks[mask * words + w];
    }
  }

  private void exchange(long[] masked) {
    context.peer().send(tag, Longs.toBytes(masked));
    long[] others = Longs.fromBytes(context.peer().receive(tag, masked.length * Long.BYTES));
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= others[i];
    }
  }

  private Node merge(FanIn fan, Node highest, long[] shares, long[] opened, int part) {
    Node node = new Node(highest.greater(), new long[words]);
    for (int j = 0; j < fan.size() - 1; j++) {
      addProduct(fan, fan.term(j), shares, opened, part, node.greater());
    }
    if (!fan.lowest()) {
      addProduct(fan, fan.all(), shares, opened, part, node.equal());
    }
    return node;
  }

  /**
   * Adds shares of a product of variables, each of them the opened one plus its mask: multiplied
   * out, a sum over all subsets of the product of masks in it and opened ones outside.
   */
  private void addProduct(FanIn fan, int term, long[] shares, long[] opened, int part, long[] sum) {
    int[] variables = fan.variables();
    int[] members =
        Arrays.stream(FanIn.members(term)).map(v -> Arrays.binarySearch(variables, v)).toArray();
    int[] places = fan.places(term);
    long[] sums = new long[places.length];
    for (int w = 0; w < words; w++) {
      sums[0] = second ? -1 : 0;
      for (int subset = 1; subset < sums.length; subset++) {
        sums[subset] = shares[places[subset] * words + w];
      }
      for (int m = members.length - 1; m >= 0; m--) {
        long variable = opened[(part + members[m]) * words + w];
        int half = 1 << m;
        for (int subset = 0; subset < half; subset++) {
          sums[subset] = (sums[subset] & variable) ^ sums[subset + half];
        }
      }
      sum[w] ^= sums[0];
    }
  }
}
