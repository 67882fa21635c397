package org.chemxor.ckks.jvm;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.SharingContractTest;

/** Results for others, on the embedded engine. */
class JvmSharingContractTest extends SharingContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("jvm");
  }
}
