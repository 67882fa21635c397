package org.chemxor.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksEngineProvider;
import org.chemxor.seal.binding.Native;
import org.junit.jupiter.api.Test;

/** What holds with and without SEAL: the engine is offered, and never chosen unasked. */
class SealSelectionTest {
  private static CkksEngineProvider provider(String name) {
    return ServiceLoader.load(CkksEngineProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isOfferedBelowTheEmbeddedEngine() {
    assertThat(provider("seal").priority()).isLessThan(provider("jvm").priority());
  }

  @Test
  void saysWhatIsMissingWhenTheLibraryIsThereButSealIsGone() {
    UnsatisfiedLinkError error = new UnsatisfiedLinkError("no jnichemxor_seal");
    error.initCause(new UnsatisfiedLinkError("libseal.so.4.4: cannot open shared object file"));
    assertThat(Native.problem(error, true))
        .contains("was found as the resource", "libseal.so.4.4: cannot open", "LD_LIBRARY_PATH")
        .contains("Install Microsoft SEAL 4.1 or newer");
  }

  @Test
  void isNotChosenUnlessAsked() {
    assertThat(CkksEngine.load().name()).isEqualTo("jvm");
  }
}
