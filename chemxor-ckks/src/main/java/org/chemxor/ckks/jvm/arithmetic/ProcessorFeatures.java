package org.chemxor.ckks.jvm.arithmetic;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What this JVM makes of this processor, as far as it tells: HotSpot's flags {@code UseFMA} and
 * {@code MaxVectorSize}. A JVM that does not tell is taken to have both and to vectorise nothing.
 */
public final class ProcessorFeatures {
  private ProcessorFeatures() {}

  /** Whether {@link Math#fma} is an instruction. */
  static boolean hasFusedMultiplyAdd() {
    return flag("UseFMA").map(Boolean::parseBoolean).orElse(true);
  }

  /** Bits of the widest vectors that the JIT compiler uses; 0 when unknown. */
  static int vectorBits() {
    return flag("MaxVectorSize").map(bytes -> Byte.SIZE * Integer.parseInt(bytes)).orElse(0);
  }

  /** One line for people: widths and instructions. */
  public static String description() {
    int bits = vectorBits();
    String width = bits == 0 ? "vectors of unknown width" : bits + "-bit vectors";
    return System.getProperty("os.arch")
        + " with "
        + width
        + (hasFusedMultiplyAdd() ? " and" : " and without")
        + " fused multiply-add";
  }

  private static Optional<String> flag(String name) {
    try {
      HotSpotDiagnosticMXBean flags =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return flags == null ? Optional.empty() : Optional.of(flags.getVMOption(name).getValue());
    } catch (IllegalArgumentException | LinkageError e) {
      // Another JVM, or a processor for which HotSpot has no such flag.
      return Optional.empty();
    }
  }
}
