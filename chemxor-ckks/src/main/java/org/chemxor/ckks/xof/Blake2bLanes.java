package org.chemxor.ckks.xof;

import java.util.Arrays;

/**
 * 64 compressions of BLAKE2b side by side, on the same message block. Each step is a loop over the
 * lanes that the JIT compiler turns into vector instructions, which makes this several times faster
 * than one compression after another.
 */
final class Blake2bLanes {

  /** Number of compressions done at once. */
  static final int LANES = 64;

  private final long[][] v = new long[Blake2b.BLOCK_WORDS][LANES];

  /**
   * Absorbs the first and last block of every lane. All lanes start from {@code state}, but for the
   * number of the lane, which is xored into word 1: there BLAKE2X keeps a leaf's number.
   *
   * @param state initial chaining value of lane 0, 8 words
   * @param block message of all lanes, 16 words
   * @param bytes length of the message, at most 128
   * @param target receives lane 0's 8 words, then lane 1's, and so on
   * @param offset where in {@code target}
   * @param lanes how many lanes to store
   */
  void compressLast(long[] state, long[] block, long bytes, long[] target, int offset, int lanes) {
    initialise(state, bytes);
    for (int round = 0; round < Blake2b.ROUNDS; round++) {
      round(block, round * Blake2b.BLOCK_WORDS);
    }
    for (int word = 0; word < Blake2b.STATE_WORDS; word++) {
      long[] low = v[word];
      long[] high = v[word + Blake2b.STATE_WORDS];
      for (int lane = 0; lane < lanes; lane++) {
        long start = word == 1 ? state[word] ^ lane : state[word];
        target[offset + lane * Blake2b.STATE_WORDS + word] = start ^ low[lane] ^ high[lane];
      }
    }
  }

  /** Overwrites what is left of the last compressions. */
  void wipe() {
    for (long[] word : v) {
      Arrays.fill(word, 0);
    }
  }

  private void initialise(long[] state, long bytes) {
    for (int word = 0; word < Blake2b.STATE_WORDS; word++) {
      Arrays.fill(v[word], state[word]);
      Arrays.fill(v[word + Blake2b.STATE_WORDS], Blake2b.iv(word));
    }
    for (int lane = 0; lane < LANES; lane++) {
      v[1][lane] ^= lane;
      v[12][lane] ^= bytes;
      v[14][lane] ^= -1L;
    }
  }

  private void round(long[] m, int s) {
    mix(v[0], v[4], v[8], v[12], m[Blake2b.sigma(s)], m[Blake2b.sigma(s + 1)]);
    mix(v[1], v[5], v[9], v[13], m[Blake2b.sigma(s + 2)], m[Blake2b.sigma(s + 3)]);
    mix(v[2], v[6], v[10], v[14], m[Blake2b.sigma(s + 4)], m[Blake2b.sigma(s + 5)]);
    mix(v[3], v[7], v[11], v[15], m[Blake2b.sigma(s + 6)], m[Blake2b.sigma(s + 7)]);
    mix(v[0], v[5], v[10], v[15], m[Blake2b.sigma(s + 8)], m[Blake2b.sigma(s + 9)]);
    mix(v[1], v[6], v[11], v[12], m[Blake2b.sigma(s + 10)], m[Blake2b.sigma(s + 11)]);
    mix(v[2], v[7], v[8], v[13], m[Blake2b.sigma(s + 12)], m[Blake2b.sigma(s + 13)]);
    mix(v[3], v[4], v[9], v[14], m[Blake2b.sigma(s + 14)], m[Blake2b.sigma(s + 15)]);
  }

  /** The quarter round G in every lane; the four rows are different arrays. */
  private static void mix(long[] a, long[] b, long[] c, long[] d, long x, long y) {
    for (int i = 0; i < LANES; i++) {
      long va = a[i] + b[i] + x;
      long vd = Long.rotateRight(d[i] ^ va, 32);
      long vc = c[i] + vd;
      long vb = Long.rotateRight(b[i] ^ vc, 24);
      va += vb + y;
      vd = Long.rotateRight(vd ^ va, 16);
      vc += vd;
      a[i] = va;
      d[i] = vd;
      c[i] = vc;
      b[i] = Long.rotateRight(vb ^ vc, 63);
    }
  }
}
