package org.chemxor.seal;

import java.io.IOException;
import java.io.OutputStream;
import org.chemxor.ckks.PublicKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.seal.WireSeed;
import org.chemxor.seal.binding.NativeHandle;
import org.jspecify.annotations.Nullable;

/** A public key of SEAL. */
final class SealPublicKey extends SealObject implements PublicKey {
  private final @Nullable WireSeed seed;

  SealPublicKey(Core core, NativeHandle handle, @Nullable WireSeed seed) {
    super(core, handle);
    this.seed = seed;
  }

  @Nullable WireSeed seed() {
    return seed;
  }

  @Override
  public long writeTo(OutputStream out, Compression compression) throws IOException {
    return Wire.write(Wire.of(this), out, compression);
  }

  @Override
  public String toString() {
    return "PublicKey[seal, N=" + core().degree() + "]";
  }
}
