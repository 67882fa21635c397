package org.chemxor.ckks.jvm;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.ScaleContractTest;

/** Scales that leave no room, on the embedded engine. */
class JvmScaleContractTest extends ScaleContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("jvm");
  }
}
