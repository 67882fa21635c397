package org.chemxor.ckks.jvm.arithmetic;

/**
 * Loops over one vector of residues modulo one prime. Implementations give bit-identical results;
 * the scalar one is the reference.
 *
 * <p>Unless stated otherwise: inputs are integers with |x| &lt;= p, outputs have |x| &lt;= 0.75 p,
 * vectors have the same length, a multiple of 8, and an output may be one of the inputs.
 */
public interface Kernels {
  /** Elements of a chunk of a vector, see {@link #multiplyPanel}; divides every ring degree. */
  int CHUNK = 128;

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
   * acc0[i] = acc0[i] + a[i] b0[i]}, likewise acc1, unreduced: each grows by at most 0.75 p.
   *
   * @param from multiple of 8
   * @param to multiple of 8
   */
  void multiplyAddPairLazy(
      double[] a,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      int from,
      int to,
      Modulus m);

  /**
   * Two such pairs at once, whole vectors: {@code acc0 = acc0 + a a0 + b b0} and {@code acc1 = acc1
   * + a a1 + b b1}, unreduced: each grows by at most 1.5 p. The second pair finds the sums in the
   * nearest cache.
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
   * @param table of an automorphism in bit-reversed order: it moves aligned blocks of any power of
   *     two as a whole
   */
  void permute(double[] a, int[] table, double[] out);

  /** out = a + w for one number |w| &lt;= p/2. */
  void addScalar(double[] a, double w, double[] out, Modulus m);

  /**
   * Splits integers into {@code high radix + low}, |low| &lt;= radix/2.
   *
   * @param x integers below 2^50 in magnitude
   * @param radix a power of two from 2^0 on
   * @param high {@value #CHUNK} elements, as is {@code low}, which may be {@code x}
   */
  void split(double[] x, double radix, double[] high, double[] low);

  /**
   * Dot products with a panel of weights, in plain floating point: {@code products[o][j] = sum over
   * k < count of weights[weightsAt + rows k + o] x[k][j]} with rows = products.length. Exact when
   * all partial sums are integers below 2^53, which the caller sees to.
   *
   * @param x chunks of {@value #CHUNK} elements, {@code count} of them or more
   * @param products {@link org.chemxor.ckks.ScalarMatrix#PANEL_ROWS} chunks, overwritten
   */
  void multiplyPanel(double[] weights, int weightsAt, double[][] x, int count, double[][] products);

  /**
   * {@code sum = sum + high radix + low}.
   *
   * @param high integers below 2^53 in magnitude, as are those of {@code low}; both are overwritten
   * @param radix |radix| &lt;= p/2
   */
  void addSplit(double[] high, double[] low, double radix, double[] sum, Modulus m);
}
