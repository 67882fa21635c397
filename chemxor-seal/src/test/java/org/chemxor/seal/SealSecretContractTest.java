package org.chemxor.seal;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.SecretContractTest;
import org.junit.jupiter.api.Tag;

/** Closing keys in use, on Microsoft SEAL. */
@Tag("native")
class SealSecretContractTest extends SecretContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("seal");
  }
}
