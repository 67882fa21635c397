package org.chemxor.mpc.material;

import java.util.Arrays;
import org.chemxor.mpc.compile.Step;
import org.chemxor.mpc.sharing.PackedBits;
import org.chemxor.mpc.sharing.Ring;

/**
 * The dealer's shares of the products that a step's formula is linear in, for a chunk of numbers:
 * factor after factor. Those that the formula multiplies by {@code 2^(n - shift)} alone matter
 * modulo {@code 2^shift} only, come last, and take that many bits each.
 */
public final class Corrections {
  private final Step step;
  private final int factors;
  private final Ring ring;

  /**
   * @param step whose corrections
   * @param exact whether the plan rounds exactly
   * @param ring what shares are taken modulo of
   */
  public Corrections(Step step, boolean exact, Ring ring) {
    this.step = step;
    this.factors = step.corrections(exact);
    this.ring = ring;
  }

  private int whole(int count) {
    return Math.multiplyExact(factors - step.narrowCorrections(), count);
  }

  /** Bytes for {@code count} numbers. */
  public int bytes(int count) {
    return Math.addExact(
        Math.multiplyExact(whole(count), ring.elementBytes()),
        PackedBits.bytes(step.narrowCorrections() * count, step.shift()));
  }

  /** Packs all factors of {@code values.length / factors} numbers. */
  public byte[] pack(long[] values) {
    int count = values.length / factors;
    byte[] packed = new byte[bytes(count)];
    int at = ring.pack(Arrays.copyOf(values, whole(count)), packed, 0);
    PackedBits.pack(values, whole(count), step.shift(), packed, at);
    return packed;
  }

  /** Unpacks all factors of {@code count} numbers. */
  public long[] unpack(byte[] packed, int count) {
    int whole = whole(count);
    long[] values =
        Arrays.copyOf(ring.unpack(packed, 0, whole), Math.multiplyExact(factors, count));
    PackedBits.unpack(packed, whole * ring.elementBytes(), step.shift(), values, whole);
    return values;
  }
}
