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
    String expected = forced.equals("auto") ? OfferedKernels.names().get(0) : forced;
    assertThat(lanes).as("doubles a vector of kernels %s", expected).isEqualTo(lanes(expected));
  }

  private static int lanes(String kernels) {
    return switch (kernels) {
      case "512" -> 8;
      case "256" -> 4;
      case "plain" -> 1;
      default -> throw new AssertionError("the build forces unknown kernels: " + kernels);
    };
  }
}
