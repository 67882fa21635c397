package org.chemxor.mpc.random;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A secret of 128 bits from which streams of pseudorandom numbers are drawn. Wiped on close; never
 * printed.
 */
public final class Seed implements AutoCloseable {
  /** Length in bytes. */
  public static final int BYTES = 16;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;
  private volatile boolean closed;

  private Seed(byte[] key) {
    this.key = key;
  }

  /** A fresh seed from the operating system's generator. */
  public static Seed random() {
    return new Seed(randomBytes(BYTES));
  }

  /**
   * A seed received from the dealer.
   *
   * @param key {@link #BYTES} bytes, copied
   */
  public static Seed of(byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException("a seed has " + BYTES + " bytes, got " + key.length);
    }
    return new Seed(key.clone());
  }

  /** Fresh bytes from the operating system's generator. */
  public static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** A copy to be sent to the party it belongs to. */
  public byte[] export() {
    return open().clone();
  }

  /**
   * The stream of that number; the same number gives the same stream again, different numbers give
   * independent ones.
   */
  public AesCtrStream stream(long number) {
    return new AesCtrStream(open(), number);
  }

  private byte[] open() {
    if (closed) {
      throw new IllegalStateException("this seed was used and wiped");
    }
    return key;
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(key, (byte) 0);
  }

  @Override
  public String toString() {
    return closed ? "Seed[wiped]" : "Seed[secret]";
  }
}
