package org.chemxor.ckks.jvm.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.chemxor.ckks.CkksEngine;
import org.junit.jupiter.api.Test;

/** A build that forces a width must not pass on another one. */
class ForcedKernelsTest {
  @Test
  void theForcedWidthIsTheOneThatRuns() {
    String forced = System.getProperty(KernelSelection.PROPERTY, "auto");
    int lanes = CkksEngine.load("jvm").simdLanes();
    boolean offers512 = OfferedKernels.names().contains("512");
    switch (forced) {
      case "auto" -> assertThat(lanes).as("the fastest there is").isEqualTo(offers512 ? 8 : 1);
      case "plain" -> assertThat(lanes).isEqualTo(1);
      case "512" -> assertThat(lanes).isEqualTo(8);
      default -> throw new AssertionError("the build forces unknown kernels: " + forced);
    }
  }
}
