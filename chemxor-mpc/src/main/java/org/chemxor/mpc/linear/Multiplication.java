package org.chemxor.mpc.linear;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** How rings of up to 40 bits multiply; all ways give the same bits. */
public enum Multiplication {
  /** In longs, for processors that multiply vectors of them. */
  LONGS,
  /** In digits held in doubles, for all others. */
  DIGITS;

  private static final int AVX512 = 3;

  /** What is faster here: a virtual machine that uses AVX-512 vectorises loops over longs. */
  public static Multiplication fastest() {
    return Fastest.HERE;
  }

  private static final class Fastest {
    static final Multiplication HERE = usesAvx512() ? LONGS : DIGITS;

    private static boolean usesAvx512() {
      try {
        HotSpotDiagnosticMXBean machine =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return machine != null
            && Integer.parseInt(machine.getVMOption("UseAVX").getValue()) >= AVX512;
      } catch (IllegalArgumentException e) {
        // Another processor: it has no such option.
        return false;
      }
    }
  }
}
