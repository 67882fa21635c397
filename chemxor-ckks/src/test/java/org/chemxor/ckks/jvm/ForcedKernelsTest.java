package org.chemxor.ckks.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.chemxor.ckks.CkksEngine;
import org.junit.jupiter.api.Test;

/** A build that forces a width must not pass on another one. */
class ForcedKernelsTest {
  @Test
  void theForcedWidthIsTheOneThatRuns() {
    String forced = System.getProperty(KernelSelection.PROPERTY, "auto");
    int lanes = CkksEngine.load("jvm").simdLanes();
    switch (forced) {
      case "auto" -> assertThat(lanes).as("vectors, as the build adds the module").isGreaterThan(1);
      case "scalar" -> assertThat(lanes).isEqualTo(1);
      default -> assertThat(lanes).isEqualTo(Integer.parseInt(forced) / Double.SIZE);
    }
  }
}
