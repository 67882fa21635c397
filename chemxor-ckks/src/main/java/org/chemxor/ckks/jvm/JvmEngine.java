package org.chemxor.ckks.jvm;

import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.jvm.arithmetic.Kernels;
import org.chemxor.ckks.parallel.Parallelism;

/** The embedded engine. */
final class JvmEngine implements CkksEngine {
  /** The name it is loaded by. */
  static final String NAME = "jvm";

  private final Kernels kernels;

  JvmEngine(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernels kernels() {
    return kernels;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "jvm, " + kernels.description() + ", Java " + Runtime.version().feature();
  }

  @Override
  public int simdLanes() {
    return kernels.lanes();
  }

  @Override
  public CkksContext context(CkksParameters parameters, Parallelism parallelism) {
    return new JvmContext(this, parameters, parallelism);
  }
}
