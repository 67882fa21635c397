package org.chemxor.seal;

import java.nio.file.Files;
import java.nio.file.Path;
import org.chemxor.ckks.testkit.SecretTrailContractTest;
import org.junit.jupiter.api.Tag;

/** What is left of closed keys, on Microsoft SEAL: on the heap and, on Linux, in native memory. */
@Tag("native")
class SealSecretTrailTest extends SecretTrailContractTest {
  @Override
  protected String engineName() {
    return "seal";
  }

  @Override
  protected boolean isNative() {
    return Files.isReadable(Path.of("/proc/self/mem"));
  }
}
