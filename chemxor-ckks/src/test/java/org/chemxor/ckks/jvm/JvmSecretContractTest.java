package org.chemxor.ckks.jvm;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.SecretContractTest;

/** Closing keys in use, on the embedded engine. */
class JvmSecretContractTest extends SecretContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("jvm");
  }
}
