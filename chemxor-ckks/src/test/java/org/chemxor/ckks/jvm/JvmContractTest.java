package org.chemxor.ckks.jvm;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.CkksContractTest;

/** The contract, on the embedded engine with the kernels chosen for this JVM. */
class JvmContractTest extends CkksContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("jvm");
  }
}
