package org.chemxor.ckks.jvm;

import org.chemxor.ckks.testkit.SecretTrailContractTest;

/** What is left of closed keys, on the embedded engine. */
class JvmSecretTrailTest extends SecretTrailContractTest {
  @Override
  protected String engineName() {
    return "jvm";
  }

  @Override
  protected boolean isNative() {
    return false;
  }
}
