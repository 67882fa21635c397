package org.chemxor.seal;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.ScaleContractTest;
import org.junit.jupiter.api.Tag;

/** Scales that leave no room, on Microsoft SEAL. */
@Tag("native")
class SealScaleContractTest extends ScaleContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("seal");
  }
}
