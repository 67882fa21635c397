package org.chemxor.ckks.jvm;

import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.testkit.ResidueContractTest;

/** Residues in and out, on our engine. */
class JvmResidueContractTest extends ResidueContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("jvm");
  }
}
