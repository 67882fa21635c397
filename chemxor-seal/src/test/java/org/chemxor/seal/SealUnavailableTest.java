package org.chemxor.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Loader;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.EngineUnavailableException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Run when the module was built without SEAL: the errors say what is missing and what to do. */
@Tag("no-native")
class SealUnavailableTest {
  @Test
  void saysWhatWasLookedForWhereAndHowToInstallIt() {
    String reason = new SealEngineProvider().unavailableReason().orElseThrow();
    assertThat(reason)
        .contains("/org/chemxor/seal/binding/" + Loader.getPlatform() + "/")
        .contains(System.mapLibraryName("jnichemxor_seal"))
        .contains("class path")
        .contains(System.getProperty("java.library.path"))
        .contains("brew install", "vcpkg install", "conda-forge", "distribution's package")
        .contains("CMAKE_PREFIX_PATH", "SEAL_DIR", "docs/engines.md");
  }

  @Test
  void refusesToBeLoadedByName() {
    assertThatThrownBy(() -> CkksEngine.load("seal"))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("the engine seal cannot run")
        .hasMessageContaining("Install Microsoft SEAL 4.1 or newer");
  }

  @Test
  void refusesToBeLoadedByPropertyInsteadOfFallingBack() {
    String before = System.getProperty(CkksEngine.PROPERTY);
    System.setProperty(CkksEngine.PROPERTY, "seal");
    try {
      assertThatThrownBy(CkksEngine::load).isInstanceOf(EngineUnavailableException.class);
    } finally {
      if (before == null) {
        System.clearProperty(CkksEngine.PROPERTY);
      } else {
        System.setProperty(CkksEngine.PROPERTY, before);
      }
    }
  }
}
