package org.chemxor.seal;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.SharingContractTest;
import org.junit.jupiter.api.Tag;

/** Results for others, on Microsoft SEAL. */
@Tag("native")
class SealSharingContractTest extends SharingContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("seal");
  }
}
