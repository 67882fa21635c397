package org.chemxor.ckks.jvm.arithmetic;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Which kernels this processor and JVM offer: asked by the build, which forces each of them. */
public final class OfferedKernels {
  private OfferedKernels() {}

  /** As {@code -Dchemxor.simd} names them, the fastest first. */
  public static List<String> names() {
    boolean offersVectors =
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            && ProcessorFeatures.hasFusedMultiplyAdd();
    List<String> names = new ArrayList<>();
    for (int bits : new int[] {512, 256}) {
      if (offersVectors && ProcessorFeatures.vectorBits() >= bits) {
        names.add(String.valueOf(bits));
      }
    }
    names.add("plain");
    return names;
  }

  /** Prints the names, and what this machine is. */
  public static void main(String[] args) {
    System.out.println(names() + " on " + ProcessorFeatures.description());
  }

  /**
   * What this JVM was told about its processor (-XX:UseAVX=2 and the like), for JVMs that tests
   * start: they must see the same one.
   */
  public static List<String> processorOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:UseAVX"))
        .toList();
  }
}
