package org.chemxor.ckks.jvm.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.chemxor.ckks.xof.Blake2xb;

/**
 * A stream of random bits for secrets and errors, under a fresh key from {@link SecureRandom}. Not
 * thread-safe; make one for each operation and close it.
 */
public final class RandomSource implements AutoCloseable {
  private static final int WORDS = 512;

  private final Stream stream;
  private final long[] words = new long[WORDS];
  private int next = WORDS;

  /** What the bits come from. */
  private interface Stream extends AutoCloseable {
    void fill(long[] words);

    @Override
    void close();
  }

  private RandomSource(Stream stream) {
    this.stream = stream;
  }

  /**
   * For whatever the secret key can be computed from: BLAKE2Xb under a key of 512 bits. Nothing of
   * it is left after closing, where a cipher of the JDK keeps its round keys until the garbage
   * collector happens to overwrite them.
   */
  public RandomSource(SecureRandom entropy) {
    this(new Wiped(entropy));
  }

  /**
   * For whatever only one message can be computed from, which lies in memory itself: AES-256 in
   * counter mode, which the JDK runs on the processor's AES instructions, several times faster.
   */
  public static RandomSource ofCipher(SecureRandom entropy) {
    return new RandomSource(new Counter(entropy));
  }

  /** 64 random bits. */
  long nextLong() {
    if (next == WORDS) {
      stream.fill(words);
      next = 0;
    }
    return words[next++];
  }

  /** Overwrites what has been drawn, and what it was drawn from. */
  @Override
  public void close() {
    Arrays.fill(words, 0);
    next = WORDS;
    stream.close();
  }

  /** Block i is the output for the input i. */
  private static final class Wiped implements Stream {
    private static final int KEY_WORDS = 8;

    private final long[] key = new long[KEY_WORDS];
    private final long[] counter = new long[1];
    private final Blake2xb xof = new Blake2xb();

    Wiped(SecureRandom entropy) {
      byte[] bytes = new byte[KEY_WORDS * Long.BYTES];
      entropy.nextBytes(bytes);
      ByteBuffer.wrap(bytes).asLongBuffer().get(key);
      Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public void fill(long[] words) {
      xof.hash(key, counter, Long.BYTES, words, 0, words.length);
      counter[0]++;
    }

    @Override
    public void close() {
      Arrays.fill(key, 0);
      xof.close();
    }
  }

  private static final class Counter implements Stream {
    private static final int KEY_BYTES = 32;
    private static final byte[] ZEROS = new byte[WORDS * Long.BYTES];

    private final Cipher cipher;
    private final byte[] bytes = new byte[WORDS * Long.BYTES];
    private final LongBuffer view =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();

    Counter(SecureRandom entropy) {
      byte[] key = new byte[KEY_BYTES];
      entropy.nextBytes(key);
      try {
        cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(
            Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(
            "every JDK has AES in counter mode, this one says: " + e, e);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }

    @Override
    public void fill(long[] words) {
      try {
        cipher.update(ZEROS, 0, ZEROS.length, bytes, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("AES in counter mode failed: " + e, e);
      }
      view.get(0, words);
    }

    @Override
    public void close() {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
