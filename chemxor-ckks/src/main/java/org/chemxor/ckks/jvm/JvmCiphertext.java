package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.wire.seal.ResidueSource;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.jspecify.annotations.Nullable;

/**
 * Two or three transformed polynomials c_0, c_1, c_2 with {@code m = c_0 + c_1 s + c_2 s^2}.
 *
 * @param polynomials {@code [polynomial][prime][N]}
 * @param seed what c_1 was expanded from, when it still is exactly that
 */
record JvmCiphertext(Ring ring, double[][][] polynomials, double scale, @Nullable WireSeed seed)
    implements Ciphertext, ResidueSource {

  @Override
  public int level() {
    return polynomials[0].length - 1;
  }

  @Override
  public int size() {
    return polynomials.length;
  }

  @Override
  public boolean isSeeded() {
    return seed != null;
  }

  /** Whether everything but c_0 is zero, so that the message lies open. */
  boolean isTransparent() {
    for (int k = 1; k < polynomials.length; k++) {
      for (double[] row : polynomials[k]) {
        for (double x : row) {
          if (x != 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** The same ciphertext over fewer primes; rows are shared, never written. */
  JvmCiphertext dropTo(int level) {
    if (level == level()) {
      return this;
    }
    double[][][] dropped = new double[polynomials.length][][];
    for (int k = 0; k < dropped.length; k++) {
      dropped[k] = Arrays.copyOf(polynomials[k], level + 1);
    }
    return new JvmCiphertext(ring, dropped, scale, null);
  }

  @Override
  public WireCiphertext toResidues() {
    return new WireBridge(ring).toWire(this);
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return WireBridge.write(toResidues(), out, compression);
  }

  @Override
  public String toString() {
    return "Ciphertext[level=" + level() + ", size=" + size() + ", scale=" + scale + "]";
  }
}
