package org.chemxor.ckks.xof;

/**
 * The compression function of BLAKE2b (RFC 7693, section 3.2), with an open parameter block:
 * BLAKE2Xb needs one that crypto libraries do not let callers choose.
 */
final class Blake2b {

  /** Words of a message block. */
  static final int BLOCK_WORDS = 16;

  /** Words of the chaining value. */
  static final int STATE_WORDS = 8;

  /** Rounds of a compression. */
  static final int ROUNDS = 12;

  private static final long[] IV = {
    0x6a09e667f3bcc908L, 0xbb67ae8584caa73bL, 0x3c6ef372fe94f82bL, 0xa54ff53a5f1d36f1L,
    0x510e527fade682d1L, 0x9b05688c2b3e6c1fL, 0x1f83d9abfb41bd6bL, 0x5be0cd19137e2179L
  };

  /** The message schedule, one row of 16 per round; rows 10 and 11 repeat rows 0 and 1. */
  private static final byte[] SIGMA = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3,
    11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4,
    7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8,
    9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13,
    2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9,
    12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11,
    13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10,
    6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5,
    10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0,
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3
  };

  private Blake2b() {}

  static long iv(int word) {
    return IV[word];
  }

  static int sigma(int position) {
    return SIGMA[position];
  }

  /**
   * Sets {@code state} to the initial chaining value of a parameter block (RFC 7693, section 2.5).
   *
   * @param parameters0 the first word of the block
   * @param parameters1 the second word
   * @param parameters2 the third word; the rest, salt and personalisation, is 0
   */
  static void init(long[] state, long parameters0, long parameters1, long parameters2) {
    System.arraycopy(IV, 0, state, 0, STATE_WORDS);
    state[0] ^= parameters0;
    state[1] ^= parameters1;
    state[2] ^= parameters2;
  }

  /**
   * Absorbs one block.
   *
   * @param state chaining value, 8 words, changed in place
   * @param block message, 16 words
   * @param total bytes absorbed so far, with this block, without padding
   * @param last whether this is the last block
   * @param v scratch of 16 words, from which the state can be computed: overwrite it if that is
   *     secret
   */
  static void compress(long[] state, long[] block, long total, boolean last, long[] v) {
    for (int i = 0; i < STATE_WORDS; i++) {
      v[i] = state[i];
      v[i + STATE_WORDS] = IV[i];
    }
    v[12] ^= total;
    v[14] ^= last ? -1L : 0L;
    for (int round = 0; round < ROUNDS; round++) {
      round(v, block, round * BLOCK_WORDS);
    }
    for (int i = 0; i < STATE_WORDS; i++) {
      state[i] ^= v[i] ^ v[i + STATE_WORDS];
    }
  }

  private static void round(long[] v, long[] m, int s) {
    mix(v, 0, 4, 8, 12, m[SIGMA[s]], m[SIGMA[s + 1]]);
    mix(v, 1, 5, 9, 13, m[SIGMA[s + 2]], m[SIGMA[s + 3]]);
    mix(v, 2, 6, 10, 14, m[SIGMA[s + 4]], m[SIGMA[s + 5]]);
    mix(v, 3, 7, 11, 15, m[SIGMA[s + 6]], m[SIGMA[s + 7]]);
    mix(v, 0, 5, 10, 15, m[SIGMA[s + 8]], m[SIGMA[s + 9]]);
    mix(v, 1, 6, 11, 12, m[SIGMA[s + 10]], m[SIGMA[s + 11]]);
    mix(v, 2, 7, 8, 13, m[SIGMA[s + 12]], m[SIGMA[s + 13]]);
    mix(v, 3, 4, 9, 14, m[SIGMA[s + 14]], m[SIGMA[s + 15]]);
  }

  /** The quarter round G. */
  private static void mix(long[] v, int a, int b, int c, int d, long x, long y) {
    v[a] += v[b] + x;
    v[d] = Long.rotateRight(v[d] ^ v[a], 32);
    v[c] += v[d];
    v[b] = Long.rotateRight(v[b] ^ v[c], 24);
    v[a] += v[b] + y;
    v[d] = Long.rotateRight(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = Long.rotateRight(v[b] ^ v[c], 63);
  }
}
