package org.chemxor.seal;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.ResidueContractTest;
import org.junit.jupiter.api.Tag;

/** Residues in and out, on Microsoft SEAL. */
@Tag("native")
class SealResidueContractTest extends ResidueContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("seal");
  }
}
