package org.chemxor.ckks.jvm.vector;

import static org.chemxor.ckks.jvm.vector.Lanes.LENGTH;
import static org.chemxor.ckks.jvm.vector.Lanes.broadcast;
import static org.chemxor.ckks.jvm.vector.Lanes.load;
import static org.chemxor.ckks.jvm.vector.Lanes.multiply;
import static org.chemxor.ckks.jvm.vector.Lanes.reduce;
import static org.chemxor.ckks.jvm.vector.Lanes.roundConstant;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import org.chemxor.ckks.jvm.arithmetic.LaneTables;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.arithmetic.NttSchedule;

/**
 * The negacyclic transforms in vectors: two levels a pass (radix 4) while butterflies are at least
 * eight elements apart, the last levels as {@link NearLevels} of the vectors' length. With sixteen
 * registers the JIT compiler keeps factors in memory, which costs little: a fused operation reads
 * one operand from there. Goes depth first once a block fits the first-level cache. Ranges as in
 * {@link NttSchedule}.
 */
final class VectorNtt {
  /** Elements that fit the first-level data cache with room for the twiddle factors. */
  private static final int CACHE_BLOCK = 2048;

  /**
   * Elements of the smallest node that two levels at a time go through: a quarter of it is one
   * vector or two. A call for each such node would take as long as its arithmetic, so one loop
   * takes a vector of every node.
   */
  private static final int SMALL = 32;

  private static final NearLevels NEAR = LENGTH == 8 ? new EightLanes() : new FourLanes();
  private static final LanePass FORWARD_SMALL = pass("forwardSmall");
  private static final LanePass FORWARD_SMALL_REDUCING = pass("forwardSmallReducing");
  private static final LanePass INVERSE_SMALL = pass("inverseSmall");
  private static final LanePass INVERSE_BEFORE_LAST = pass("inverseBeforeLast");
  private static final LanePass INVERSE_LAST = pass("inverseLast");

  private VectorNtt() {}

  private static LanePass pass(String loop) {
    return LanePass.of(MethodHandles.lookup(), loop);
  }

  static void forward(double[] a, LaneTables tables) {
    forwardBlock(a, tables, 0, tables.n(), 1, 0, 0);
  }

  /**
   * Transforms the subtree of node {@code m + i}: {@code length} elements from {@code base}, at
   * tree level {@code level} = log2 m.
   */
  private static void forwardBlock(
      double[] a, LaneTables tables, int base, int length, int m, int i, int level) {
    if (length > CACHE_BLOCK) {
      forwardRadix4(a, tables, base, length, m + i, level);
      for (int k = 0; k < 4; k++) {
        forwardBlock(a, tables, base + k * (length / 4), length / 4, 4 * m, 4 * i + k, level + 2);
      }
      return;
    }
    int end = base + length;
    int size = length;
    int nodes = m;
    int first = i;
    int depth = level;
    // Distances 8 and above in pairs of levels, then the single level that may be left.
    for (; size > SMALL; size /= 4, nodes *= 4, first *= 4, depth += 2) {
      for (int b = base, k = first; b < end; b += size, k++) {
        forwardRadix4(a, tables, b, size, nodes + k, depth);
      }
    }
    if (size == SMALL) {
      boolean reduces = NttSchedule.forwardReduces(depth, SMALL / 2);
      eachVector(reduces ? FORWARD_SMALL_REDUCING : FORWARD_SMALL, a, tables, base, end);
    }
    if (size == 16) {
      NEAR.forwardSixteens(a, tables, base, end, NttSchedule.forwardReduces(depth, 8));
    }
    NEAR.forwardEights(a, tables, base, end);
  }

