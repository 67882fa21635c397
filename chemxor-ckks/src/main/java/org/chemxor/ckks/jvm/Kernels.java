package org.chemxor.ckks.jvm;

/**
 * Loops over one vector of residues modulo one prime. Implementations give bit-identical results;
 * the scalar one is the reference.
 *
 * <p>Unless stated otherwise: inputs are integers with |x| &lt;= p, outputs have |x| &lt;= 0.75 p,
 * vectors have the same length, a multiple of 8, and an output may be one of the inputs.
 */
public interface Kernels {
  /** Elements of a panel, see {@link #splitToPanels}. */
  int PANEL = 16;

  /** One line for people: what this computes with. */
  String description();

  /** Doubles per vector instruction; 1 for the scalar path. */
  int lanes();

  /**
   * Negacyclic forward transform in place: coefficients in natural order to evaluations in
   * bit-reversed order (Cooley-Tukey butterflies; Longa and Naehrig, CANS 2016).
   */
  void nttForward(double[] a, NttTables tables);

  /** The inverse of {@link #nttForward}, 1/N included (Gentleman-Sande butterflies). */
  void nttInverse(double[] a, NttTables tables);

  /** out = a + b. */
  void add(double[] a, double[] b, double[] out, Modulus m);

  /** out = a - b. */
  void subtract(double[] a, double[] b, double[] out, Modulus m);

  /** out = -a; keeps |a|. */
  void negate(double[] a, double[] out);

  /** out = a b. */
  void multiply(double[] a, double[] b, double[] out, Modulus m);

  /**
   * The product of {@code a0 + a1 s} and {@code b0 + b1 s} in one pass: {@code out0 = a0 b0},
   * {@code out1 = a0 b1 + a1 b0}, {@code out2 = a1 b1}. Outputs are none of the inputs.
   */
  void multiplyLinear(
      double[] a0,
      double[] a1,
      double[] b0,
      double[] b1,
      double[] out0,
      double[] out1,
      double[] out2,
      Modulus m);

  /** out = a w for one factor |w| &lt;= p/2. */
  void multiplyScalar(double[] a, double w, double[] out, Modulus m);

  /** out = (a - b) w for one factor |w| &lt;= p/2. */
  void subtractMultiply(double[] a, double[] b, double w, double[] out, Modulus m);

  /**
   * out = (a - b) w + c for a factor |w| &lt;= p/2 common to all elements, |c| &lt;= p; reduced as
   * by {@link #add}.
   */
  void subtractMultiplyAdd(double[] a, double[] b, double w, double[] c, double[] out, Modulus m);

  /** acc = acc + a b without reducing the sum: |acc| grows by at most 0.75 p. */
  void multiplyAddLazy(double[] a, double[] b, double[] acc, Modulus m);

  /**
   * Two sums of products that share a factor, on elements {@code from} to {@code to}: {@code
   * acc0[i] = acc0[i] + a[i + offset] b0[i]}, likewise acc1, unreduced: each grows by at most 0.75
   * p.
   *
   * @param offset of the shared factor's elements
   * @param from multiple of 8
   * @param to multiple of 8
   */
  void multiplyAddPairLazy(
      double[] a,
      int offset,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      int from,
      int to,
      Modulus m);

  /**
   * Two such pairs at once, whole vectors: {@code acc0 = acc0 + a a0 + b b0} and {@code acc1 = acc1
   * + a a1 + b b1}, unreduced: each grows by at most 1.5 p. Saves one passage over the sums.
   */
  void multiplyAddTwoPairsLazy(
      double[] a,
      double[] a0,
      double[] a1,
      double[] b,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      Modulus m);

  /**
   * acc = acc + a w without reducing the sum, |w| &lt;= p/2 and |a| &lt;= 2^50: |acc| grows by at
   * most 0.75 p.
   */
  void multiplyScalarAddLazy(double[] a, double w, double[] acc, Modulus m);

  /** out = a mod p for any integers |a| &lt; 2^49 p that a double holds. */
  void reduce(double[] a, double[] out, Modulus m);

  /**
   * a mod p in place on elements {@code from} to {@code to}, multiples of 8; otherwise as above.
   */
  void reduceRange(double[] a, int from, int to, Modulus m);

  /** out = a mod p for integers |a| &lt; 2^100; radix = 2^50 mod p, |radix| &lt;= p/2. */
  void reduceWide(double[] a, double radix, double[] out, Modulus m);

  /** acc = fl(acc + a factor): plain floating point, for the integer part of a sum of fractions. */
  void addFraction(double[] a, double factor, double[] acc);

  /** a rounded to integers, |a| &lt; 2^51. */
  void round(double[] a);

  /**
   * out[i] = a[table[i]]; out is not a.
   *
   * @param table of an automorphism, from {@link Ring#automorphism}: it moves aligned blocks of any
   *     power of two as a whole
   */
  void permute(double[] a, int[] table, double[] out);

  /** out = a + w for one number |w| &lt;= p/2. */
  void addScalar(double[] a, double w, double[] out, Modulus m);

  /**
   * Splits integers into {@code high * radix + low}, |low| &lt;= radix/2, and lays them out in
   * panels of {@value #PANEL} elements: element j of panel q goes to {@code at + q stride + j}.
   *
   * @param row elements {@code from} to {@code from + count} are read; integers below 2^50
   * @param count a multiple of {@value #PANEL}
   * @param radix a power of two from 2^0 on
   */
  void splitToPanels(
      double[] row,
      int from,
      int count,
      double radix,
      double[] high,
      double[] low,
      int at,
      int stride);

  /**
   * Eight dot products on {@value #PANEL} elements in plain floating point: {@code products[o PANEL
   * + j] = sum over k of weights[weightsAt + 8 k + o] panel[panelAt + PANEL k + j]}. Exact when all
   * partial sums are integers below 2^53, which the caller sees to.
   */
  void multiplyPanels(
      double[] weights, int weightsAt, double[] panel, int panelAt, int count, double[] products);

  /**
   * {@code out[to + j] = out[to + j] + high[from + j] radix + low[from + j]} for j below {@value
   * #PANEL}.
   *
   * @param high integers below 2^53, as are those of {@code low}
   * @param radix |radix| &lt;= p/2
   */
  void addPanel(
      double[] high, double[] low, int from, double radix, double[] out, int to, Modulus m);

  /**
   * {@code out[to + o stride + j] = out[to + o stride + j] + products[o PANEL + j]} for o below
   * {@code rows} and j below {@value #PANEL}; the sums must be integers below 2^53.
   */
  void addWholePanels(double[] products, int rows, double[] out, int to, int stride, Modulus m);
}
