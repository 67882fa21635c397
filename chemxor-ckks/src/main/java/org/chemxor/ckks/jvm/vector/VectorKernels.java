package org.chemxor.ckks.jvm.vector;

import jdk.incubator.vector.DoubleVector;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.arithmetic.NttTables;
import org.chemxor.ckks.jvm.arithmetic.PlainKernels;
import org.chemxor.ckks.jvm.arithmetic.ProcessorFeatures;

/**
 * Transforms in vectors, and where they are of eight doubles automorphisms and products too; all
 * else is left to the plain loops. Created by name through {@code KernelSelection}.
 */
public final class VectorKernels extends PlainKernels {
  private static final int BITS = Lanes.SPECIES.vectorBitSize();
  private static final boolean IS_WIDE = Lanes.LENGTH == 8;

  /**
   * Called reflectively.
   *
   * @throws UnsupportedOperationException where this processor or JVM has narrower vectors: these
   *     kernels would run, many times slower than the plain ones
   */
  public VectorKernels() {
    int offered = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
    if (offered < BITS) {
      throw new UnsupportedOperationException(
          "this processor and JVM offer vectors of " + offered + " bits");
    }
  }

  @Override
  public String description() {
    return BITS + "-bit vectors, " + ProcessorFeatures.description();
  }

  @Override
  public int lanes() {
    return Lanes.LENGTH;
  }

  @Override
  public void nttForward(double[] a, NttTables tables) {
    VectorNtt.forward(a, tables.lanes());
  }

  @Override
  public void nttInverse(double[] a, NttTables tables) {
    VectorNtt.inverse(a, tables.lanes());
  }

  @Override
  public void permute(double[] a, int[] table, double[] out) {
    if (IS_WIDE) {
      VectorPermutation.permute(a, table, out);
    } else {
      super.permute(a, table, out);
    }
  }

  @Override
  public void multiplyAddPairLazy(
      double[] a,
      double[] b0,
      double[] b1,
      double[] acc0,
      double[] acc1,
      int from,
      int to,
      Modulus m) {
    int whole = from + (to - from) / Lanes.LENGTH * Lanes.LENGTH;
    for (int start = from; start < whole; start += Lanes.CHUNK) {
      int end = Math.min(start + Lanes.CHUNK, whole);
      VectorProducts.addPair(a, b0, b1, acc0, acc1, start, end, m);
    }
    super.multiplyAddPairLazy(a, b0, b1, acc0, acc1, whole, to, m);
  }

  @Override
  public void multiplyPanel(
      double[] weights, int weightsAt, double[][] x, int count, double[][] products) {
    if (IS_WIDE) {
      VectorPanels.multiply(weights, weightsAt, x, count, products);
    } else {
      super.multiplyPanel(weights, weightsAt, x, count, products);
    }
  }
}
