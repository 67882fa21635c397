package org.chemxor.mpc.sharing;

/** Numbers bit by bit: one plane for each bit, 64 numbers to a long. */
public final class BitPlanes {
  private BitPlanes() {}

  /**
   * The lowest {@code bits} bits of numbers, plane after plane.
   *
   * @param numbers as many as a multiple of 64
   * @param bits 1 to 64
   * @return of number i, bit b is bit {@code i % 64} of element {@code b * numbers.length / 64 + i
   *     / 64}
   */
  public static long[] of(long[] numbers, int bits) {
    int words = numbers.length / Long.SIZE;
    long[] planes = new long[Math.multiplyExact(bits, words)];
    long[] block = new long[Long.SIZE];
    for (int w = 0; w < words; w++) {
      System.arraycopy(numbers, w * Long.SIZE, block, 0, Long.SIZE);
      transpose(block);
      for (int b = 0; b < bits; b++) {
        planes[b * words + w] = block[b];
      }
    }
    java.util.Arrays.fill(block, 0);
    return planes;
  }

  /** Transposes a matrix of 64 by 64 bits by exchanging quarters of ever smaller blocks. */
  private static void transpose(long[] rows) {
    long mask = 0xFFFFFFFFL;
    for (int size = Long.SIZE / 2; size > 0; size >>= 1, mask ^= mask << size) {
      for (int row = 0; row < Long.SIZE; row = (row + size + 1) & ~size) {
        long differing = (rows[row] >>> size ^ rows[row + size]) & mask;
        rows[row] ^= differing << size;
        rows[row + size] ^= differing;
      }
    }
  }
}
