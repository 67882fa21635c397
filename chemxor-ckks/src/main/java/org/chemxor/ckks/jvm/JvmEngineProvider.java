package org.chemxor.ckks.jvm;

import java.util.Optional;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksEngineProvider;
import org.chemxor.ckks.jvm.arithmetic.KernelSelection;

/** Offers the embedded engine, which runs everywhere. */
public final class JvmEngineProvider implements CkksEngineProvider {
  private static final int PRIORITY = 100;

  /** Called by the service loader. */
  public JvmEngineProvider() {}

  @Override
  public String name() {
    return JvmEngine.NAME;
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Optional<String> unavailableReason() {
    return Optional.empty();
  }

  @Override
  public CkksEngine create() {
    return new JvmEngine(KernelSelection.kernels());
  }
}
