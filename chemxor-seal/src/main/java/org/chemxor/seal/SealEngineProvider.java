package org.chemxor.seal;

import java.util.Optional;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksEngineProvider;
import org.chemxor.seal.binding.Native;

/** Offers Microsoft SEAL where the native part of this module is there. */
public final class SealEngineProvider implements CkksEngineProvider {
  /** Below the embedded engine, which is never passed over for this one unless asked. */
  private static final int PRIORITY = 50;

  /** Called by the service loader. */
  public SealEngineProvider() {}

  @Override
  public String name() {
    return SealEngine.NAME;
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Optional<String> unavailableReason() {
    return Native.problem();
  }

  @Override
  public CkksEngine create() {
    return new SealEngine();
  }
}
