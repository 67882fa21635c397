package org.chemxor.data.split;

/**
 * The 32-bit Mersenne Twister MT19937 with PyTorch's seeding, kept only to repeat ChemXor's split
 * exactly; not for secrets.
 *
 * <p>Source: M. Matsumoto, T. Nishimura, Mersenne Twister, ACM TOMACS 8 (1998) 3, with the
 * initialisation of 2002.
 */
final class MersenneTwister {
  private static final int STATE_SIZE = 624;
  private static final int MIDDLE = 397;
  private static final int MATRIX = 0x9908b0df;

  private final int[] state = new int[STATE_SIZE];
  private int index = STATE_SIZE;

  MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < STATE_SIZE; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** The next number, in [0, 2^32). */
  long nextUnsignedInt() {
    if (index == STATE_SIZE) {
      refill();
    }
    int y = state[index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return Integer.toUnsignedLong(y);
  }

  private void refill() {
    for (int i = 0; i < STATE_SIZE; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % STATE_SIZE] & 0x7fffffff);
      state[i] = state[(i + MIDDLE) % STATE_SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX);
    }
    index = 0;
  }
}