  /**
   * Levels {@code level} and {@code level + 1} of node {@code node}. Only the first of a pair ever
   * reduces: pairs start at even levels and stay above distance 4.
   */
  private static void forwardRadix4(
      double[] a, LaneTables tables, int base, int size, int node, int level) {
    int quarter = size / 4;
    boolean reduce = NttSchedule.forwardReduces(level, 2 * quarter);
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w = tables.forward();
    double[] q = tables.forwardOverP();
    DoubleVector w1 = broadcast(w[node]);
    DoubleVector minusW1 = broadcast(-w[node]);
    DoubleVector q1 = broadcast(q[node]);
    DoubleVector w2 = broadcast(w[2 * node]);
    DoubleVector minusW2 = broadcast(-w[2 * node]);
    DoubleVector q2 = broadcast(q[2 * node]);
    DoubleVector w3 = broadcast(w[2 * node + 1]);
    DoubleVector minusW3 = broadcast(-w[2 * node + 1]);
    DoubleVector q3 = broadcast(q[2 * node + 1]);
    for (int j = base; j < base + quarter; j += LENGTH) {
      DoubleVector x0 = load(a, j);
      DoubleVector x1 = load(a, j + quarter);
      if (reduce) {
        x0 = reduce(x0, inverse, minusP, round);
        x1 = reduce(x1, inverse, minusP, round);
      }
      DoubleVector t2 = multiply(load(a, j + 2 * quarter), w1, minusW1, q1, p, round);
      DoubleVector t3 = multiply(load(a, j + 3 * quarter), w1, minusW1, q1, p, round);
      DoubleVector y0 = x0.add(t2);
      DoubleVector y2 = x0.sub(t2);
      DoubleVector u1 = multiply(x1.add(t3), w2, minusW2, q2, p, round);
      DoubleVector u3 = multiply(x1.sub(t3), w3, minusW3, q3, p, round);
      y0.add(u1).intoArray(a, j);
      y0.sub(u1).intoArray(a, j + quarter);
      y2.add(u3).intoArray(a, j + 2 * quarter);
      y2.sub(u3).intoArray(a, j + 3 * quarter);
    }
  }

  /** Runs a loop over small nodes for each vector of their quarters. */
  private static void eachVector(LanePass loop, double[] a, LaneTables tables, int from, int to) {
    for (int offset = 0; offset < SMALL / 4; offset += LENGTH) {
      loop.run(a, tables, from + offset, to);
    }
  }

  /** The two levels of small nodes, a vector of each quarter. */
  private static void forwardSmall(double[] a, LaneTables tables, int from, int to) {
    DoubleVector p = broadcast(tables.modulus().p());
    DoubleVector round = roundConstant();
    double[] w = tables.forward();
    double[] q = tables.forwardOverP();
    int node = (tables.n() + from) / SMALL;
    for (int j = from; j < to; j += SMALL, node++) {
      DoubleVector w1 = broadcast(w[node]);
      DoubleVector minusW1 = broadcast(-w[node]);
      DoubleVector q1 = broadcast(q[node]);
      DoubleVector x0 = load(a, j);
      DoubleVector x1 = load(a, j + 8);
      DoubleVector t2 = multiply(load(a, j + 16), w1, minusW1, q1, p, round);
      DoubleVector t3 = multiply(load(a, j + 24), w1, minusW1, q1, p, round);
      DoubleVector u1 =
          multiply(
              x1.add(t3),
              broadcast(w[2 * node]),
              broadcast(-w[2 * node]),
              broadcast(q[2 * node]),
              p,
              round);
      DoubleVector u3 =
          multiply(
              x1.sub(t3),
              broadcast(w[2 * node + 1]),
              broadcast(-w[2 * node + 1]),
              broadcast(q[2 * node + 1]),
              p,
              round);
      DoubleVector y0 = x0.add(t2);
      DoubleVector y2 = x0.sub(t2);
      y0.add(u1).intoArray(a, j);
      y0.sub(u1).intoArray(a, j + 8);
      y2.add(u3).intoArray(a, j + 16);
      y2.sub(u3).intoArray(a, j + 24);
    }
  }

