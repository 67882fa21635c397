package org.chemxor.ckks.jvm.vector;

import static org.chemxor.ckks.jvm.vector.Lanes.LENGTH;
import static org.chemxor.ckks.jvm.vector.Lanes.broadcast;
import static org.chemxor.ckks.jvm.vector.Lanes.load;
import static org.chemxor.ckks.jvm.vector.Lanes.multiply;
import static org.chemxor.ckks.jvm.vector.Lanes.reduce;
import static org.chemxor.ckks.jvm.vector.Lanes.roundConstant;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.chemxor.ckks.jvm.arithmetic.LaneTables;
import org.chemxor.ckks.jvm.arithmetic.Modulus;

/** The levels of the transforms inside sixteen neighbouring elements, in vectors of eight. */
final class EightLanes implements NearLevels {
  private static final VectorShuffle<Double> SWAP_1 = Lanes.swap(1);
  private static final VectorShuffle<Double> SWAP_2 = Lanes.swap(2);
  private static final VectorShuffle<Double> SWAP_4 = Lanes.swap(4);
  private static final DoubleVector SIGN_1 = Lanes.sign(1);
  private static final DoubleVector SIGN_2 = Lanes.sign(2);
  private static final DoubleVector SIGN_4 = Lanes.sign(4);

  private static final LanePass REDUCE_LOWER = pass("reduceLower");
  private static final LanePass FORWARD_NEIGHBOURS = pass("forwardNeighbours");
  private static final LanePass FORWARD_LANES = pass("forwardLanes");
  private static final LanePass FORWARD_LAST_LANES = pass("forwardLastLanes");
  private static final LanePass INVERSE_LANES = pass("inverseLanes");

  private static LanePass pass(String loop) {
    return LanePass.of(MethodHandles.lookup(), loop);
  }

  @Override
  public void forwardSixteens(double[] a, LaneTables tables, int from, int to, boolean reduces) {
    if (reduces) {
      REDUCE_LOWER.run(a, tables, from, to);
    }
    FORWARD_NEIGHBOURS.run(a, tables, from, to);
  }

  @Override
  public void forwardEights(double[] a, LaneTables tables, int from, int to) {
    FORWARD_LANES.run(a, tables, from, to);
    FORWARD_LAST_LANES.run(a, tables, from, to);
  }

  @Override
  public void inverseEights(double[] a, LaneTables tables, int from, int to) {
    INVERSE_LANES.run(a, tables, from, to);
  }

  /** The first vector of each pair, reduced: no vector may depend on a branch. */
  private static void reduceLower(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    for (int j = from; j < to; j += 2 * LENGTH) {
      reduce(load(a, j), inverse, minusP, round).intoArray(a, j);
    }
  }

  private static void forwardNeighbours(double[] a, LaneTables tables, int from, int to) {
    DoubleVector p = broadcast(tables.modulus().p());
    DoubleVector round = roundConstant();
    double[] w = tables.forward();
    double[] q = tables.forwardOverP();
    int node = (tables.n() + from) / (2 * LENGTH);
    for (int j = from; j < to; j += 2 * LENGTH, node++) {
      DoubleVector u = load(a, j);
      DoubleVector v =
          multiply(
              load(a, j + LENGTH),
              broadcast(w[node]),
              broadcast(-w[node]),
              broadcast(q[node]),
              p,
              round);
      u.add(v).intoArray(a, j);
      u.sub(v).intoArray(a, j + LENGTH);
    }
  }

  /**
   * The first two levels inside a vector. Upper halves are multiplied by 1, which reduces them; the
   * sum and the difference of a pair are then one fused operation.
   */
  private static void forwardLanes(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w4 = tables.forwardLanes(0);
    double[] w2 = tables.forwardLanes(1);
    for (int j = from; j < to; j += LENGTH) {
      DoubleVector x = load(a, j);
      DoubleVector w = load(w4, j);
      x = multiply(x, w, w.neg(), w.mul(inverse), p, round);
      x = x.lanewise(VectorOperators.FMA, SIGN_4, x.rearrange(SWAP_4));
      w = load(w2, j);
      x = multiply(x, w, w.neg(), w.mul(inverse), p, round);
      x.lanewise(VectorOperators.FMA, SIGN_2, x.rearrange(SWAP_2)).intoArray(a, j);
    }
  }

  /**
   * The last level, and the final reduction. In one loop with the two levels before it the C2 of
   * JDK 17 ran out of what it inlines and put the last vectors on the heap.
   */
  private static void forwardLastLanes(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w1 = tables.forwardLanes(2);
    for (int j = from; j < to; j += LENGTH) {
      DoubleVector w = load(w1, j);
      DoubleVector x = multiply(load(a, j), w, w.neg(), w.mul(inverse), p, round);
      x = x.lanewise(VectorOperators.FMA, SIGN_1, x.rearrange(SWAP_1));
      reduce(x, inverse, minusP, round).intoArray(a, j);
    }
  }

  private static void inverseLanes(double[] a, LaneTables tables, int base, int end) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w4 = tables.inverseLanes(0);
    double[] w2 = tables.inverseLanes(1);
    double[] w1 = tables.inverseLanes(2);
    for (int j = base; j < end; j += LENGTH) {
      DoubleVector x = load(a, j);
      x = x.lanewise(VectorOperators.FMA, SIGN_1, x.rearrange(SWAP_1));
      DoubleVector w = load(w1, j);
      x = multiply(x, w, w.neg(), w.mul(inverse), p, round);
      x = x.lanewise(VectorOperators.FMA, SIGN_2, x.rearrange(SWAP_2));
      w = load(w2, j);
      x = multiply(x, w, w.neg(), w.mul(inverse), p, round);
      x = x.lanewise(VectorOperators.FMA, SIGN_4, x.rearrange(SWAP_4));
      w = load(w4, j);
      x = multiply(x, w, w.neg(), w.mul(inverse), p, round);
      x.intoArray(a, j);
    }
  }
}
