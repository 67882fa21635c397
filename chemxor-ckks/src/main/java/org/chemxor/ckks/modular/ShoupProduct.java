package org.chemxor.ckks.modular;

import java.math.BigInteger;

/** Products modulo a prime with a factor whose quotient is known beforehand (Shoup's method). */
public final class ShoupProduct {
  private ShoupProduct() {}

  /** {@code floor(factor 2^64 / prime)}, as an unsigned number. */
  public static long quotient(long factor, long prime) {
    return BigInteger.valueOf(factor)
        .shiftLeft(Long.SIZE)
        .divide(BigInteger.valueOf(prime))
        .longValue();
  }

  /**
   * {@code a w mod p}.
   *
   * @param a in [0, 2^63)
   * @param w in [0, p)
   * @param quotient of w
   * @param p at most 61 bits
   */
  public static long of(long a, long w, long quotient, long p) {
    long high = Math.multiplyHigh(a, quotient) + (a & (quotient >> 63));
    return lower(a * w - high * p, p);
  }

  /** {@code x mod p} for x in [0, 2p). */
  public static long lower(long x, long p) {
    long reduced = x - p;
    return reduced + (p & (reduced >> 63));
  }
}
