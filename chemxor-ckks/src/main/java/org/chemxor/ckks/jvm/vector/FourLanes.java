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

/** The levels of the transforms inside sixteen neighbouring elements, in vectors of four. */
final class FourLanes implements NearLevels {
  private static final VectorShuffle<Double> SWAP_1 = Lanes.swap(1);
  private static final VectorShuffle<Double> SWAP_2 = Lanes.swap(2);
  private static final DoubleVector SIGN_1 = Lanes.sign(1);
  private static final DoubleVector SIGN_2 = Lanes.sign(2);

  private static final LanePass REDUCE_LOWER = pass("reduceLower");
  private static final LanePass FORWARD_SIXTEENS = pass("forwardSixteens");
  private static final LanePass FORWARD_FOURS = pass("forwardFours");
  private static final LanePass FORWARD_LANES = pass("forwardLanes");
  private static final LanePass INVERSE_LANES = pass("inverseLanes");
  private static final LanePass INVERSE_FOURS = pass("inverseFours");

  private static LanePass pass(String loop) {
    return LanePass.of(MethodHandles.lookup(), loop);
  }

  @Override
  public void forwardSixteens(double[] a, LaneTables tables, int from, int to, boolean reduces) {
    if (reduces) {
      REDUCE_LOWER.run(a, tables, from, to);
    }
    FORWARD_SIXTEENS.run(a, tables, from, to);
  }

  @Override
  public void forwardEights(double[] a, LaneTables tables, int from, int to) {
    FORWARD_FOURS.run(a, tables, from, to);
    FORWARD_LANES.run(a, tables, from, to);
  }

  @Override
  public void inverseEights(double[] a, LaneTables tables, int from, int to) {
    INVERSE_LANES.run(a, tables, from, to);
    INVERSE_FOURS.run(a, tables, from, to);
  }

  /** The first eight of each sixteen, reduced: no vector may depend on a branch. */
  private static void reduceLower(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    for (int j = from; j < to; j += 4 * LENGTH) {
      reduce(load(a, j), inverse, minusP, round).intoArray(a, j);
      reduce(load(a, j + LENGTH), inverse, minusP, round).intoArray(a, j + LENGTH);
    }
  }

  private static void forwardSixteens(double[] a, LaneTables tables, int from, int to) {
    DoubleVector p = broadcast(tables.modulus().p());
    DoubleVector round = roundConstant();
    double[] factors = tables.forward();
    double[] overP = tables.forwardOverP();
    int node = (tables.n() + from) / (4 * LENGTH);
    for (int j = from; j < to; j += 4 * LENGTH, node++) {
      DoubleVector w = broadcast(factors[node]);
      DoubleVector minusW = broadcast(-factors[node]);
      DoubleVector q = broadcast(overP[node]);
      DoubleVector u0 = load(a, j);
      DoubleVector u1 = load(a, j + LENGTH);
      DoubleVector v0 = multiply(load(a, j + 2 * LENGTH), w, minusW, q, p, round);
      DoubleVector v1 = multiply(load(a, j + 3 * LENGTH), w, minusW, q, p, round);
      u0.add(v0).intoArray(a, j);
      u1.add(v1).intoArray(a, j + LENGTH);
      u0.sub(v0).intoArray(a, j + 2 * LENGTH);
      u1.sub(v1).intoArray(a, j + 3 * LENGTH);
    }
  }

  /** The level of distance 4, which reduces. */
  private static void forwardFours(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w = tables.forward();
    double[] q = tables.forwardOverP();
    int node = (tables.n() + from) / (2 * LENGTH);
    for (int j = from; j < to; j += 2 * LENGTH, node++) {
      DoubleVector u = reduce(load(a, j), inverse, minusP, round);
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
   * The two levels inside a vector, and the final reduction. Upper halves are multiplied by 1,
   * which reduces them; the sum and the difference of a pair are then one fused operation.
   */
  private static void forwardLanes(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w2 = tables.forwardLanes(1);
    double[] w1 = tables.forwardLanes(2);
    for (int j = from; j < to; j += LENGTH) {
      DoubleVector w = load(w2, j);
      DoubleVector x = multiply(load(a, j), w, w.neg(), w.mul(inverse), p, round);
      x = x.lanewise(VectorOperators.FMA, SIGN_2, x.rearrange(SWAP_2));
      w = load(w1, j);
      x = multiply(x, w, w.neg(), w.mul(inverse), p, round);
      x = x.lanewise(VectorOperators.FMA, SIGN_1, x.rearrange(SWAP_1));
      reduce(x, inverse, minusP, round).intoArray(a, j);
    }
  }

  private static void inverseLanes(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w2 = tables.inverseLanes(1);
    double[] w1 = tables.inverseLanes(2);
    for (int j = from; j < to; j += LENGTH) {
      DoubleVector x = load(a, j);
      x = x.lanewise(VectorOperators.FMA, SIGN_1, x.rearrange(SWAP_1));
      DoubleVector w = load(w1, j);
      x = multiply(x, w, w.neg(), w.mul(inverse), p, round);
      x = x.lanewise(VectorOperators.FMA, SIGN_2, x.rearrange(SWAP_2));
      w = load(w2, j);
      multiply(x, w, w.neg(), w.mul(inverse), p, round).intoArray(a, j);
    }
  }

  /** The level of distance 4, which reduces. */
  private static void inverseFours(double[] a, LaneTables tables, int from, int to) {
    Modulus modulus = tables.modulus();
    DoubleVector p = broadcast(modulus.p());
    DoubleVector minusP = broadcast(-modulus.p());
    DoubleVector inverse = broadcast(modulus.inverse());
    DoubleVector round = roundConstant();
    double[] w = tables.inverse();
    double[] q = tables.inverseOverP();
    int node = (tables.n() + from) / (2 * LENGTH);
    for (int j = from; j < to; j += 2 * LENGTH, node++) {
      DoubleVector u = load(a, j);
      DoubleVector v = load(a, j + LENGTH);
      reduce(u.add(v), inverse, minusP, round).intoArray(a, j);
      multiply(u.sub(v), broadcast(w[node]), broadcast(-w[node]), broadcast(q[node]), p, round)
          .intoArray(a, j + LENGTH);
    }
  }
}
