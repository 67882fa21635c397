package org.chemxor.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksEngineProvider;
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
  void isNotChosenUnlessAsked() {
    assertThat(CkksEngine.load().name()).isEqualTo("jvm");
  }
}
