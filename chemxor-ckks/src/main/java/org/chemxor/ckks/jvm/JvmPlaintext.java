package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.Compression;
import org.chemxor.ckks.Plaintext;

/** A transformed polynomial over the first {@code level + 1} data primes. */
record JvmPlaintext(Ring ring, double[][] rows, double scale) implements Plaintext {
  @Override
  public int level() {
    return rows.length - 1;
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return WireBridge.write(ring.wire().toWire(this), out, compression);
  }

  @Override
  public String toString() {
    return "Plaintext[level=" + level() + ", scale=" + scale + "]";
  }
}