  /** The two levels of small nodes, reducing the upper halves of the first. */
  private static void forwardSmallReducing(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w = tables.forward();
    double[] q = tables.forwardOverP();
    int node = (tables.n() + from) / SMALL;
    for (int j = from; j < to; j += SMALL, node++) {
      DoubleVector w1 = broadcast(w[node]);
      DoubleVector minusW1 = broadcast(-w[node]);
      DoubleVector q1 = broadcast(q[node]);
      DoubleVector x0 = reduce(load(a, j), inverse, minusP, round);
      DoubleVector x1 = reduce(load(a, j + 8), inverse, minusP, round);
      DoubleVector t2 = multiply(load(a, j + 16), w1, minusW1, q1, p, round);
      DoubleVector t3 = multiply(load(a, j + 24), w1, minusW1, q1, p, round);
      DoubleVector u1 =
          multiply(
              x1.add(t3),
              broadcast(w[2 * node]),
              broadcast(-w[2 * node]),
              broadcast(q[2 * node]),
              p,
              round);
      DoubleVector u3 =
          multiply(
              x1.sub(t3),
              broadcast(w[2 * node + 1]),
              broadcast(-w[2 * node + 1]),
              broadcast(q[2 * node + 1]),
              p,
              round);
      DoubleVector y0 = x0.add(t2);
      DoubleVector y2 = x0.sub(t2);
      y0.add(u1).intoArray(a, j);
      y0.sub(u1).intoArray(a, j + 8);
      y2.add(u3).intoArray(a, j + 16);
      y2.sub(u3).intoArray(a, j + 24);
    }
  }

  static void inverse(double[] a, LaneTables tables) {
    int n = tables.n();
    int block = Math.min(CACHE_BLOCK, n / 2);
    int next = block;
    for (int base = 0; base < n; base += block) {
      next = inverseBlock(a, tables, base, block);
    }
    inverseOuter(a, tables, next);
  }

  /**
   * All levels of one block up to the pair that would leave it; returns the distance of the next
   * level, the same for every block of this size.
   */
  private static int inverseBlock(double[] a, LaneTables tables, int base, int length) {
    int n = tables.n();
    int end = base + length;
    NEAR.inverseEights(a, tables, base, end);
    int distance = 8;
    for (; 4 * distance <= length && 2 * distance < n / 2; distance *= 4) {
      inversePairs(a, tables, base, end, distance);
    }
    return distance;
  }

  /** The levels from {@code distance} on, over the whole vector. */
  private static void inverseOuter(double[] a, LaneTables tables, int distance) {
    int n = tables.n();
    int d = distance;
    for (; 2 * d < n / 2; d *= 4) {
      inversePairs(a, tables, 0, n, d);
    }
    if (2 * d == n / 2) {
      INVERSE_BEFORE_LAST.run(a, tables, 0, n / 4);
    }
    INVERSE_LAST.run(a, tables, 0, n / 2);
  }

  private static void inversePairs(double[] a, LaneTables tables, int base, int end, int distance) {
    int size = 4 * distance;
    if (size == SMALL) {
      eachVector(INVERSE_SMALL, a, tables, base, end);
      return;
    }
    int node = (tables.n() + base) / size;
    for (int b = base; b < end; b += size, node++) {
      inverseRadix4(a, tables, b, distance, node);
    }
  }

