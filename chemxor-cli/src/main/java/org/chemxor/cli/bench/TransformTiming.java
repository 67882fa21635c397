package org.chemxor.cli.bench;

import java.util.Random;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.jvm.arithmetic.KernelSelection;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.jvm.arithmetic.Modulus;
import org.chemxor.ckks.jvm.arithmetic.NttTables;

/**
 * The number-theoretic transform of one residue vector by itself, for benchmarks: it is the unit
 * that most of the scheme's time is counted in, and no operation of the API is just one.
 */
public final class TransformTiming {
  private final Kernels kernels = KernelSelection.kernels();
  private final NttTables tables;
  private final double[] vector;

  /** A random vector modulo the first data prime. */
  public TransformTiming(CkksParameters parameters) {
    Modulus modulus = new Modulus(parameters.dataPrime(0));
    this.tables = new NttTables(parameters.polyModulusDegree(), modulus);
    this.vector =
        new Random(1)
            .longs(parameters.polyModulusDegree(), 0, modulus.value())
            .mapToDouble(modulus::ofLong)
            .toArray();
  }

  /** One forward transform, in place. */
  public void forward() {
    kernels.nttForward(vector, tables);
  }

  /** One inverse transform, in place. */
  public void inverse() {
    kernels.nttInverse(vector, tables);
  }
}
