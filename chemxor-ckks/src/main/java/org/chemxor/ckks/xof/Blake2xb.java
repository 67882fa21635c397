package org.chemxor.ckks.xof;

import java.util.Arrays;

/**
 * BLAKE2Xb, the extendable output of BLAKE2b (Aumasson, Neves, O'Hearn, Winnerlein: "BLAKE2X",
 * 2016): a root hash, then one independent 64-byte leaf after another. Keyed with 64 bytes, short
 * input, known output length; that is what SEAL uses. Not thread-safe.
 *
 * <p>Everything computed from the key is kept in this object, and {@link #close} overwrites it;
 * with a public key, closing is not needed.
 */
public final class Blake2xb implements AutoCloseable {

  private static final int DIGEST_BYTES = 64;
  private static final int BLOCK_BYTES = 128;

  private final long[] root = new long[Blake2b.STATE_WORDS];
  private final long[] leaf = new long[Blake2b.STATE_WORDS];
  private final long[] block = new long[Blake2b.BLOCK_WORDS];
  private final long[] scratch = new long[Blake2b.BLOCK_WORDS];
  private final Blake2bLanes lanes = new Blake2bLanes();

  /**
   * Fills {@code target} from {@code offset} with {@code words} words of output, a multiple of 8.
   *
   * @param key 8 words, little endian
   * @param input the message, at most 16 words per block, any number of blocks
   * @param inputBytes length of the message in bytes
   */
  public void hash(long[] key, long[] input, int inputBytes, long[] target, int offset, int words) {
    long outputBytes = (long) words * Long.BYTES;
    hashRoot(key, input, inputBytes, outputBytes);
    Arrays.fill(block, 0);
    System.arraycopy(root, 0, block, 0, Blake2b.STATE_WORDS);
    int leaves = words / Blake2b.STATE_WORDS;
    for (int first = 0; first < leaves; first += Blake2bLanes.LANES) {
      initLeaf(first, outputBytes);
      int count = Math.min(Blake2bLanes.LANES, leaves - first);
      int position = offset + first * Blake2b.STATE_WORDS;
      lanes.compressLast(leaf, block, DIGEST_BYTES, target, position, count);
    }
  }

  /** Root: digest length 64, key length 64, fanout 1, depth 1; the output length in the offset. */
  private void hashRoot(long[] key, long[] input, int inputBytes, long outputBytes) {
    long lengths = DIGEST_BYTES | (long) DIGEST_BYTES << 8 | 1L << 16 | 1L << 24;
    Blake2b.init(root, lengths, outputBytes << 32, 0);
    Arrays.fill(block, 0);
    System.arraycopy(key, 0, block, 0, Blake2b.STATE_WORDS);
    Blake2b.compress(root, block, BLOCK_BYTES, inputBytes == 0, scratch);
    int absorbed = 0;
    while (absorbed < inputBytes) {
      int bytes = Math.min(BLOCK_BYTES, inputBytes - absorbed);
      Arrays.fill(block, 0);
      int from = absorbed / Long.BYTES;
      System.arraycopy(input, from, block, 0, Math.min(Blake2b.BLOCK_WORDS, input.length - from));
      absorbed += bytes;
      Blake2b.compress(root, block, BLOCK_BYTES + (long) absorbed, absorbed == inputBytes, scratch);
    }
  }

  /** Leaf: fanout 0, depth 0, leaf length 64, inner length 64, its number as node offset. */
  private void initLeaf(int number, long outputBytes) {
    long lengths = DIGEST_BYTES | (long) DIGEST_BYTES << 32;
    Blake2b.init(leaf, lengths, number | outputBytes << 32, (long) DIGEST_BYTES << 8);
  }

  /** Overwrites all that the key could be computed from, and the output. */
  @Override
  public void close() {
    for (long[] words : new long[][] {root, leaf, block, scratch}) {
      Arrays.fill(words, 0);
    }
    lanes.wipe();
  }
}
