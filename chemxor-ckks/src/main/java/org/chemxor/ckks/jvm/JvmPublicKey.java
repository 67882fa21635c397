package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.jvm.ring.Ring;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.jspecify.annotations.Nullable;

/**
 * An encryption of zero over all primes, {@code (b, a)} with {@code b = -(a s + e)}.
 *
 * @param pair {@code [b or a][prime][N]}
 * @param seed the seed of a, when known
 */
record JvmPublicKey(Ring ring, double[][][] pair, @Nullable WireSeed seed) implements PublicKey {
  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return WireBridge.write(new WireBridge(ring).toWire(this), out, compression);
  }

  @Override
  public String toString() {
    return "PublicKey[N=" + ring.n() + "]";
  }
}