  /** Levels at {@code quarter} and twice that, below node {@code node}; the second reduces. */
  private static void inverseRadix4(
      double[] a, LaneTables tables, int base, int quarter, int node) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w = tables.inverse();
    double[] q = tables.inverseOverP();
    DoubleVector w1 = broadcast(w[node]);
    DoubleVector minusW1 = broadcast(-w[node]);
    DoubleVector q1 = broadcast(q[node]);
    DoubleVector w2 = broadcast(w[2 * node]);
    DoubleVector minusW2 = broadcast(-w[2 * node]);
    DoubleVector q2 = broadcast(q[2 * node]);
    DoubleVector w3 = broadcast(w[2 * node + 1]);
    DoubleVector minusW3 = broadcast(-w[2 * node + 1]);
    DoubleVector q3 = broadcast(q[2 * node + 1]);
    for (int j = base; j < base + quarter; j += LENGTH) {
      DoubleVector x0 = load(a, j);
      DoubleVector x1 = load(a, j + quarter);
      DoubleVector x2 = load(a, j + 2 * quarter);
      DoubleVector x3 = load(a, j + 3 * quarter);
      DoubleVector y0 = x0.add(x1);
      DoubleVector y1 = multiply(x0.sub(x1), w2, minusW2, q2, p, round);
      DoubleVector y2 = x2.add(x3);
      DoubleVector y3 = multiply(x2.sub(x3), w3, minusW3, q3, p, round);
      reduce(y0.add(y2), inverse, minusP, round).intoArray(a, j);
      reduce(y1.add(y3), inverse, minusP, round).intoArray(a, j + quarter);
      multiply(y0.sub(y2), w1, minusW1, q1, p, round).intoArray(a, j + 2 * quarter);
      multiply(y1.sub(y3), w1, minusW1, q1, p, round).intoArray(a, j + 3 * quarter);
    }
  }

  /** The two levels of small nodes, a vector of each quarter; the second reduces. */
  private static void inverseSmall(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w = tables.inverse();
    double[] q = tables.inverseOverP();
    int node = (tables.n() + from) / SMALL;
    for (int j = from; j < to; j += SMALL, node++) {
      DoubleVector x0 = load(a, j);
      DoubleVector x1 = load(a, j + 8);
      DoubleVector x2 = load(a, j + 16);
      DoubleVector x3 = load(a, j + 24);
      DoubleVector y1 =
          multiply(
              x0.sub(x1),
              broadcast(w[2 * node]),
              broadcast(-w[2 * node]),
              broadcast(q[2 * node]),
              p,
              round);
      DoubleVector y3 =
          multiply(
              x2.sub(x3),
              broadcast(w[2 * node + 1]),
              broadcast(-w[2 * node + 1]),
              broadcast(q[2 * node + 1]),
              p,
              round);
      DoubleVector y0 = x0.add(x1);
      DoubleVector y2 = x2.add(x3);
      DoubleVector w1 = broadcast(w[node]);
      DoubleVector minusW1 = broadcast(-w[node]);
      DoubleVector q1 = broadcast(q[node]);
      reduce(y0.add(y2), inverse, minusP, round).intoArray(a, j);
      reduce(y1.add(y3), inverse, minusP, round).intoArray(a, j + 8);
      multiply(y0.sub(y2), w1, minusW1, q1, p, round).intoArray(a, j + 16);
      multiply(y1.sub(y3), w1, minusW1, q1, p, round).intoArray(a, j + 24);
    }
  }

  /**
   * The level before the last, both its nodes. Its distance is eight times a power of four, where
   * {@link NttSchedule#inverseReduces} is false. With the last level in one pass it has six
   * products, the last of which C2 puts on the heap.
   */
  private static void inverseBeforeLast(double[] a, LaneTables tables, int from, int to) {
    int quarter = tables.n() / 4;
    DoubleVector p = broadcast(tables.modulus().p());
    DoubleVector round = roundConstant();
    DoubleVector w2 = broadcast(tables.inverse()[2]);
    DoubleVector minusW2 = broadcast(-tables.inverse()[2]);
    DoubleVector q2 = broadcast(tables.inverseOverP()[2]);
    DoubleVector w3 = broadcast(tables.inverse()[3]);
    DoubleVector minusW3 = broadcast(-tables.inverse()[3]);
    DoubleVector q3 = broadcast(tables.inverseOverP()[3]);
    for (int j = from; j < to; j += LENGTH) {
      DoubleVector x0 = load(a, j);
      DoubleVector x1 = load(a, j + quarter);
      DoubleVector x2 = load(a, j + 2 * quarter);
      DoubleVector x3 = load(a, j + 3 * quarter);
      multiply(x0.sub(x1), w2, minusW2, q2, p, round).intoArray(a, j + quarter);
      multiply(x2.sub(x3), w3, minusW3, q3, p, round).intoArray(a, j + 3 * quarter);
      x0.add(x1).intoArray(a, j);
      x2.add(x3).intoArray(a, j + 2 * quarter);
    }
  }

  /** The last level, with 1/N folded into both halves. */
  private static void inverseLast(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    int half = tables.n() / 2;
    DoubleVector p = broadcast(modulus.p());
    DoubleVector round = roundConstant();
    DoubleVector scale = broadcast(tables.degreeInverse());
    DoubleVector minusScale = broadcast(-tables.degreeInverse());
    DoubleVector scaleOverP = broadcast(tables.degreeInverse() * modulus.inverse());
    DoubleVector w = broadcast(tables.lastInverse());
    DoubleVector minusW = broadcast(-tables.lastInverse());
    DoubleVector q = broadcast(tables.lastInverse() * modulus.inverse());
    for (int j = from; j < to; j += LENGTH) {
      DoubleVector u = load(a, j);
      DoubleVector v = load(a, j + half);
      multiply(u.add(v), scale, minusScale, scaleOverP, p, round).intoArray(a, j);
      multiply(u.sub(v), w, minusW, q, p, round).intoArray(a, j + half);
    }
  }
}
