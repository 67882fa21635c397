package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.Compression;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.wire.SealSecretKey;

/** A ternary polynomial, transformed, over all primes. */
final class JvmSecretKey implements SecretKey {
  private final Ring ring;
  private final double[][] rows;
  private volatile boolean closed;

  JvmSecretKey(Ring ring, double[][] rows) {
    this.ring = ring;
    this.rows = rows;
  }

  Ring ring() {
    return ring;
  }

  /** The key itself: every use of a secret goes through here. */
  double[][] secretRows() {
    if (closed) {
      throw new IllegalStateException("this secret key has been closed and overwritten");
    }
    return rows;
  }

  @Override
  public void close() {
    closed = true;
    Ring.wipe(rows);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    try (SealSecretKey copy = ring.wire().toWire(this)) {
      return WireBridge.write(copy, out, compression);
    }
  }

  @Override
  public String toString() {
    return closed ? "SecretKey[closed]" : "SecretKey[not shown]";
  }
}
