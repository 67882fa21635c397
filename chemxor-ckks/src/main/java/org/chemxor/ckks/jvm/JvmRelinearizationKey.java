package org.chemxor.ckks.jvm;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.jvm.ring.KeySwitchKey;
import org.chemxor.ckks.jvm.ring.Ring;

/** The key that turns s^2 into s. */
record JvmRelinearizationKey(Ring ring, KeySwitchKey key) implements RelinearizationKey {
  @Override
  public long sizeBytes() {
    return new WireBridge(ring).toWire(this).sizeBytes();
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return WireBridge.write(new WireBridge(ring).toWire(this), out, compression);
  }

  @Override
  public String toString() {
    return "RelinearizationKey[N=" + ring.n() + "]";
  }
}
